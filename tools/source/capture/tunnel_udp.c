// SPDX-License-Identifier: GPL-2.0
/*
 * Tunnels over UDP. They are recognized by their registered port as the destination, some
 * of them also as the source.
 */
#include "source/capture/tunnel_udp.h"

#include "model/tunnel.h"
#include "source/capture/findings.h"
#include "source/capture/tags.h"
#include "source/capture/tunnel_gre.h"
#include "source/capture/wireless.h"

#define TYPE_BRIDGED 0x6558	/* Ethernet */

/* Link layers of TZSP. */
#define TZSP_ETHERNET 1
#define TZSP_WIRELESS 18

#define TZSP_PADDING 0
#define TZSP_END 1

#define CAPWAP_WIRELESS 1

#define TEREDO_AUTHENTICATION 1
#define TEREDO_ORIGIN 0

static u32 network_of(const u8 *at)
{
	return tcpst_get32(at) >> 8;
}

static int open_vxlan(struct tcpst_span *span, u32 *tunnel)
{
	if (span->have < 8)
		return TCPST_CUT_OFF;
	if (!(span->at[0] & 0x08))	/* no VNI */
		return TCPST_TYPE_OTHER;
	*tunnel = TCPST_TUNNEL(TCPST_TUNNEL_VXLAN, network_of(span->at + 4));
	tcpst_span_skip(span, 8);
	return tcpst_tags_skip_ethernet(span);
}

static int open_geneve(struct tcpst_span *span, u32 *tunnel)
{
	u32 size;
	u16 type;

	if (span->have < 8)
		return TCPST_CUT_OFF;
	if (span->at[0] >> 6)
		return TCPST_TYPE_OTHER;
	size = 8 + (span->at[0] & 0x3f) * 4U;
	type = tcpst_get16(span->at + 2);
	*tunnel = TCPST_TUNNEL(TCPST_TUNNEL_GENEVE, network_of(span->at + 4));
	if (!tcpst_span_skip(span, size))
		return TCPST_CUT_OFF;
	return type == TYPE_BRIDGED ? tcpst_tags_skip_ethernet(span) :
				      tcpst_tags_skip(span, type);
}

/* Skip extension headers of GTP-U: length in units of four octets first, next type last. */
static bool skip_extensions(struct tcpst_span *span, u8 type)
{
	u32 size;

	while (type) {
		size = span->have ? span->at[0] * 4U : 0;
		if (!size || span->have < size)
			return false;
		type = span->at[size - 1];
		tcpst_span_skip(span, size);
	}
	return true;
}

static int open_gtp(struct tcpst_span *span, u32 *tunnel)
{
	u8 flags, type, next = 0;

	if (span->have < 8)
		return TCPST_CUT_OFF;
	flags = span->at[0];
	type = span->at[1];
	if (flags >> 5 != 1 || !(flags & 0x10) || type != 255)
		return TCPST_TYPE_OTHER;
	tcpst_span_skip(span, 8);
	if (flags & 7) {
		if (span->have < 4)
			return TCPST_CUT_OFF;
		next = flags & 4 ? span->at[3] : 0;
		tcpst_span_skip(span, 4);
	}
	if (!skip_extensions(span, next) || !span->have)
		return TCPST_CUT_OFF;
	*tunnel = TCPST_TUNNEL(TCPST_TUNNEL_GTP, 0);
	return tcpst_span_version(span);
}

/* GTP version 0: a fixed header of twenty octets. */
static int open_gtp_first(struct tcpst_span *span, u32 *tunnel)
{
	if (span->have < 21)
		return TCPST_CUT_OFF;
	if (span->at[0] >> 4 != 1 || span->at[1] != 255)
		return TCPST_TYPE_OTHER;
	*tunnel = TCPST_TUNNEL(TCPST_TUNNEL_GTP, 0);
	tcpst_span_skip(span, 20);
	return tcpst_span_version(span);
}

/* VXLAN-GPE (draft-ietf-nvo3-vxlan-gpe): with flag P, it has the next protocol. */
static int open_vxlan_generic(struct tcpst_span *span, u32 *tunnel)
{
	u8 next;

	if (span->have < 8)
		return TCPST_CUT_OFF;
	next = span->at[3];
	if (!(span->at[0] & 0x04))
		return open_vxlan(span, tunnel);
	*tunnel = TCPST_TUNNEL(TCPST_TUNNEL_VXLAN, network_of(span->at + 4));
	tcpst_span_skip(span, 8);
	return tcpst_tags_skip(span, tcpst_tags_next(span, next));
}

/* L2TP (RFC 2661 section 3.1): optional fields by flags, then PPP. */
static int open_l2tp(struct tcpst_span *span, u32 *tunnel)
{
	u32 size = 6, offset;
	u16 flags;

	if (span->have < 2)
		return TCPST_CUT_OFF;
	flags = tcpst_get16(span->at);
	if ((flags & 0x8000) || (flags & 0xf) != 2)
		return TCPST_TYPE_OTHER;
	size += flags & 0x4000 ? 2 : 0;
	size += flags & 0x0800 ? 4 : 0;
	if (flags & 0x0200) {
		if (span->have < size + 2)
			return TCPST_CUT_OFF;
		offset = tcpst_get16(span->at + size);
		size += 2 + offset;
	}
	*tunnel = TCPST_TUNNEL(TCPST_TUNNEL_L2TP, 0);
	return tcpst_span_skip(span, size) ? tcpst_tags_skip_ppp(span) :
					     TCPST_CUT_OFF;
}

/* LISP (RFC 9300 section 5.3): eight octets, without the type of the packet. */
static int open_lisp(struct tcpst_span *span, u32 *tunnel)
{
	*tunnel = TCPST_TUNNEL(TCPST_TUNNEL_LISP, 0);
	return tcpst_span_skip(span, 8) ? tcpst_span_version(span) :
					  TCPST_CUT_OFF;
}

/* MPLS in UDP (RFC 7510). */
static int open_mpls(struct tcpst_span *span, u32 *tunnel)
{
	*tunnel = TCPST_TUNNEL(TCPST_TUNNEL_MPLS, 0);
	return tcpst_tags_skip(span, TCPST_TYPE_MPLS);
}

/* CAPWAP (RFC 5415 sections 4.2, 4.3): with T a frame of the link type given, or Ethernet. */
static int open_capwap(struct tcpst_span *span, u32 *tunnel)
{
	bool native;

	if (span->have < 8)
		return TCPST_CUT_OFF;
	if (span->at[0] == 1)
		return TCPST_SEALED_CAPWAP;
	native = span->at[2] & 1;
	if (span->at[0] || (native && (span->at[2] >> 1 & 0x1f) != CAPWAP_WIRELESS))
		return TCPST_TYPE_OTHER;
	/* A later fragment. */
	if ((span->at[3] & 0x80) && tcpst_get16(span->at + 6) >> 3)
		return TCPST_TYPE_OTHER;
	*tunnel = TCPST_TUNNEL(TCPST_TUNNEL_CAPWAP, 0);
	if (!tcpst_span_skip(span, (span->at[1] >> 3) * 4U))
		return TCPST_CUT_OFF;
	return native ? tcpst_tags_skip(span, tcpst_wireless_skip_swapped(span)) :
			tcpst_tags_skip_ethernet(span);
}

/*
 * Teredo (RFC 4380 section 5.1.1): an IPv6 packet, which an authentication header with two
 * fields of variable length and an origin indication may precede.
 */
static int open_teredo(struct tcpst_span *span, u32 *tunnel)
{
	*tunnel = TCPST_TUNNEL(TCPST_TUNNEL_TEREDO, 0);
	if (span->have < 4)
		return TCPST_CUT_OFF;
	if (tcpst_get16(span->at) == TEREDO_AUTHENTICATION &&
	    !tcpst_span_skip(span, 13U + span->at[2] + span->at[3]))
		return TCPST_CUT_OFF;
	if (span->have >= 2 && tcpst_get16(span->at) == TEREDO_ORIGIN &&
	    !tcpst_span_skip(span, 8))
		return TCPST_CUT_OFF;
	if (!span->have)
		return TCPST_CUT_OFF;
	return span->at[0] >> 4 == 6 ? TCPST_TYPE_IPV6 : TCPST_TYPE_OTHER;
}

/*
 * Generic UDP encapsulation (draft-ietf-intarea-gue). Version 0: length in units of four
 * octets, IP protocol and flags; version 1: the packet follows directly.
 */
static int open_gue(struct tcpst_span *span, u32 *tunnel)
{
	u8 first, protocol;

	if (span->have < 4)
		return TCPST_CUT_OFF;
	first = span->at[0];
	protocol = span->at[1];
	*tunnel = TCPST_TUNNEL(TCPST_TUNNEL_GUE, 0);
	if (first >> 6 == 1)
		return tcpst_span_version(span);
	if (first >> 5)			/* another version, or not data */
		return TCPST_TYPE_OTHER;
	if (!tcpst_span_skip(span, 4 + (first & 0x1f) * 4U))
		return TCPST_CUT_OFF;
	switch (protocol) {
	case 4:
		return TCPST_TYPE_IPV4;
	case 41:
		return TCPST_TYPE_IPV6;
	case 47:
		return tcpst_tunnel_open_gre(span, tunnel);
	default:
		return TCPST_TYPE_OTHER;
	}
}

/* ESP in UDP (RFC 3948): keep-alives are one octet; IKE follows four octets of 0. */
static int open_ipsec(struct tcpst_span *span, u32 *tunnel)
{
	(void)tunnel;
	if (span->full < 4)
		return TCPST_TYPE_OTHER;
	if (span->have < 4)
		return TCPST_CUT_OFF;
	return tcpst_get32(span->at) ? TCPST_SEALED_ESP : TCPST_TYPE_OTHER;
}

/* Skip tags up to the end tag; all but that and padding have a length. */
static bool skip_tzsp_tags(struct tcpst_span *span)
{
	u8 tag;

	do {
		if (!span->have)
			return false;
		tag = span->at[0];
		if (tag == TZSP_PADDING || tag == TZSP_END)
			tcpst_span_skip(span, 1);
		else if (span->have < 2 ||
			 !tcpst_span_skip(span, 2U + span->at[1]))
			return false;
	} while (tag != TZSP_END);
	return true;
}

/**
 * tcpst_tunnel_open_tzsp() - find the packet in a frame of TZSP, from a remote sniffer
 * @span: the header of TZSP; set to the packet
 *
 * Return: type of the packet, or %TCPST_CUT_OFF.
 */
int tcpst_tunnel_open_tzsp(struct tcpst_span *span)
{
	u16 link;

	if (span->have < 4)
		return TCPST_CUT_OFF;
	link = tcpst_get16(span->at + 2);
	if (span->at[0] != 1 || span->at[1] > 1)
		return TCPST_TYPE_OTHER;
	tcpst_span_skip(span, 4);
	if (!skip_tzsp_tags(span))
		return TCPST_CUT_OFF;
	switch (link) {
	case TZSP_ETHERNET:
		return tcpst_tags_skip_ethernet(span);
	case TZSP_WIRELESS:
		return tcpst_tags_skip(span, tcpst_wireless_skip(span));
	default:
		return TCPST_TYPE_OTHER;
	}
}

static int open_tzsp(struct tcpst_span *span, u32 *tunnel)
{
	*tunnel = TCPST_TUNNEL(TCPST_TUNNEL_TZSP, 0);
	return tcpst_tunnel_open_tzsp(span);
}

static const struct {
	u16 port;
	bool sender;	/* it may be the source port */
	int (*open)(struct tcpst_span *span, u32 *tunnel);
} carriers[] = {
	{ 1701, true, open_l2tp },
	{ 2152, true, open_gtp },
	{ 3386, true, open_gtp_first },
	{ 3544, true, open_teredo },
	{ 4341, false, open_lisp },
	{ 4500, true, open_ipsec },
	{ 4754, false, tcpst_tunnel_open_gre },	/* RFC 8086 */
	{ 4789, false, open_vxlan },
	{ 4790, false, open_vxlan_generic },
	{ 5247, true, open_capwap },
	{ 6080, false, open_gue },
	{ 6081, false, open_geneve },
	{ 6635, false, open_mpls },
	{ 8472, false, open_vxlan },	/* Linux, before it was registered */
	{ 37008, false, open_tzsp },
};

/**
 * tcpst_tunnel_open_udp() - find the inner packet of a UDP datagram
 * @span:   the datagram; set to the packet
 * @tunnel: set if there is a tunnel; see TCPST_TUNNEL()
 *
 * Return: as tcpst_tunnel_open().
 */
int tcpst_tunnel_open_udp(struct tcpst_span *span, u32 *tunnel)
{
	u16 from, to;
	unsigned int i;

	if (span->have < 8)
		return TCPST_CUT_OFF;
	from = tcpst_get16(span->at);
	to = tcpst_get16(span->at + 2);
	tcpst_span_skip(span, 8);
	for (i = 0; i < sizeof(carriers) / sizeof(carriers[0]); i++)
		if (to == carriers[i].port ||
		    (carriers[i].sender && from == carriers[i].port))
			return carriers[i].open(span, tunnel);
	return TCPST_TYPE_OTHER;
}
