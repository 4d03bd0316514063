// SPDX-License-Identifier: GPL-2.0
/*
 * An attacker off the path: segments in the name of one end to the other, with
 * numbers that are almost right. They leave from the router, so that its own
 * output hook and the target's input hook see them.
 */
#define _GNU_SOURCE
#include "traffic.h"

#include <arpa/inet.h>
#include <netinet/ip.h>
#include <netinet/ip6.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

/* linux/tcp.h has these, but does not go together with netinet/tcp.h. */
#ifndef TCP_REPAIR_OFF_NO_WP
#define TCP_REPAIR_OFF_NO_WP -1
#endif
#define QUEUE_RECV 1
#define QUEUE_SEND 2

/**
 * struct forgery - a segment to inject
 * @target: the end it goes to
 * @flags:  control bits
 * @seq:    number, from the next one the target expects
 * @ack:    number, from the next one the target will send
 * @len:    octets of payload
 */
struct forgery {
	enum end target;
	uint8_t flags;
	uint32_t seq;
	uint32_t ack;
	uint16_t len;
};

#define FAR 0x40000000U

/* By number in the script. None of these ends a connection (RFC 5961). */
static const struct forgery forgeries[] = {
	[1] = { CLIENT, TH_RST, 5000, 0, 0 },
	[2] = { SERVER, TH_RST, 5000, 0, 0 },
	[3] = { CLIENT, TH_RST, FAR, 0, 0 },
	[4] = { SERVER, TH_RST | TH_ACK, -FAR, 0, 0 },
	[5] = { SERVER, TH_FIN | TH_ACK, FAR, 0, 0 },
	[6] = { CLIENT, TH_FIN | TH_ACK, -5000U, 0, 0 },
	[7] = { SERVER, TH_SYN, 5000, 0, 0 },
	[8] = { CLIENT, TH_SYN | TH_ACK, 5000, 0, 0 },
	[9] = { SERVER, TH_SYN, FAR, 0, 0 },
	[10] = { CLIENT, TH_SYN | TH_ACK, FAR, FAR, 0 },
	[11] = { SERVER, TH_ACK | TH_PUSH, FAR, 0, 100 },
	[12] = { CLIENT, TH_FIN | TH_ACK, 20000, 0, 0 },
	[13] = { SERVER, TH_FIN | TH_ACK, 20000, 0, 0 },
	[14] = { CLIENT, TH_ACK, 0, FAR, 0 },
};

static int raw = -1;

/** inject_open() - a raw socket at the router */
bool inject_open(void)
{
	if (setns(options.router, CLONE_NEWNET))
		return false;
	raw = socket(options.to.ss_family, SOCK_RAW | SOCK_CLOEXEC,
		     IPPROTO_RAW);
	return raw >= 0;
}

static bool queue_seq(int fd, int queue, uint32_t *seq)
{
	socklen_t len = sizeof(*seq);

	return !setsockopt(fd, IPPROTO_TCP, TCP_REPAIR_QUEUE, &queue,
			   sizeof(queue)) &&
	       !getsockopt(fd, IPPROTO_TCP, TCP_QUEUE_SEQ, seq, &len);
}

/* The next number a socket will send, and the next it expects. */
static bool numbers(int fd, uint32_t *next, uint32_t *expected)
{
	int on = 1, off = TCP_REPAIR_OFF_NO_WP;
	bool known;

	if (setsockopt(fd, IPPROTO_TCP, TCP_REPAIR, &on, sizeof(on)))
		return false;
	known = queue_seq(fd, QUEUE_SEND, next) &&
		queue_seq(fd, QUEUE_RECV, expected);
	setsockopt(fd, IPPROTO_TCP, TCP_REPAIR, &off, sizeof(off));
	return known;
}

static uint32_t sum(const void *data, size_t len, uint32_t total)
{
	const uint8_t *octet = data;
	size_t i;

	for (i = 0; i < len; i++)
		total += (uint32_t)octet[i] << (i % 2 ? 0 : 8);
	return total;
}

static uint16_t checksum(const struct sockaddr_storage *from,
			 const struct sockaddr_storage *to, const void *tcp,
			 size_t len)
{
	bool v6 = to->ss_family == AF_INET6;
	size_t offset = v6 ? offsetof(struct sockaddr_in6, sin6_addr) :
			     offsetof(struct sockaddr_in, sin_addr);
	uint32_t total = IPPROTO_TCP + len;

	total = sum((const char *)from + offset, v6 ? 16 : 4, total);
	total = sum((const char *)to + offset, v6 ? 16 : 4, total);
	total = sum(tcp, len, total);
	while (total >> 16)
		total = (total & 0xffff) + (total >> 16);
	return htons(~total);
}

static size_t ip_header(void *packet, const struct sockaddr_storage *from,
			const struct sockaddr_storage *to, size_t len)
{
	struct ip6_hdr *ip6 = packet;
	struct iphdr *ip = packet;

	if (to->ss_family == AF_INET6) {
		ip6->ip6_flow = htonl(6U << 28);
		ip6->ip6_plen = htons(len);
		ip6->ip6_nxt = IPPROTO_TCP;
		ip6->ip6_hlim = 64;
		ip6->ip6_src = ((const struct sockaddr_in6 *)from)->sin6_addr;
		ip6->ip6_dst = ((const struct sockaddr_in6 *)to)->sin6_addr;
		return sizeof(*ip6);
	}
	/* The kernel fills in length, identification and checksum. */
	ip->version = 4;
	ip->ihl = 5;
	ip->ttl = 64;
	ip->protocol = IPPROTO_TCP;
	ip->saddr = ((const struct sockaddr_in *)from)->sin_addr.s_addr;
	ip->daddr = ((const struct sockaddr_in *)to)->sin_addr.s_addr;
	return sizeof(*ip);
}

static uint16_t port_of(const struct sockaddr_storage *addr)
{
	return addr->ss_family == AF_INET6 ?
	       ((const struct sockaddr_in6 *)addr)->sin6_port :
	       ((const struct sockaddr_in *)addr)->sin_port;
}

/** inject_segment() - send a forged segment to one end of a connection */
bool inject_segment(const struct conn *conn, int kind)
{
	const struct forgery *forgery = &forgeries[kind];
	struct sockaddr_storage self = { 0 }, peer = { 0 };
	socklen_t self_len = sizeof(self), peer_len = sizeof(peer);
	char packet[sizeof(struct ip6_hdr) + sizeof(struct tcphdr) + 1500] = "";
	size_t len = sizeof(struct tcphdr) + forgery->len, offset;
	int fd = conn->fd[forgery->target];
	uint32_t next, expected;
	struct tcphdr *tcp;

	if (raw < 0 || fd < 0 || !numbers(fd, &next, &expected) ||
	    getsockname(fd, (struct sockaddr *)&self, &self_len) ||
	    getpeername(fd, (struct sockaddr *)&peer, &peer_len))
		return false;
	offset = ip_header(packet, &peer, &self, len);
	tcp = (struct tcphdr *)(packet + offset);
	tcp->th_sport = port_of(&peer);
	tcp->th_dport = port_of(&self);
	tcp->th_seq = htonl(expected + forgery->seq);
	if (forgery->flags & TH_ACK)
		tcp->th_ack = htonl(next + forgery->ack);
	tcp->th_off = sizeof(*tcp) / 4;
	tcp->th_flags = forgery->flags;
	tcp->th_win = htons(1000);
	tcp->th_sum = checksum(&peer, &self, tcp, len);
	if (self.ss_family == AF_INET6)
		((struct sockaddr_in6 *)&self)->sin6_port = 0;
	return sendto(raw, packet, offset + len, 0, (struct sockaddr *)&self,
		      self_len) >= 0;
}
