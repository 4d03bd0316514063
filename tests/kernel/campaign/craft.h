/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Segments with errors in every field, for a packet socket (segments.c) and for the
 * hooks of the module (hooks.c): in user space and in the kernel.
 */
#ifndef TCPS_CAMPAIGN_CRAFT_H
#define TCPS_CAMPAIGN_CRAFT_H

#include <linux/types.h>

/* Maximum length of the headers of a segment. */
#define TCPS_CRAFT_HEADERS 256

/* Payload, in octets: more than any MTU of Ethernet. */
#define TCPS_CRAFT_PAYLOAD 60000

/**
 * struct tcps_craft - the segments between a client and a server
 * @random:  state of the random numbers
 * @client4: addresses; server4 and server6 change in their last octet
 * @server4: see above
 * @client6: see above
 * @server6: see above
 * @number:  number of segments crafted
 * @flow:    the flow of the current one
 * @ipv6:    of the current segment: its family,
 * @header:  length of its IP header, with options and extension headers,
 * @headers: with the TCP header,
 * @len:     and total length, which may be less
 */
struct tcps_craft {
	__u64 random;
	__u8 client4[4];
	__u8 server4[4];
	__u8 client6[16];
	__u8 server6[16];
	unsigned long number;
	__u32 flow;
	int ipv6;
	int header;
	int headers;
	int len;
};

void tcps_craft_init(struct tcps_craft *craft, __u64 seed);
__u32 tcps_craft_random(struct tcps_craft *craft, __u32 n);
void tcps_craft_segment(struct tcps_craft *craft, __u8 *ip);

#endif /* TCPS_CAMPAIGN_CRAFT_H */
