// SPDX-License-Identifier: GPL-2.0
/*
 * segments DEVICE MAC CLIENT4 SERVER4 CLIENT6 SERVER6 COUNT SEED: send segments (craft.c)
 * to a router, with GSO of every size. Prints how many the device accepted.
 */
#define _GNU_SOURCE
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

#include "craft.h"

#define ETH_LEN 14

/* Number sent per system call; system calls of User Mode Linux are slow. */
#define AT_ONCE 64

/* One segment, with its virtio header. */
struct segment {
	struct virtio_net_hdr gso;
	uint8_t packet[ETH_LEN + TCPS_CRAFT_HEADERS + TCPS_CRAFT_PAYLOAD];
	int len;
};

/* Segments larger than the MTU are sent with GSO, as by a host's driver. */
static void offload(struct tcps_craft *craft, struct segment *segment)
{
	struct virtio_net_hdr *gso = &segment->gso;

	memset(gso, 0, sizeof(*gso));
	if (!tcps_craft_random(craft, 4))
		return;
	gso->flags = VIRTIO_NET_HDR_F_NEEDS_CSUM;
	gso->csum_start = ETH_LEN + craft->header;
	gso->csum_offset = 16;
	if (segment->len < 1500 && tcps_craft_random(craft, 4))
		return;
	gso->gso_type = craft->ipv6 ? VIRTIO_NET_HDR_GSO_TCPV6 :
				      VIRTIO_NET_HDR_GSO_TCPV4;
	if (!tcps_craft_random(craft, 8))
		gso->gso_type |= VIRTIO_NET_HDR_GSO_ECN;
	gso->gso_size = tcps_craft_random(craft, 8) ?
			1400 : 1 + tcps_craft_random(craft, 9000);
	gso->hdr_len = ETH_LEN + craft->header + 20;
}

static void make(struct tcps_craft *craft, struct segment *segment)
{
	uint16_t type;

	tcps_craft_segment(craft, segment->packet + ETH_LEN);
	segment->len = ETH_LEN + craft->len;
	type = htons(craft->ipv6 ? 0x86dd : 0x0800);
	memcpy(segment->packet + 12, &type, 2);
	offload(craft, segment);
}

/* Return: how many of the @n segments the device accepted; it may refuse any of them. */
static int send_batch(int fd, struct sockaddr_ll *link, struct segment *batch,
		      int n)
{
	struct mmsghdr messages[AT_ONCE] = {};
	/* The virtio header, then the frame. */
	struct iovec parts[AT_ONCE][2];
	int i, taken, sent = 0;

	for (i = 0; i < n; i++) {
		parts[i][0] = (struct iovec){ &batch[i].gso,
					      sizeof(batch[i].gso) };
		parts[i][1] = (struct iovec){ batch[i].packet, batch[i].len };
		messages[i].msg_hdr = (struct msghdr){
			.msg_name = link, .msg_namelen = sizeof(*link),
			.msg_iov = parts[i], .msg_iovlen = 2,
		};
	}
	/* A call ends before one that is refused. */
	for (i = 0; i < n; i += taken + 1) {
		taken = sendmmsg(fd, messages + i, n - i, 0);
		if (taken < 0)
			taken = 0;
		sent += taken;
	}
	return sent;
}

int main(int argc, char **argv)
{
	struct sockaddr_ll link = { .sll_family = AF_PACKET, .sll_halen = 6 };
	static struct segment batch[AT_ONCE];
	unsigned long sent = 0, done = 0, n;
	struct tcps_craft craft = {};
	unsigned int mac[6], octet;
	int fd, one = 1, i, part;

	if (argc != 9)
		errx(2, "see the comment in the source");
	if (sscanf(argv[2], "%x:%x:%x:%x:%x:%x", mac, mac + 1, mac + 2, mac + 3,
		   mac + 4, mac + 5) != 6)
		errx(2, "no address: %s", argv[2]);
	for (i = 0; i < AT_ONCE; i++)
		for (octet = 0; octet < 6; octet++)
			batch[i].packet[octet] = mac[octet];
	link.sll_ifindex = if_nametoindex(argv[1]);
	inet_pton(AF_INET, argv[3], craft.client4);
	inet_pton(AF_INET, argv[4], craft.server4);
	inet_pton(AF_INET6, argv[5], craft.client6);
	inet_pton(AF_INET6, argv[6], craft.server6);
	n = strtoul(argv[7], NULL, 10);
	tcps_craft_init(&craft, strtoull(argv[8], NULL, 10));
	fd = socket(AF_PACKET, SOCK_RAW, 0);
	if (fd < 0 || setsockopt(fd, SOL_PACKET, PACKET_VNET_HDR, &one,
				 sizeof(one)))
		err(1, "packet socket");
	while (done < n) {
		part = n - done < AT_ONCE ? n - done : AT_ONCE;
		for (i = 0; i < part; i++)
			make(&craft, &batch[i]);
		sent += send_batch(fd, &link, batch, part);
		if ((done + part) / 100000 > done / 100000) {
			printf("segments: %lu of %lu\n", done + part, n);
			fflush(stdout);
		}
		done += part;
	}
	printf("segments: %lu made, %lu taken by the device\n", n, sent);
	return !sent;
}
