/* SPDX-License-Identifier: GPL-2.0 */
/* From the octets of an IP packet to a TCP segment. */
#ifndef TCPST_NETWORK_H
#define TCPST_NETWORK_H

#include "source/capture/packet.h"

/* Types of Ethernet, which stand for all link layers. */
#define TCPST_TYPE_IPV4 0x0800
#define TCPST_TYPE_IPV6 0x86dd

/* What is left of a frame: @have octets were captured of @full on the wire. */
struct tcpst_span {
	const u8 *at;
	u32 have;
	u32 full;
};

/* Numbers in a packet, in network byte order. */
static inline u16 tcpst_get16(const u8 *at)
{
	return (u16)(at[0] << 8 | at[1]);
}

static inline u32 tcpst_get32(const u8 *at)
{
	return (u32)tcpst_get16(at) << 16 | tcpst_get16(at + 2);
}

/** tcpst_span_skip() - skip a header; false if the frame ends within it */
static inline bool tcpst_span_skip(struct tcpst_span *span, u32 n)
{
	if (span->have < n)
		return false;
	span->at += n;
	span->have -= n;
	span->full -= n;
	return true;
}

/** tcpst_span_limit() - it is @n octets long: what lies beyond is padding */
static inline void tcpst_span_limit(struct tcpst_span *span, u32 n)
{
	if (span->full > n)
		span->full = n;
	if (span->have > n)
		span->have = n;
}

/**
 * tcpst_span_short() - a header is not there whole: why?
 * @span: where it should be
 *
 * Return: the snapshot cut it off, or there never was more.
 */
static inline enum tcpst_link_result
tcpst_span_short(const struct tcpst_span *span)
{
	return span->have < span->full ? TCPST_LINK_TRUNCATED : TCPST_LINK_BAD;
}

enum tcpst_link_result tcpst_network_decode(struct tcpst_span *span, bool ipv6,
					    bool verify,
					    struct tcpst_packet *packet);

#endif /* TCPST_NETWORK_H */
