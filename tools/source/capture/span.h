/* SPDX-License-Identifier: GPL-2.0 */
/* The rest of a frame while its headers are parsed one by one. */
#ifndef TCPST_SPAN_H
#define TCPST_SPAN_H

#include "source/capture/number.h"

/* Ethernet types, which are used for all link layers. */
#define TCPST_TYPE_IPV4 0x0800
#define TCPST_TYPE_IPV6 0x86dd
/* Any other type; enum tcpst_sealed is used for encrypted packets. */
#define TCPST_TYPE_OTHER 0xffff

/*
 * The rest of a frame: @have octets were captured of @full on the wire. If it holds several
 * packets, the one with index @nth is wanted; @more: another one follows it.
 */
struct tcpst_span {
	const u8 *at;
	u32 have;
	u32 full;
	u32 nth;
	bool more;
};

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

/** tcpst_span_limit() - limit the length to @n octets: the rest is padding */
static inline void tcpst_span_limit(struct tcpst_span *span, u32 n)
{
	if (span->full > n)
		span->full = n;
	if (span->have > n)
		span->have = n;
}

/* Returned instead of a type: the frame ends within a header. */
#define TCPST_CUT_OFF -1

/**
 * tcpst_span_next() - skip a header that contains the type of the next one
 * @span: at the header
 * @at:   offset of the type in the header
 * @size: size of the header, octets
 *
 * Return: the type, or %TCPST_CUT_OFF.
 */
static inline int tcpst_span_next(struct tcpst_span *span, u32 at, u32 size)
{
	int type;

	if (span->have < size)
		return TCPST_CUT_OFF;
	type = tcpst_get16(span->at + at);
	tcpst_span_skip(span, size);
	return type;
}

/**
 * tcpst_span_version() - type of a packet by its IP version field
 * @span: at the packet
 *
 * Return: the type of IPv4 or IPv6, another, or %TCPST_CUT_OFF.
 */
static inline int tcpst_span_version(const struct tcpst_span *span)
{
	if (!span->have)
		return TCPST_CUT_OFF;
	switch (span->at[0] >> 4) {
	case 4:
		return TCPST_TYPE_IPV4;
	case 6:
		return TCPST_TYPE_IPV6;
	default:
		return TCPST_TYPE_OTHER;
	}
}

#endif /* TCPST_SPAN_H */
