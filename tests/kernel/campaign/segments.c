// SPDX-License-Identifier: GPL-2.0
/*
 * segments DEVICE MAC CLIENT4 SERVER4 CLIENT6 SERVER6 COUNT SEED: send segments, most
 * of them with something bent, to a router: lengths, offsets, flags, options, urgent
 * pointers, fragments, extension headers, GSO of every size, cut anywhere. Every
 * third repeats the flow of the one before it, so that GRO has something to join. Of
 * eight, seven go to nobody behind the router (host 9 in the network of the server),
 * which takes less time than what the server has to answer.
 * Prints how many the device took.
 */
#include <arpa/inet.h>
#include <err.h>
#include <linux/if_packet.h>
#include <linux/virtio_net.h>
#include <net/if.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#define ETH_LEN 14

/* Behind the headers; more than any MTU of Ethernet. */
#define MOST_PAYLOAD 60000

static uint64_t state;

static uint32_t random_below(uint32_t n)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return ((state >> 32) * n) >> 32;
}

static void put16(uint8_t *to, uint16_t value)
{
	to[0] = value >> 8;
	to[1] = value;
}

static uint16_t sum(const uint8_t *data, int n)
{
	uint32_t total = 0;

	for (; n > 1; n -= 2, data += 2)
		total += data[0] << 8 | data[1];
	while (total >> 16)
		total = (total & 0xffff) + (total >> 16);
	return ~total;
}

/* What one segment is sent with. */
struct segment {
	struct virtio_net_hdr gso;
	uint8_t packet[ETH_LEN + 256 + MOST_PAYLOAD];
	int len;
};

/* A valid TCP header at @to, behind an IP header; its length. */
static int tcp_header(uint8_t *to, uint32_t flow, int back)
{
	static const uint8_t flags[] = { 0x02, 0x12, 0x10, 0x10, 0x18, 0x11,
					 0x04, 0x14, 0x30, 0x38, 0x00, 0xff };
	int options = 4 * random_below(11), i;

	put16(to + (back ? 2 : 0), 1024 + flow);
	put16(to + (back ? 0 : 2), 80);
	/* Numbers near each other: many are in the window. */
	for (i = 4; i < 12; i++)
		to[i] = i % 4 < 2 ? 0 : random_below(256);
	to[12] = (20 + options) << 2;
	to[13] = flags[random_below(sizeof(flags))];
	put16(to + 14, random_below(65536));
	put16(to + 16, 0);
	put16(to + 18, to[13] & 0x20 ? random_below(65536) : 0);
	for (i = 20; i < 20 + options; i++)
		to[i] = random_below(4) ? 1 + random_below(9) :
					  random_below(256);
	return 20 + options;
}

static int payload_len(void)
{
	switch (random_below(8)) {
	case 0:
		return random_below(random_below(8) ? 3000 : MOST_PAYLOAD);
	case 1:
	case 2:
		return random_below(1400);
	default:
		return 0;
	}
}

static void bend(uint8_t *packet, int *len, int headers)
{
	int times = random_below(4);

	while (times--)
		packet[random_below(headers)] = random_below(256);
	if (!random_below(8))
		*len = 1 + random_below(*len);
}

/* Return: length of the IP header, for GSO. */
static int segment4(struct segment *segment, const uint8_t *from,
		    const uint8_t *to, uint32_t flow, int back)
{
	int options = random_below(8) ? 0 : 4 * random_below(11);
	uint8_t *ip = segment->packet + ETH_LEN;
	int tcp = tcp_header(ip + 20 + options, flow, back);
	int len = 20 + options + tcp + payload_len();

	memset(ip, 0, 20);
	ip[0] = 0x45 + options / 4;
	put16(ip + 2, len);
	put16(ip + 6, random_below(16) ? 0x4000 : random_below(65536));
	ip[8] = 64;
	ip[9] = random_below(32) ? 6 : 1;
	memcpy(ip + 12, back ? to : from, 4);
	memcpy(ip + 16, back ? from : to, 4);
	memset(ip + 20, 1, options);
	bend(ip, &len, 20 + options + tcp);
	/* Most get past the checks of IP: version, length, checksum. */
	if (random_below(16)) {
		ip[0] = 0x45 + options / 4;
		put16(ip + 2, len);
		ip[8] = 64;
		memcpy(ip + 12, back ? to : from, 4);
		memcpy(ip + 16, back ? from : to, 4);
		put16(ip + 10, 0);
		put16(ip + 10, sum(ip, 20 + options));
	}
	segment->len = ETH_LEN + (len < 20 ? 20 : len);
	put16(segment->packet + 12, 0x0800);
	return 20 + options;
}

/* Extension headers, a jumbo payload option in the first of them now and then. */
static void extensions(uint8_t *at, int len, uint8_t *next)
{
	static const uint8_t kinds[] = { 0, 43, 44, 60, 51, 6, 58, 59 };
	int i;

	*next = kinds[random_below(5)];
	for (i = 0; i < len; i += 8, at += 8) {
		memset(at, 0, 8);
		at[0] = i + 8 < len ? kinds[random_below(5)] :
			random_below(16) ? 6 : kinds[random_below(8)];
		if (!random_below(8))
			at[1] = random_below(256);
		at[2] = 1;
		at[3] = 4;
		if (!i && !random_below(8)) {
			*next = 0;
			at[2] = 0xc2;
			at[5] = random_below(4);
			put16(at + 6, random_below(65536));
		}
	}
}

static int segment6(struct segment *segment, const uint8_t *from,
		    const uint8_t *to, uint32_t flow, int back)
{
	int extra = random_below(4) ? 0 : 8 * (1 + random_below(4));
	uint8_t *ip = segment->packet + ETH_LEN, next = 6;
	int tcp = tcp_header(ip + 40 + extra, flow, back);
	int len = 40 + extra + tcp + payload_len();

	memset(ip, 0, 40);
	ip[0] = 0x60;
	put16(ip + 4, len - 40);
	if (extra)
		extensions(ip + 40, extra, &next);
	ip[6] = next;
	ip[7] = 64;
	memcpy(ip + 8, back ? to : from, 16);
	memcpy(ip + 24, back ? from : to, 16);
	bend(ip, &len, 40 + extra + tcp);
	if (random_below(16)) {
		ip[0] = 0x60;
		/* 0 is what a jumbogram has. */
		put16(ip + 4, len > 40 && random_below(16) ? len - 40 : 0);
		ip[7] = 64;
		memcpy(ip + 8, back ? to : from, 16);
		memcpy(ip + 24, back ? from : to, 16);
	}
	segment->len = ETH_LEN + (len < 40 ? 40 : len);
	put16(segment->packet + 12, 0x86dd);
	return 40 + extra;
}

/* Let what is larger than a link be cut on the way, as a host's driver does. */
static void offload(struct segment *segment, int ipv6, int header)
{
	struct virtio_net_hdr *gso = &segment->gso;

	memset(gso, 0, sizeof(*gso));
	if (!random_below(4))
		return;
	gso->flags = VIRTIO_NET_HDR_F_NEEDS_CSUM;
	gso->csum_start = ETH_LEN + header;
	gso->csum_offset = 16;
	if (segment->len < 1500 && random_below(4))
		return;
	gso->gso_type = ipv6 ? VIRTIO_NET_HDR_GSO_TCPV6 :
			       VIRTIO_NET_HDR_GSO_TCPV4;
	if (!random_below(8))
		gso->gso_type |= VIRTIO_NET_HDR_GSO_ECN;
	gso->gso_size = random_below(8) ? 1400 : 1 + random_below(9000);
	gso->hdr_len = ETH_LEN + header + 20;
}

int main(int argc, char **argv)
{
	struct sockaddr_ll link = { .sll_family = AF_PACKET, .sll_halen = 6 };
	uint8_t from4[4], to4[4], from6[16], to6[16];
	static struct segment segment;
	unsigned long sent = 0, i, n;
	unsigned int mac[6], octet;
	uint32_t flow = 0;
	int fd, one = 1;

	if (argc != 9)
		errx(2, "see the comment in the source");
	if (sscanf(argv[2], "%x:%x:%x:%x:%x:%x", mac, mac + 1, mac + 2, mac + 3,
		   mac + 4, mac + 5) != 6)
		errx(2, "no address: %s", argv[2]);
	for (octet = 0; octet < 6; octet++)
		segment.packet[octet] = mac[octet];
	link.sll_ifindex = if_nametoindex(argv[1]);
	inet_pton(AF_INET, argv[3], from4);
	inet_pton(AF_INET, argv[4], to4);
	inet_pton(AF_INET6, argv[5], from6);
	inet_pton(AF_INET6, argv[6], to6);
	n = strtoul(argv[7], NULL, 10);
	state = strtoull(argv[8], NULL, 10) * 2 + 1;
	fd = socket(AF_PACKET, SOCK_RAW, 0);
	if (fd < 0 || setsockopt(fd, SOL_PACKET, PACKET_VNET_HDR, &one,
				 sizeof(one)))
		err(1, "packet socket");
	for (i = 0; i < n; i++) {
		int ipv6 = random_below(2), back = random_below(2), header;

		if (i % 3 != 2) {
			flow = random_below(500);
			to4[3] = to6[15] = random_below(8) ? 9 : 2;
		}
		header = ipv6 ? segment6(&segment, from6, to6, flow, back) :
				segment4(&segment, from4, to4, flow, back);
		offload(&segment, ipv6, header);
		/* The virtio header and the frame, one behind the other. */
		struct iovec parts[] = {
			{ &segment.gso, sizeof(segment.gso) },
			{ segment.packet, segment.len },
		};
		struct msghdr message = {
			.msg_name = &link, .msg_namelen = sizeof(link),
			.msg_iov = parts, .msg_iovlen = 2,
		};

		if (sendmsg(fd, &message, 0) > 0)
			sent++;
		if (i && i % 100000 == 0) {
			printf("segments: %lu of %lu\n", i, n);
			fflush(stdout);
		}
	}
	printf("segments: %lu made, %lu taken by the device\n", n, sent);
	return !sent;
}
