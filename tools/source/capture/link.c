// SPDX-License-Identifier: GPL-2.0
/* The link layers of captured frames, down to IPv4 or IPv6. */
#include "source/capture/link.h"

#include <pcap/dlt.h>
#include <string.h>

#include "source/capture/network.h"

#define TYPE_MPLS 0x8847
#define TYPE_MPLS_UPSTREAM 0x8848
#define TYPE_PPPOE 0x8864

#define PPP_IPV4 0x0021
#define PPP_IPV6 0x0057
#define PPP_MPLS 0x0281

/* Below this, the type of an Ethernet frame is its length (IEEE 802.3). */
#define TYPE_MIN 0x0600

/* What files of OpenBSD say for DLT_RAW. */
#define DLT_RAW_OPENBSD 14

/* The frame ends within a header. */
#define CUT_OFF -1

static bool is_vlan(u16 type)
{
	return type == 0x8100 || type == 0x88a8 || type == 0x9100;
}

/* The address family of BSD's loopback, in the byte order of some host. */
static int family_type(u32 family)
{
	if (family > 0xffff)
		family = __builtin_bswap32(family);
	switch (family) {
	case 2:
		return TCPST_TYPE_IPV4;
	case 10:	/* Linux */
	case 23:	/* Windows */
	case 24:	/* NetBSD, OpenBSD */
	case 28:	/* FreeBSD */
	case 30:	/* Darwin */
		return TCPST_TYPE_IPV6;
	default:
		return 0;
	}
}

static int version_type(const struct tcpst_span *span)
{
	return span->have && span->at[0] >> 4 == 6 ? TCPST_TYPE_IPV6 : TCPST_TYPE_IPV4;
}

/* RFC 3032: what follows the last label nobody says, its first octet tells. */
static int skip_mpls(struct tcpst_span *span)
{
	bool last;

	do {
		if (span->have < 4)
			return CUT_OFF;
		last = span->at[2] & 1;
		tcpst_span_skip(span, 4);
	} while (!last);
	if (!span->have)
		return CUT_OFF;
	switch (span->at[0] >> 4) {
	case 4:
		return TCPST_TYPE_IPV4;
	case 6:
		return TCPST_TYPE_IPV6;
	default:
		return 0;
	}
}

/* RFC 1661 section 2 and RFC 1662 section 3.1; what may be left out, may be. */
static int skip_ppp(struct tcpst_span *span)
{
	u16 protocol;

	if (span->have >= 2 && tcpst_get16(span->at) == 0xff03)
		tcpst_span_skip(span, 2);
	if (!span->have)
		return CUT_OFF;
	protocol = span->at[0];
	if (protocol & 1) {
		tcpst_span_skip(span, 1);
	} else {
		if (span->have < 2)
			return CUT_OFF;
		protocol = tcpst_get16(span->at);
		tcpst_span_skip(span, 2);
	}
	switch (protocol) {
	case PPP_IPV4:
		return TCPST_TYPE_IPV4;
	case PPP_IPV6:
		return TCPST_TYPE_IPV6;
	case PPP_MPLS:
		return skip_mpls(span);
	default:
		return 0;
	}
}

/* RFC 2516 section 4. Its length says where the padding of Ethernet begins. */
static int skip_pppoe(struct tcpst_span *span)
{
	u16 length;

	if (span->have < 6)
		return CUT_OFF;
	if (span->at[0] != 0x11 || span->at[1])
		return 0;
	length = tcpst_get16(span->at + 4);
	tcpst_span_skip(span, 6);
	tcpst_span_limit(span, length);
	return skip_ppp(span);
}

/* IEEE 802.2 with the header of RFC 1042, in place of a type. */
static int skip_llc(struct tcpst_span *span)
{
	u16 type;

	if (span->have < 8)
		return span->full < 8 ? 0 : CUT_OFF;
	if (memcmp(span->at, "\xaa\xaa\x03\0\0\0", 6))
		return 0;
	type = tcpst_get16(span->at + 6);
	tcpst_span_skip(span, 8);
	return type;
}

/* What may come between a link layer's header and IP: VLANs, MPLS, PPPoE. */
static int skip_tags(struct tcpst_span *span, int type)
{
	if (type >= 0 && type < TYPE_MIN)
		type = skip_llc(span);
	/* Tags of IEEE 802.1Q and 802.1ad, as many as there are. */
	while (type >= 0 && is_vlan((u16)type)) {
		if (span->have < 4)
			return CUT_OFF;
		type = tcpst_get16(span->at + 2);
		tcpst_span_skip(span, 4);
	}
	switch (type) {
	case TYPE_MPLS:
	case TYPE_MPLS_UPSTREAM:
		return skip_mpls(span);
	case TYPE_PPPOE:
		return skip_pppoe(span);
	default:
		return type;
	}
}

/* Where the type of the next layer lies, in a header of how many octets? */
static int skip_header(struct tcpst_span *span, u32 type_at, u32 size)
{
	int type;

	if (span->have < size)
		return CUT_OFF;
	type = tcpst_get16(span->at + type_at);
	tcpst_span_skip(span, size);
	return skip_tags(span, type);
}

static int skip_family(struct tcpst_span *span)
{
	u32 family;

	if (span->have < 4)
		return CUT_OFF;
	family = tcpst_get32(span->at);
	tcpst_span_skip(span, 4);
	return family_type(family);
}

/** tcpst_link_known() - can frames of a link type, DLT_*, be decoded? */
bool tcpst_link_known(int type)
{
	switch (type) {
	case DLT_NULL:
	case DLT_EN10MB:
	case DLT_PPP:
	case DLT_RAW_OPENBSD:
	case DLT_PPP_SERIAL:
	case DLT_PPP_ETHER:
	case DLT_RAW:
	case DLT_C_HDLC:
	case DLT_LOOP:
	case DLT_LINUX_SLL:
	case DLT_IPV4:
	case DLT_IPV6:
	case DLT_LINUX_SLL2:
		return true;
	default:
		return false;
	}
}

/* The type of the network layer, 0 for others, or CUT_OFF. */
static int skip_link(int type, struct tcpst_span *span)
{
	switch (type) {
	case DLT_EN10MB:
		return skip_header(span, 12, 14);
	case DLT_C_HDLC:
		return skip_header(span, 2, 4);
	case DLT_LINUX_SLL:
		return skip_header(span, 14, 16);
	case DLT_LINUX_SLL2:
		return skip_header(span, 0, 20);
	case DLT_NULL:
	case DLT_LOOP:
		return skip_family(span);
	case DLT_PPP:
	case DLT_PPP_SERIAL:
		return skip_ppp(span);
	case DLT_PPP_ETHER:
		return skip_pppoe(span);
	default:
		return version_type(span);
	}
}

/**
 * tcpst_link_decode() - find the TCP segment in a frame
 * @type:     link type, DLT_*, that tcpst_link_known() knows
 * @frame:    what was captured of it
 * @captured: octets of @frame
 * @length:   octets there were on the wire
 * @verify:   check the TCP checksum, where that is possible
 * @packet:   filled in for %TCPST_LINK_SEGMENT and %TCPST_LINK_ICMP
 */
enum tcpst_link_result tcpst_link_decode(int type, const u8 *frame,
					 u32 captured, u32 length, bool verify,
					 struct tcpst_packet *packet)
{
	struct tcpst_span span = {
		.at = frame,
		.have = captured,
		.full = length > captured ? length : captured,
	};
	int next = skip_link(type, &span);

	if (next == CUT_OFF)
		return tcpst_span_short(&span);
	if (next != TCPST_TYPE_IPV4 && next != TCPST_TYPE_IPV6)
		return TCPST_LINK_OTHER;
	return tcpst_network_decode(&span, next == TCPST_TYPE_IPV6, verify,
				    packet);
}
