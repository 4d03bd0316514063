// SPDX-License-Identifier: GPL-2.0
/*
 * Link types that encapsulate frames of other link types, or packets (Linux's NFLOG).
 * Their numbers are in the byte order of the host that wrote them, which libpcap
 * converts only in part: the order that gives a valid number is used.
 */
#include "source/capture/envelope.h"

#include <pcap/dlt.h>

#include "source/capture/tags.h"

/* NFLOG: size of struct nfattr, and type of the one that holds the packet. */
#define NFLOG_HEADER 4
#define NFLOG_PAYLOAD 9

#define ERF_HEADER 16
#define ERF_EXTENSION 8

#define FAMILY_IPV4 2
#define FAMILY_IPV6 10

static bool find_payload(struct tcpst_span *span, bool swapped)
{
	struct tcpst_span rest = *span;
	u16 size, type;

	while (rest.have >= NFLOG_HEADER) {
		size = tcpst_host16(rest.at, swapped);
		type = tcpst_host16(rest.at + 2, swapped) & 0x7fff;
		if (size < NFLOG_HEADER)
			return false;
		if (type == NFLOG_PAYLOAD) {
			tcpst_span_skip(&rest, NFLOG_HEADER);
			tcpst_span_limit(&rest, size - NFLOG_HEADER);
			*span = rest;
			return true;
		}
		if (!tcpst_span_skip(&rest, (size + 3U) & ~3U))
			return false;
	}
	return false;
}

/**
 * tcpst_envelope_open_nflog() - find the packet in a frame of NFLOG
 * @span: the frame; set to the packet
 *
 * Return: type of the packet, or %TCPST_CUT_OFF.
 */
int tcpst_envelope_open_nflog(struct tcpst_span *span)
{
	u8 family;

	if (span->have < NFLOG_HEADER)
		return TCPST_CUT_OFF;
	family = span->at[0];
	tcpst_span_skip(span, NFLOG_HEADER);
	if (!find_payload(span, false) && !find_payload(span, true))
		return span->have < span->full ? TCPST_CUT_OFF : TCPST_TYPE_OTHER;
	switch (family) {
	case FAMILY_IPV4:
		return TCPST_TYPE_IPV4;
	case FAMILY_IPV6:
		return TCPST_TYPE_IPV6;
	default:
		return TCPST_TYPE_OTHER;
	}
}

/*
 * Find the frame in a record of Endace's cards (ERF), after its header and extension
 * headers, whose first bit shows whether another one follows. An Ethernet frame is preceded
 * by two more octets.
 */
static int open_erf_record(struct tcpst_span *span, u8 type)
{
	switch (type) {
	case 1:		/* packets over SONET: PPP, or Cisco's HDLC */
	case 10:
	case 15:
	case 17:
		if (span->have >= 2 && (span->at[0] & 0x7f) == 0x0f)
			return tcpst_tags_skip(span,
					       tcpst_span_next(span, 2, 4));
		return tcpst_tags_skip_ppp(span);
	case 2:
	case 11:
	case 16:
	case 20:
		return tcpst_span_next(span, 2 + TCPST_ETHERNET_TYPE,
				       2 + TCPST_ETHERNET_SIZE);
	case 22:
		return TCPST_TYPE_IPV4;
	case 23:
		return TCPST_TYPE_IPV6;
	default:
		return TCPST_TYPE_OTHER;
	}
}

/**
 * tcpst_envelope_open_erf() - find the frame in a record of ERF, and skip its link layer
 * @span: the record; set to the octets after the link layer
 *
 * Return: type of these, or %TCPST_CUT_OFF.
 */
int tcpst_envelope_open_erf(struct tcpst_span *span)
{
	u8 type;
	bool more;

	if (span->have < ERF_HEADER)
		return TCPST_CUT_OFF;
	type = span->at[8];
	more = type & 0x80;
	tcpst_span_skip(span, ERF_HEADER);
	while (more) {
		if (span->have < ERF_EXTENSION)
			return TCPST_CUT_OFF;
		more = span->at[0] & 0x80;
		tcpst_span_skip(span, ERF_EXTENSION);
	}
	return open_erf_record(span, type & 0x7f);
}

/* Per-packet information (PPI): a length, and the link type of the frame that follows. */
static int open_ppi(struct tcpst_span *span)
{
	u32 size, type;

	if (span->have < 8)
		return TCPST_CUT_OFF;
	size = (u32)span->at[3] << 8 | span->at[2];
	type = (u32)span->at[7] << 24 | (u32)span->at[6] << 16 |
	       (u32)span->at[5] << 8 | span->at[4];
	if (size < 8 || type > 0xffff)
		return TCPST_TYPE_OTHER;
	return tcpst_span_skip(span, size) ? (int)type : TCPST_CUT_OFF;
}

/* Apple's PKTAP: a length, a kind, which is 1 for packets, and a link type. */
static int open_pktap(struct tcpst_span *span)
{
	u32 size, kind, type;
	bool swapped;

	if (span->have < 12)
		return TCPST_CUT_OFF;
	swapped = tcpst_host32(span->at, false) > 0xffff;
	size = tcpst_host32(span->at, swapped);
	kind = tcpst_host32(span->at + 4, swapped);
	type = tcpst_host32(span->at + 8, swapped);
	if (size < 12 || kind != 1 || type > 0xffff)
		return TCPST_TYPE_OTHER;
	return tcpst_span_skip(span, size) ? (int)type : TCPST_CUT_OFF;
}

/**
 * tcpst_envelope_open() - find the inner frame
 * @type: DLT_PPI or DLT_PKTAP
 * @span: the outer frame; set to the inner one
 *
 * Return: link type of the inner frame, or %TCPST_CUT_OFF.
 */
int tcpst_envelope_open(int type, struct tcpst_span *span)
{
	return type == DLT_PPI ? open_ppi(span) : open_pktap(span);
}
