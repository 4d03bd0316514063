// SPDX-License-Identifier: GPL-2.0
/*
 * Headers between the link layer and IP: VLANs and other Ethernet tags, LLC, MPLS,
 * PPPoE, service headers, and a further Ethernet header inside some of them.
 * Each iteration of tcpst_tags_skip_all() skips octets, so that it terminates.
 */
#include "source/capture/tags.h"

#include <string.h>

#include "source/capture/findings.h"

#define TYPE_TRILL 0x22f3
#define TYPE_VLAN 0x8100
#define TYPE_VLAN_SERVICE 0x88a8
#define TYPE_VLAN_OLD 0x9100
#define TYPE_VLAN_OLDER 0x9200
#define TYPE_MPLS_UPSTREAM 0x8848
#define TYPE_PPPOE 0x8864
#define TYPE_JUMBO 0x8870
#define TYPE_MACSEC 0x88e5
#define TYPE_PBB 0x88e7
#define TYPE_FABRICPATH 0x8903
#define TYPE_CISCO_METADATA 0x8909
#define TYPE_VN_TAG 0x8926
#define TYPE_HSR 0x892f
#define TYPE_NSH 0x894f
#define TYPE_REDUNDANCY 0xf1c1

#define PPP_IPV4 0x0021
#define PPP_IPV6 0x0057
#define PPP_MPLS 0x0281

/* Below this, the type of an Ethernet frame is its length (IEEE 802.3). */
#define TYPE_MIN 0x0600

/*
 * RFC 3032: the type of the payload is known only from its first four bits.
 * Zero begins the control word of a pseudowire (RFC 4385), which is nearly
 * always an Ethernet one.
 */
int tcpst_tags_skip_mpls(struct tcpst_span *span)
{
	bool last;

	do {
		if (span->have < 4)
			return TCPST_CUT_OFF;
		last = span->at[2] & 1;
		tcpst_span_skip(span, 4);
	} while (!last);
	if (span->have && span->at[0] >> 4 == 0)
		return tcpst_span_next(span, 4 + 12, 4 + 14);
	return tcpst_span_version(span);
}

/* RFC 1661 section 2 and RFC 1662 section 3.1; optional fields may be missing. */
int tcpst_tags_skip_ppp(struct tcpst_span *span)
{
	u16 protocol;

	if (span->have >= 2 && tcpst_get16(span->at) == 0xff03)
		tcpst_span_skip(span, 2);
	if (!span->have)
		return TCPST_CUT_OFF;
	protocol = span->at[0];
	if (protocol & 1) {
		tcpst_span_skip(span, 1);
	} else {
		if (span->have < 2)
			return TCPST_CUT_OFF;
		protocol = tcpst_get16(span->at);
		tcpst_span_skip(span, 2);
	}
	switch (protocol) {
	case PPP_IPV4:
		return TCPST_TYPE_IPV4;
	case PPP_IPV6:
		return TCPST_TYPE_IPV6;
	case PPP_MPLS:
		return tcpst_tags_skip_mpls(span);
	default:
		return TCPST_TYPE_OTHER;
	}
}

/* RFC 2516 section 4. Its length excludes the padding of Ethernet. */
int tcpst_tags_skip_pppoe(struct tcpst_span *span)
{
	u16 length;

	if (span->have < 6)
		return TCPST_CUT_OFF;
	if (span->at[0] != 0x11 || span->at[1])
		return TCPST_TYPE_OTHER;
	length = tcpst_get16(span->at + 4);
	tcpst_span_skip(span, 6);
	tcpst_span_limit(span, length);
	return tcpst_tags_skip_ppp(span);
}

/* IEEE 802.2: IP directly, or SNAP with a type (RFC 1042) or bridged (RFC 2684). */
static int skip_llc(struct tcpst_span *span)
{
	const u8 *at = span->at;

	if (span->have < 8)
		return span->full < 8 ? TCPST_TYPE_OTHER : TCPST_CUT_OFF;
	if (!memcmp(at, "\x06\x06\x03", 3)) {
		tcpst_span_skip(span, 3);
		return TCPST_TYPE_IPV4;
	}
	if (!memcmp(at, "\xaa\xaa\x03\0\x80\xc2\0", 7) &&
	    (at[7] == 1 || at[7] == 7))
		return tcpst_span_next(span, 10 + 12, 10 + 14);
	if (memcmp(at, "\xaa\xaa\x03\0\0", 5) || (at[5] && at[5] != 0xf8))
		return TCPST_TYPE_OTHER;
	return tcpst_span_next(span, 6, 8);
}

/* MACsec (IEEE 802.1AE) with integrity only: neither E nor C is set. */
static int skip_macsec(struct tcpst_span *span)
{
	u32 size;

	if (span->have < 6)
		return TCPST_CUT_OFF;
	if (span->at[0] & 0x80)		/* version */
		return TCPST_TYPE_OTHER;
	if (span->at[0] & 0x0c)		/* E or C: encrypted or changed */
		return TCPST_SEALED_MACSEC;
	size = span->at[0] & 0x20 ? 14 : 6;
	return tcpst_span_next(span, size, size + 2);
}

/* TRILL (RFC 6325 section 3): options, then Ethernet. */
static int skip_trill(struct tcpst_span *span)
{
	u32 size;

	if (span->have < 6)
		return TCPST_CUT_OFF;
	size = 6 + (tcpst_get16(span->at) >> 6 & 0x1f) * 4U;
	return tcpst_span_next(span, size + TCPST_ETHERNET_TYPE,
			       size + TCPST_ETHERNET_SIZE);
}

/* NSH (RFC 8300 section 2): length in units of four octets; it has its own protocol numbers. */
static int skip_nsh(struct tcpst_span *span)
{
	u32 size;
	u8 next;

	if (span->have < 8)
		return TCPST_CUT_OFF;
	size = (span->at[1] & 0x3f) * 4U;
	next = span->at[3];
	if (size < 8)
		return TCPST_TYPE_OTHER;
	return tcpst_span_skip(span, size) ? tcpst_tags_next(span, next) :
					     TCPST_CUT_OFF;
}

/**
 * tcpst_tags_next() - type for a protocol number of NSH
 * @span: after that header; moved after an Ethernet header that follows
 * @next: number of the next protocol in NSH (RFC 8300) and VXLAN-GPE
 *
 * Return: type of the next header, or %TCPST_CUT_OFF.
 */
int tcpst_tags_next(struct tcpst_span *span, u8 next)
{
	switch (next) {
	case 1:
		return TCPST_TYPE_IPV4;
	case 2:
		return TCPST_TYPE_IPV6;
	case 3:
		return tcpst_span_next(span, TCPST_ETHERNET_TYPE,
				       TCPST_ETHERNET_SIZE);
	case 4:
		return TYPE_NSH;
	case 5:
		return TCPST_TYPE_MPLS;
	default:
		return TCPST_TYPE_OTHER;
	}
}

/* Skip an address of two to four octets; the last bit of the last one is set. */
static bool skip_address(struct tcpst_span *span)
{
	bool last;

	do {
		if (!span->have)
			return false;
		last = span->at[0] & 1;
		tcpst_span_skip(span, 1);
	} while (!last);
	return span->have >= 2;
}

/**
 * tcpst_tags_skip_frame_relay() - skip a Frame Relay header
 * @span: the frame
 *
 * As in RFC 2427, or Cisco's, with a type directly after the address.
 *
 * Return: type of the next header, or %TCPST_CUT_OFF.
 */
int tcpst_tags_skip_frame_relay(struct tcpst_span *span)
{
	u8 protocol;

	if (!skip_address(span))
		return TCPST_CUT_OFF;
	if (span->at[0] != 3)
		return tcpst_span_next(span, 0, 2);
	tcpst_span_skip(span, span->at[1] ? 1 : 2);
	if (!span->have)
		return TCPST_CUT_OFF;
	protocol = span->at[0];
	tcpst_span_skip(span, 1);
	switch (protocol) {
	case 0xcc:
		return TCPST_TYPE_IPV4;
	case 0x8e:
		return TCPST_TYPE_IPV6;
	case 0x80:	/* SNAP: an organization (0) and a type */
		return tcpst_span_next(span, 3, 5);
	default:
		return TCPST_TYPE_OTHER;
	}
}

/** tcpst_tags_skip_all() - as tcpst_tags_skip(), for any type */
int tcpst_tags_skip_all(struct tcpst_span *span, int type)
{
	for (;;) {
		if (type >= 0 && type < TYPE_MIN) {
			type = skip_llc(span);
			continue;
		}
		switch (type) {
		case TYPE_VLAN:
		case TYPE_VLAN_SERVICE:
		case TYPE_VLAN_OLD:
		case TYPE_VLAN_OLDER:
			type = tcpst_span_next(span, 2, 4);
			break;
		case TYPE_VN_TAG:
		case TYPE_HSR:
		case TYPE_REDUNDANCY:	/* IEEE 802.1CB */
			type = tcpst_span_next(span, 4, 6);
			break;
		case TYPE_CISCO_METADATA:
			type = tcpst_span_next(span, 6, 8);
			break;
		case TYPE_PBB:		/* IEEE 802.1ah: Ethernet in Ethernet */
			type = tcpst_span_next(span, 4 + 12, 4 + 14);
			break;
		case TYPE_FABRICPATH:	/* a tag, and another Ethernet header */
			type = tcpst_span_next(span, 2 + 12, 2 + 14);
			break;
		case TYPE_TRILL:
			type = skip_trill(span);
			break;
		case TYPE_NSH:
			type = skip_nsh(span);
			break;
		case TYPE_JUMBO:	/* instead of a length above the limit */
			type = TCPST_TYPE_LLC;
			break;
		case TYPE_MACSEC:
			type = skip_macsec(span);
			break;
		case TCPST_TYPE_MPLS:
		case TYPE_MPLS_UPSTREAM:
			type = tcpst_tags_skip_mpls(span);
			break;
		case TYPE_PPPOE:
			type = tcpst_tags_skip_pppoe(span);
			break;
		default:
			return type;
		}
	}
}

/** tcpst_tags_skip_ethernet() - skip an Ethernet header as well. Return: type of the next */
int tcpst_tags_skip_ethernet(struct tcpst_span *span)
{
	return tcpst_tags_skip(span, tcpst_span_next(span, TCPST_ETHERNET_TYPE,
						     TCPST_ETHERNET_SIZE));
}
