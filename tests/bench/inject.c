// SPDX-License-Identifier: GPL-2.0
/*
 * Inject segments without sockets, faster than sockets could send them: frames are
 * sent on an interface, both directions on the same one, for a router to forward.
 *
 *   inject [-n COUNT] [-f FIRST] [-r RATE] flood|open|live IFACE MAC
 *
 *   flood  COUNT SYNs from random addresses
 *   open   COUNT connections, numbered from FIRST, by three segments each
 *   live   the same, and closed again by four more
 *
 * RATE is a second, 0: as fast as it goes. Prints how many milliseconds it took.
 * Initiators are in 11.0.0.0/8, responders in 12.0.0.0/8.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <netinet/ether.h>
#include <netinet/ip.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "program.h"

#define BATCH 64

/* Connections whose segments take turns, at most: a hundredth of a second's. */
#define GROUP 32
#define GROUPS_A_SECOND 100

#define INITIATORS 0x0b000000U
#define RESPONDERS 0x0c000000U

struct frame {
	struct ether_header ether;
	struct iphdr ip;
	struct tcphdr tcp;
} __attribute__((packed));

static struct frame frames[BATCH];
static struct iovec vectors[BATCH];
static struct mmsghdr messages[BATCH];
static unsigned int queued;
static int sock;

static void flush(void)
{
	unsigned int sent = 0;

	while (sent < queued) {
		int n = sendmmsg(sock, messages + sent, queued - sent, 0);

		if (n > 0)
			sent += n;
		else if (errno != ENOBUFS && errno != EAGAIN && errno != EINTR)
			die("send");
	}
	queued = 0;
}

static uint32_t add_up(const void *data, unsigned int octets)
{
	const uint8_t *at = data;
	uint32_t sum = 0;

	for (; octets; octets -= 2, at += 2)
		sum += at[0] << 8 | at[1];
	return sum;
}

static uint16_t fold(uint32_t sum)
{
	sum = (sum >> 16) + (sum & 0xffff);
	return htons(~(sum + (sum >> 16)));
}

static void put(uint32_t from, uint32_t to, uint16_t sport, uint16_t dport,
		uint8_t flags, uint32_t seq, uint32_t ack)
{
	struct frame *frame = &frames[queued];
	struct iphdr ip = frame->ip;
	struct tcphdr tcp = frame->tcp;

	ip.saddr = htonl(from);
	ip.daddr = htonl(to);
	ip.check = 0;
	ip.check = fold(add_up(&ip, sizeof(ip)));
	tcp.source = htons(sport);
	tcp.dest = htons(dport);
	tcp.seq = htonl(seq);
	tcp.ack_seq = htonl(ack);
	tcp.th_flags = flags;
	tcp.check = 0;
	tcp.check = fold(add_up(&ip.saddr, 8) + IPPROTO_TCP + sizeof(tcp) +
			 add_up(&tcp, sizeof(tcp)));
	frame->ip = ip;
	frame->tcp = tcp;
	if (++queued == BATCH)
		flush();
}

static void prepare(const char *iface, const char *mac)
{
	struct sockaddr_ll to = {
		.sll_family = AF_PACKET,
		.sll_ifindex = if_nametoindex(iface),
	};
	struct ether_addr *ether = ether_aton(mac);
	unsigned int i;
	cpu_set_t cpu;
	int one = 1;

	if (!to.sll_ifindex || !ether)
		die(iface);
	sock = socket(AF_PACKET, SOCK_RAW, 0);
	if (sock < 0 || bind(sock, (struct sockaddr *)&to, sizeof(to)) ||
	    setsockopt(sock, SOL_PACKET, PACKET_QDISC_BYPASS, &one,
		       sizeof(one)))
		die("packet socket");
	/* A processor of its own, or segments would overtake each other. */
	CPU_ZERO(&cpu);
	CPU_SET(0, &cpu);
	sched_setaffinity(0, sizeof(cpu), &cpu);
	for (i = 0; i < BATCH; i++) {
		struct frame *frame = &frames[i];

		memcpy(frame->ether.ether_dhost, ether, ETH_ALEN);
		frame->ether.ether_type = htons(ETHERTYPE_IP);
		frame->ip.version = 4;
		frame->ip.ihl = 5;
		frame->ip.tot_len = htons(sizeof(frame->ip) +
					  sizeof(frame->tcp));
		frame->ip.ttl = 64;
		frame->ip.protocol = IPPROTO_TCP;
		frame->tcp.doff = 5;
		frame->tcp.window = htons(65535);
		vectors[i] = (struct iovec){ frame, sizeof(*frame) };
		messages[i].msg_hdr.msg_iov = &vectors[i];
		messages[i].msg_hdr.msg_iovlen = 1;
	}
}

static void flood_one(unsigned long number)
{
	static uint64_t random = 88172645463325252ULL;

	(void)number;
	random ^= random << 13;
	random ^= random >> 7;
	random ^= random << 17;
	put(INITIATORS | (random & 0xffffff), RESPONDERS + 1,
	    1 + (random >> 40) % 65535, 80, TH_SYN, random >> 32, 0);
}

/* One side's segment of a connection that is known by its number. */
static void segment(unsigned long number, bool answer, uint8_t flags,
		    unsigned int mine, unsigned int its)
{
	uint32_t initiator = INITIATORS + 1 + number;
	uint32_t responder = RESPONDERS + 1 + number % 250;
	uint16_t port = 1024 + number % 60000;
	uint32_t iss = number * 7919, irs = ~iss;

	if (answer)
		put(responder, initiator, 80, port, flags, irs + mine,
		    flags & TH_ACK ? iss + its : 0);
	else
		put(initiator, responder, port, 80, flags, iss + mine,
		    flags & TH_ACK ? irs + its : 0);
}

static const struct step {
	bool answer;
	uint8_t flags;
	unsigned int mine;
	unsigned int its;
} steps[] = {
	{ false, TH_SYN, 0, 0 },
	{ true, TH_SYN | TH_ACK, 0, 1 },
	{ false, TH_ACK, 1, 1 },
	{ false, TH_FIN | TH_ACK, 1, 1 },
	{ true, TH_ACK, 1, 2 },
	{ true, TH_FIN | TH_ACK, 1, 2 },
	{ false, TH_ACK, 2, 2 },
};

#define STEPS_OPEN 3
#define STEPS_LIVE 7

static unsigned int group_size(double rate)
{
	unsigned int size = rate / GROUPS_A_SECOND;

	if (!rate || size > GROUP)
		return GROUP;
	return size ? size : 1;
}

/* A group of connections, one step after the other. */
static void group(unsigned long first, unsigned int n, unsigned int n_steps)
{
	unsigned int i, k;

	for (k = 0; k < n_steps; k++)
		for (i = 0; i < n; i++)
			segment(first + i, steps[k].answer, steps[k].flags,
				steps[k].mine, steps[k].its);
}

int main(int argc, char **argv)
{
	unsigned long count = 1, first = 0, made = 0;
	unsigned int steps_each = 0;
	double rate = 0, begin;
	int option;

	while ((option = getopt(argc, argv, "n:f:r:")) > 0) {
		if (option == 'n')
			count = strtoul(optarg, NULL, 10);
		else if (option == 'f')
			first = strtoul(optarg, NULL, 10);
		else if (option == 'r')
			rate = atof(optarg);
		else
			return 2;
	}
	if (argc - optind != 3) {
		fprintf(stderr, "usage: inject [-n COUNT] [-f FIRST] [-r RATE] flood|open|live IFACE MAC\n");
		return 2;
	}
	if (!strcmp(argv[optind], "open"))
		steps_each = STEPS_OPEN;
	else if (!strcmp(argv[optind], "live"))
		steps_each = STEPS_LIVE;
	prepare(argv[optind + 1], argv[optind + 2]);
	begin = now();
	while (made < count) {
		unsigned int n = group_size(rate), i;

		if (n > count - made)
			n = count - made;

		if (steps_each)
			group(first + made, n, steps_each);
		for (i = 0; i < n && !steps_each; i++)
			flood_one(made + i);
		made += n;
		if (rate) {
			flush();
			while (now() < begin + made / rate)
				usleep(1000);
		}
	}
	flush();
	printf("%.0f\n", (now() - begin) * 1000);
	return 0;
}
