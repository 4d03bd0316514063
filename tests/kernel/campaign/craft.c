// SPDX-License-Identifier: GPL-2.0
/*
 * Segments, most of them with an error: in lengths, offsets, flags, options, urgent
 * pointers, fragments, extension headers; truncated anywhere. Every third repeats the flow
 * of the previous one, so that GRO can merge them. Seven of eight go to a host that does
 * not exist (host 9 in the network of the server), which takes less time than answers of
 * the server.
 */
#include "craft.h"

#ifdef __KERNEL__
#include <linux/string.h>
#else
#include <string.h>
#endif

static void put16(__u8 *to, __u16 value)
{
	to[0] = value >> 8;
	to[1] = value;
}

static __u16 sum(const __u8 *data, int n)
{
	__u32 total = 0;

	for (; n > 1; n -= 2, data += 2)
		total += data[0] << 8 | data[1];
	while (total >> 16)
		total = (total & 0xffff) + (total >> 16);
	return ~total;
}

/**
 * tcps_craft_init() - start a sequence of segments
 * @craft: its addresses are set, all else is zero
 * @seed:  the same seed gives the same segments
 */
void tcps_craft_init(struct tcps_craft *craft, __u64 seed)
{
	craft->random = (2 * seed + 1) * 0x9e3779b97f4a7c15ULL;
}

/**
 * tcps_craft_random() - a random number
 * @craft: the generator
 * @n:     the range
 *
 * Return: 0 to @n - 1.
 */
__u32 tcps_craft_random(struct tcps_craft *craft, __u32 n)
{
	craft->random ^= craft->random << 13;
	craft->random ^= craft->random >> 7;
	craft->random ^= craft->random << 17;
	return ((craft->random >> 32) * n) >> 32;
}

/* Write a valid TCP header at @to, after an IP header. Return: its length. */
static int tcp_header(struct tcps_craft *craft, __u8 *to, int back)
{
	static const __u8 flags[] = { 0x02, 0x12, 0x10, 0x10, 0x18, 0x11,
				      0x04, 0x14, 0x30, 0x38, 0x00, 0xff };
	int options = 4 * tcps_craft_random(craft, 11), i;

	put16(to + (back ? 2 : 0), 1024 + craft->flow);
	put16(to + (back ? 0 : 2), 80);
	/* Numbers near each other: many are in the window. */
	for (i = 4; i < 12; i++)
		to[i] = i % 4 < 2 ? 0 : tcps_craft_random(craft, 256);
	to[12] = (20 + options) << 2;
	to[13] = flags[tcps_craft_random(craft, sizeof(flags))];
	put16(to + 14, tcps_craft_random(craft, 65536));
	put16(to + 16, 0);
	put16(to + 18, to[13] & 0x20 ? tcps_craft_random(craft, 65536) : 0);
	for (i = 20; i < 20 + options; i++)
		to[i] = tcps_craft_random(craft, 4) ?
			1 + tcps_craft_random(craft, 9) :
			tcps_craft_random(craft, 256);
	return 20 + options;
}

static int payload_len(struct tcps_craft *craft)
{
	switch (tcps_craft_random(craft, 8)) {
	case 0:
		return tcps_craft_random(craft, tcps_craft_random(craft, 8) ?
						3000 : TCPS_CRAFT_PAYLOAD);
	case 1:
	case 2:
		return tcps_craft_random(craft, 1400);
	default:
		return 0;
	}
}

static void bend(struct tcps_craft *craft, __u8 *ip)
{
	int times = tcps_craft_random(craft, 4);

	while (times--) {
		int at = tcps_craft_random(craft, craft->headers);

		ip[at] = tcps_craft_random(craft, 256);
	}
	if (!tcps_craft_random(craft, 8))
		craft->len = 1 + tcps_craft_random(craft, craft->len);
}

static void segment4(struct tcps_craft *craft, __u8 *ip, int back)
{
	int options = tcps_craft_random(craft, 8) ?
		      0 : 4 * tcps_craft_random(craft, 11);

	craft->header = 20 + options;
	craft->headers = craft->header +
			 tcp_header(craft, ip + craft->header, back);
	craft->len = craft->headers + payload_len(craft);
	memset(ip, 0, 20);
	ip[0] = 0x45 + options / 4;
	put16(ip + 2, craft->len);
	put16(ip + 6, tcps_craft_random(craft, 16) ?
		      0x4000 : tcps_craft_random(craft, 65536));
	ip[8] = 64;
	ip[9] = tcps_craft_random(craft, 32) ? 6 : 1;
	memcpy(ip + 12, back ? craft->server4 : craft->client4, 4);
	memcpy(ip + 16, back ? craft->client4 : craft->server4, 4);
	memset(ip + 20, 1, options);
	bend(craft, ip);
	/* Most pass the checks of IP: version, length, checksum. */
	if (tcps_craft_random(craft, 16)) {
		ip[0] = 0x45 + options / 4;
		put16(ip + 2, craft->len);
		ip[8] = 64;
		memcpy(ip + 12, back ? craft->server4 : craft->client4, 4);
		memcpy(ip + 16, back ? craft->client4 : craft->server4, 4);
		put16(ip + 10, 0);
		put16(ip + 10, sum(ip, 20 + options));
	}
	if (craft->len < 20)
		craft->len = 20;
}

/* Extension headers, sometimes with a jumbo payload option in the first. */
static void extensions(struct tcps_craft *craft, __u8 *at, int len, __u8 *next)
{
	static const __u8 kinds[] = { 0, 43, 44, 60, 51, 6, 58, 59 };
	int i;

	*next = kinds[tcps_craft_random(craft, 5)];
	for (i = 0; i < len; i += 8, at += 8) {
		memset(at, 0, 8);
		if (i + 8 < len)
			at[0] = kinds[tcps_craft_random(craft, 5)];
		else
			at[0] = tcps_craft_random(craft, 16) ?
				6 : kinds[tcps_craft_random(craft, 8)];
		if (!tcps_craft_random(craft, 8))
			at[1] = tcps_craft_random(craft, 256);
		at[2] = 1;
		at[3] = 4;
		if (!i && !tcps_craft_random(craft, 8)) {
			*next = 0;
			at[2] = 0xc2;
			at[5] = tcps_craft_random(craft, 4);
			put16(at + 6, tcps_craft_random(craft, 65536));
		}
	}
}

static void segment6(struct tcps_craft *craft, __u8 *ip, int back)
{
	int extra = tcps_craft_random(craft, 4) ?
		    0 : 8 * (1 + tcps_craft_random(craft, 4));
	__u8 next = 6;

	craft->header = 40 + extra;
	craft->headers = craft->header +
			 tcp_header(craft, ip + craft->header, back);
	craft->len = craft->headers + payload_len(craft);
	memset(ip, 0, 40);
	ip[0] = 0x60;
	put16(ip + 4, craft->len - 40);
	if (extra)
		extensions(craft, ip + 40, extra, &next);
	ip[6] = next;
	ip[7] = 64;
	memcpy(ip + 8, back ? craft->server6 : craft->client6, 16);
	memcpy(ip + 24, back ? craft->client6 : craft->server6, 16);
	bend(craft, ip);
	if (tcps_craft_random(craft, 16)) {
		ip[0] = 0x60;
		/* 0 as in a jumbogram. */
		put16(ip + 4, craft->len > 40 && tcps_craft_random(craft, 16) ?
			      craft->len - 40 : 0);
		ip[7] = 64;
		memcpy(ip + 8, back ? craft->server6 : craft->client6, 16);
		memcpy(ip + 24, back ? craft->client6 : craft->server6, 16);
	}
	if (craft->len < 40)
		craft->len = 40;
}

/**
 * tcps_craft_segment() - make the next segment
 * @craft: the generator; receives the description of the segment
 * @ip:    space for its headers, %TCPS_CRAFT_HEADERS octets
 */
void tcps_craft_segment(struct tcps_craft *craft, __u8 *ip)
{
	int back = tcps_craft_random(craft, 2);

	craft->ipv6 = tcps_craft_random(craft, 2);
	if (craft->number++ % 3 != 2) {
		int host = tcps_craft_random(craft, 8) ? 9 : 2;

		craft->flow = tcps_craft_random(craft, 500);
		craft->server4[3] = host;
		craft->server6[15] = host;
	}
	if (craft->ipv6)
		segment6(craft, ip, back);
	else
		segment4(craft, ip, back);
}
