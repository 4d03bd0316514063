// SPDX-License-Identifier: GPL-2.0
/*
 * Much traffic from little code, for the scenarios.
 *
 *   traffic connect CLIENT-NS SERVER-NS ADDR PORT N   N connections, the client
 *                                                     closes first; N 0: for
 *                                                     ever
 *   traffic flood NS SOURCE DESTINATION PORT N        N SYNs of IPv4 from
 *                                                     many addresses
 *
 * A namespace is the path of its file.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/ip.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void enter(const char *path)
{
	int fd = open(path, O_RDONLY);

	if (fd < 0 || setns(fd, CLONE_NEWNET))
		err(1, "%s", path);
	close(fd);
}

/* Closes after the client. */
static void *serve(void *arg)
{
	int listener = *(int *)arg;

	for (;;) {
		int fd = accept(listener, NULL, NULL);
		char octet;

		if (fd < 0)
			continue;
		while (read(fd, &octet, 1) > 0)
			;
		close(fd);
	}
	return NULL;
}

static void connections(const char *client, const char *server,
			const struct sockaddr_in *to, unsigned long n)
{
	unsigned long i, failed = 0;
	int listener, one = 1;
	pthread_t thread;

	enter(server);
	listener = socket(AF_INET, SOCK_STREAM, 0);
	setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (bind(listener, (const struct sockaddr *)to, sizeof(*to)) ||
	    listen(listener, 1024))
		err(1, "listen");
	if (pthread_create(&thread, NULL, serve, &listener))
		err(1, "pthread_create");
	enter(client);
	for (i = 0; !n || i < n; i++) {
		int fd = socket(AF_INET, SOCK_STREAM, 0);

		char octet;

		if (fd < 0 || connect(fd, (const struct sockaddr *)to,
				      sizeof(*to)))
			failed++;
		/* An orphan that waits for a slow server may be reset. */
		else if (!shutdown(fd, SHUT_WR) && read(fd, &octet, 1))
			failed++;
		if (fd >= 0)
			close(fd);
	}
	printf("%lu connected, %lu failed\n", n - failed, failed);
}

static unsigned short checksum(const void *data, unsigned int len,
			       unsigned int sum)
{
	const unsigned short *word = data;

	for (; len; len -= 2)
		sum += *word++;
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return sum;
}

static void flood(const char *ns, unsigned int source,
		  const struct sockaddr_in *to, unsigned long n)
{
	struct {
		struct iphdr ip;
		struct tcphdr tcp;
	} packet = {
		.ip = { .version = 4, .ihl = 5, .tot_len = htons(40),
			.ttl = 64, .protocol = IPPROTO_TCP,
			.daddr = to->sin_addr.s_addr },
		.tcp = { .dest = to->sin_port, .doff = 5, .syn = 1,
			 .window = htons(1000) },
	};
	unsigned long i, failed = 0;
	int fd;

	enter(ns);
	fd = socket(AF_INET, SOCK_RAW, IPPROTO_RAW);
	if (fd < 0)
		err(1, "raw socket");
	for (i = 0; i < n; i++) {
		unsigned int sum = htons(IPPROTO_TCP) + htons(20);

		packet.ip.saddr = htonl(source + i / 50000);
		packet.tcp.source = htons(1024 + i % 50000);
		packet.tcp.seq = (unsigned int)i * 2654435761U;
		packet.tcp.check = 0;
		sum += checksum(&packet.ip.saddr, 8, 0);
		packet.tcp.check = ~checksum(&packet.tcp, 20, sum);
		if (sendto(fd, &packet, sizeof(packet), 0,
			   (const struct sockaddr *)to, sizeof(*to)) < 0)
			failed++;
	}
	printf("%lu sent, %lu failed\n", n - failed, failed);
}

int main(int argc, char **argv)
{
	struct sockaddr_in to = { .sin_family = AF_INET };
	struct in_addr source;

	if (argc != 7)
		errx(2, "see the comment in the source");
	if (!inet_aton(argv[4], &to.sin_addr))
		errx(2, "no address: %s", argv[4]);
	to.sin_port = htons(atoi(argv[5]));
	if (!strcmp(argv[1], "connect")) {
		connections(argv[2], argv[3], &to, strtoul(argv[6], NULL, 10));
	} else {
		if (!inet_aton(argv[3], &source))
			errx(2, "no address: %s", argv[3]);
		flood(argv[2], ntohl(source.s_addr), &to,
		      strtoul(argv[6], NULL, 10));
	}
	return 0;
}
