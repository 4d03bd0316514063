// SPDX-License-Identifier: GPL-2.0
/*
 * Traffic to measure with:
 *
 *   traffic serve PORT               answer requests, swallow everything else
 *   traffic request ADDR PORT SEC [RATE]  connect, ask, read, close, again;
 *                                    prints connections made
 *   traffic bulk ADDR PORT SEC       send as much as goes; prints octets
 *   traffic flood IFACE MAC ADDR SEC SYNs from random addresses; prints how many
 */
#include <arpa/inet.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <netinet/ether.h>
#include <netinet/ip.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static void die(const char *what)
{
	perror(what);
	exit(1);
}

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec + time.tv_nsec / 1e9;
}

static struct sockaddr_in address(const char *addr, const char *port)
{
	struct sockaddr_in in = {
		.sin_family = AF_INET, .sin_port = htons(atoi(port)),
	};

	if (addr && inet_pton(AF_INET, addr, &in.sin_addr) != 1)
		die(addr);
	return in;
}

static void *answer(void *arg)
{
	static char buffer[1 << 16];	/* nobody looks at it */
	int sock = (int)(intptr_t)arg;
	ssize_t size;

	while ((size = read(sock, buffer, sizeof(buffer))) > 0)
		if (size < 1000 && write(sock, "answer", 6) < 0)
			break;
	close(sock);
	return NULL;
}

static int serve(const char *port)
{
	struct sockaddr_in in = address(NULL, port);
	int listener = socket(AF_INET, SOCK_STREAM, 0), one = 1, sock;
	pthread_t thread;

	setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (bind(listener, (struct sockaddr *)&in, sizeof(in)) ||
	    listen(listener, 1024))
		die("listen");
	while ((sock = accept(listener, NULL, NULL)) >= 0) {
		if (pthread_create(&thread, NULL, answer,
				   (void *)(intptr_t)sock))
			die("thread");
		pthread_detach(thread);
	}
	return 1;
}

static int request(const char *addr, const char *port, double seconds,
		   double rate)
{
	struct sockaddr_in in = address(addr, port);
	double begin = now(), end = begin + seconds;
	unsigned long made = 0;
	char buffer[64];

	while (now() < end) {
		int sock = socket(AF_INET, SOCK_STREAM, 0);

		if (connect(sock, (struct sockaddr *)&in, sizeof(in)))
			die("connect");
		if (write(sock, "request", 7) != 7 ||
		    read(sock, buffer, sizeof(buffer)) <= 0)
			die("request");
		close(sock);
		made++;
		while (rate && now() < begin + made / rate)
			usleep(1000);
	}
	printf("%lu\n", made);
	return 0;
}

static int bulk(const char *addr, const char *port, double seconds)
{
	struct sockaddr_in in = address(addr, port);
	int sock = socket(AF_INET, SOCK_STREAM, 0);
	static char buffer[1 << 16];
	double end = now() + seconds;
	unsigned long long sent = 0;

	if (connect(sock, (struct sockaddr *)&in, sizeof(in)))
		die("connect");
	while (now() < end) {
		ssize_t size = write(sock, buffer, sizeof(buffer));

		if (size < 0)
			die("write");
		sent += size;
	}
	close(sock);
	printf("%llu\n", sent);
	return 0;
}

static uint16_t checksum(const void *data, unsigned int words)
{
	const uint16_t *word = data;
	uint32_t sum = 0;

	while (words--)
		sum += *word++;
	sum = (sum >> 16) + (sum & 0xffff);
	return ~(sum + (sum >> 16));
}

static int flood(const char *iface, const char *mac, const char *addr,
		 double seconds)
{
	struct {
		struct ether_header ether;
		struct iphdr ip;
		struct tcphdr tcp;
	} __attribute__((packed)) frame;
	struct sockaddr_ll to = {
		.sll_family = AF_PACKET, .sll_halen = 6,
		.sll_ifindex = if_nametoindex(iface),
	};
	int sock = socket(AF_PACKET, SOCK_RAW, 0);
	uint64_t random = 88172645463325252ULL;
	double end = now() + seconds;
	unsigned long sent = 0;
	struct iphdr ip;

	memset(&frame, 0, sizeof(frame));
	ether_aton_r(mac, (struct ether_addr *)frame.ether.ether_dhost);
	frame.ether.ether_type = htons(ETHERTYPE_IP);
	memset(&ip, 0, sizeof(ip));
	ip.version = 4;
	ip.ihl = 5;
	ip.tot_len = htons(40);
	ip.ttl = 64;
	ip.protocol = IPPROTO_TCP;
	ip.daddr = address(addr, "0").sin_addr.s_addr;
	frame.tcp.doff = 5;
	frame.tcp.syn = 1;
	frame.tcp.dest = htons(80);
	frame.tcp.window = htons(1024);
	while (sent % 256 || now() < end) {
		random ^= random << 13;
		random ^= random >> 7;
		random ^= random << 17;
		/* 11.0.0.0 to 74.255.255.255: nobody's here */
		ip.saddr = htonl(0x0b000000 + ((uint32_t)random & 0x3fffffff));
		ip.check = 0;
		ip.check = checksum(&ip, 10);
		frame.ip = ip;
		frame.tcp.source = htons(1 + (random >> 40) % 65535);
		frame.tcp.seq = random >> 32;
		if (sendto(sock, &frame, sizeof(frame), 0,
			   (struct sockaddr *)&to, sizeof(to)) > 0)
			sent++;
	}
	printf("%lu\n", sent);
	return 0;
}

int main(int argc, char **argv)
{
	signal(SIGPIPE, SIG_IGN);
	if (argc == 3 && !strcmp(argv[1], "serve"))
		return serve(argv[2]);
	if (argc >= 5 && !strcmp(argv[1], "request"))
		return request(argv[2], argv[3], atof(argv[4]),
			       argc > 5 ? atof(argv[5]) : 0);
	if (argc == 5 && !strcmp(argv[1], "bulk"))
		return bulk(argv[2], argv[3], atof(argv[4]));
	if (argc == 6 && !strcmp(argv[1], "flood"))
		return flood(argv[2], argv[3], argv[4], atof(argv[5]));
	fprintf(stderr, "usage: traffic serve|request|bulk|flood ...\n");
	return 2;
}
