// SPDX-License-Identifier: GPL-2.0
/* The link layers of captured frames, down to IPv4 or IPv6. */
#include "source/capture/link.h"

#include <pcap/dlt.h>

#include "base/inline.h"
#include "source/capture/envelope.h"
#include "source/capture/findings.h"
#include "source/capture/network.h"
#include "source/capture/tags.h"
#include "source/capture/tunnel_udp.h"
#include "source/capture/wireless.h"

/* Number of DLT_RAW in files of OpenBSD. */
#define DLT_RAW_OPENBSD 14

/* Limit of nested envelopes. */
#define DEPTH_MAX 4

/* Kinds of link layer headers. */
enum kind {
	KIND_NONE,
	KIND_TYPE,	/* fixed size, contains an Ethernet type */
	KIND_LLC,	/* fixed size, LLC follows */
	KIND_IP,	/* fixed size, IP follows */
	KIND_FAMILY,	/* an address family, then the rest of the header */
	KIND_PPP,	/* fixed size, PPP follows */
	KIND_SKIP,	/* parsed by a function */
	KIND_ENVELOPE,	/* contains the link type of the inner frame */
};

/**
 * struct tcpst_link - a link layer
 * @type: DLT_*
 * @kind: kind of its header
 * @at:   offset of the type in the header
 * @size: size of the header
 * @skip: skips the header; returns the type of the next one
 */
struct tcpst_link {
	u16 type;
	u8 kind;
	u8 at;
	u8 size;
	int (*skip)(struct tcpst_span *span);
};

/* Type of an address family of BSD's loopback, in the byte order of either host. */
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
		return TCPST_TYPE_OTHER;
	}
}

/* Token Ring: source routes follow if the first bit of the source address is set. */
static int skip_token_ring(struct tcpst_span *span)
{
	u32 size = 14;

	if (span->have < 15)
		return TCPST_CUT_OFF;
	if (span->at[8] & 0x80)
		size += span->at[14] & 0x1f;
	return tcpst_span_skip(span, size) ? TCPST_TYPE_LLC : TCPST_CUT_OFF;
}

/* OpenBSD's packet filter: length of the header, family; then IP. */
static int skip_pflog(struct tcpst_span *span)
{
	u32 size, family;

	if (span->have < 2)
		return TCPST_CUT_OFF;
	size = (span->at[0] + 3U) & ~3U;
	family = span->at[1];
	return tcpst_span_skip(span, size) ? family_type(family) :
					     TCPST_CUT_OFF;
}

/* DOCSIS: Ethernet, depending on the frame control, after an extended header. */
static int skip_docsis(struct tcpst_span *span)
{
	u32 size = 6;

	if (span->have < 6)
		return TCPST_CUT_OFF;
	if (span->at[0] >> 6)	/* management of the cable */
		return TCPST_TYPE_OTHER;
	size += span->at[0] & 1 ? span->at[1] : 0;
	return tcpst_span_next(span, size + TCPST_ETHERNET_TYPE,
			       size + TCPST_ETHERNET_SIZE);
}

/* ATM of Solaris: direction and kind (2: LLC), path and circuit. */
static int skip_sunatm(struct tcpst_span *span)
{
	u8 kind;

	if (span->have < 4)
		return TCPST_CUT_OFF;
	kind = span->at[0] & 0xf;
	tcpst_span_skip(span, 4);
	return kind == 2 ? TCPST_TYPE_LLC : TCPST_TYPE_OTHER;
}

/* Classical IP over ATM of Linux: with or without LLC. */
static int skip_atm_clip(struct tcpst_span *span)
{
	if (span->have >= 3 && tcpst_get16(span->at) == 0xaaaa)
		return TCPST_TYPE_LLC;
	return tcpst_span_version(span);
}

/* Symantec's firewall: the header has two sizes, with the type at different offsets. */
static int skip_symantec(struct tcpst_span *span)
{
	if (span->have < 12)
		return TCPST_CUT_OFF;
	return tcpst_get16(span->at + 6) ? tcpst_span_next(span, 6, 44) :
					   tcpst_span_next(span, 10, 56);
}

/* Ethernet with preamble, whose last octet shows whether a frame begins here. */
static int skip_mpacket(struct tcpst_span *span)
{
	if (span->have < 8)
		return TCPST_CUT_OFF;
	switch (span->at[7]) {
	case 0xd5:
	case 0xe6:
	case 0x4c:
	case 0x7f:
	case 0xb3:
		return tcpst_span_next(span, 8 + TCPST_ETHERNET_TYPE,
				       8 + TCPST_ETHERNET_SIZE);
	default:
		return TCPST_TYPE_OTHER;
	}
}

/* Sorted by type. */
static const struct tcpst_link layers[] = {
	{ DLT_NULL, KIND_FAMILY, 0, 4, NULL },
	{ DLT_EN10MB, KIND_TYPE, 12, 14, NULL },
	{ DLT_IEEE802, KIND_SKIP, 0, 0, skip_token_ring },
	{ DLT_SLIP, KIND_IP, 0, 16, NULL },
	{ DLT_PPP, KIND_PPP, 0, 0, NULL },
	{ DLT_FDDI, KIND_LLC, 0, 13, NULL },
	{ DLT_ATM_RFC1483, KIND_LLC, 0, 0, NULL },
	{ DLT_RAW, KIND_IP, 0, 0, NULL },
	{ DLT_RAW_OPENBSD, KIND_IP, 0, 0, NULL },
	{ DLT_ATM_CLIP, KIND_SKIP, 0, 0, skip_atm_clip },
	{ DLT_PPP_SERIAL, KIND_PPP, 0, 0, NULL },
	{ DLT_PPP_ETHER, KIND_SKIP, 0, 0, tcpst_tags_skip_pppoe },
	{ DLT_SYMANTEC_FIREWALL, KIND_SKIP, 0, 0, skip_symantec },
	{ DLT_C_HDLC, KIND_TYPE, 2, 4, NULL },
	{ DLT_IEEE802_11, KIND_SKIP, 0, 0, tcpst_wireless_skip },
	{ DLT_FRELAY, KIND_SKIP, 0, 0, tcpst_tags_skip_frame_relay },
	{ DLT_LOOP, KIND_FAMILY, 0, 4, NULL },
	{ DLT_ENC, KIND_FAMILY, 0, 12, NULL },
	{ DLT_LINUX_SLL, KIND_TYPE, 14, 16, NULL },
	{ DLT_PFLOG, KIND_SKIP, 0, 0, skip_pflog },
	{ DLT_PRISM_HEADER, KIND_SKIP, 0, 0, tcpst_wireless_skip_prism },
	{ DLT_IP_OVER_FC, KIND_LLC, 0, 16, NULL },
	{ DLT_SUNATM, KIND_SKIP, 0, 0, skip_sunatm },
	{ DLT_IEEE802_11_RADIO, KIND_SKIP, 0, 0,
	  tcpst_wireless_skip_radiotap },
	{ DLT_TZSP, KIND_SKIP, 0, 0, tcpst_tunnel_open_tzsp },
	{ DLT_APPLE_IP_OVER_IEEE1394, KIND_TYPE, 16, 18, NULL },
	{ DLT_DOCSIS, KIND_SKIP, 0, 0, skip_docsis },
	{ DLT_IEEE802_11_RADIO_AVS, KIND_SKIP, 0, 0,
	  tcpst_wireless_skip_avs },
	{ DLT_PPP_PPPD, KIND_PPP, 0, 1, NULL },
	{ DLT_PPI, KIND_ENVELOPE, 0, 0, NULL },
	{ DLT_ERF, KIND_SKIP, 0, 0, tcpst_envelope_open_erf },
	{ DLT_PPP_WITH_DIR, KIND_PPP, 0, 1, NULL },
	{ DLT_C_HDLC_WITH_DIR, KIND_TYPE, 3, 5, NULL },
	{ DLT_MPLS, KIND_SKIP, 0, 0, tcpst_tags_skip_mpls },
	{ DLT_IPNET, KIND_IP, 0, 24, NULL },
	{ DLT_IPV4, KIND_IP, 0, 0, NULL },
	{ DLT_IPV6, KIND_IP, 0, 0, NULL },
	{ DLT_NFLOG, KIND_SKIP, 0, 0, tcpst_envelope_open_nflog },
	{ DLT_NETANALYZER, KIND_TYPE, 4 + 12, 4 + 14, NULL },
	{ DLT_NETANALYZER_TRANSPARENT, KIND_TYPE, 4 + 8 + 12, 4 + 8 + 14, NULL },
	{ DLT_IPOIB, KIND_TYPE, 40, 44, NULL },
	{ DLT_PKTAP, KIND_ENVELOPE, 0, 0, NULL },
	{ DLT_EPON, KIND_TYPE, 8 + 12, 8 + 14, NULL },
	{ DLT_ETHERNET_MPACKET, KIND_SKIP, 0, 0, skip_mpacket },
	{ DLT_LINUX_SLL2, KIND_TYPE, 0, 20, NULL },
	{ DLT_DSA_TAG_BRCM, KIND_TYPE, 16, 18, NULL },
	{ DLT_DSA_TAG_BRCM_PREPEND, KIND_TYPE, 16, 18, NULL },
	{ DLT_DSA_TAG_DSA, KIND_TYPE, 16, 18, NULL },
	{ DLT_DSA_TAG_EDSA, KIND_TYPE, 20, 22, NULL },
};

#define LAYERS (sizeof(layers) / sizeof(layers[0]))

/**
 * tcpst_link_find() - find the decoder of a link type
 * @type: DLT_*
 *
 * Return: NULL if it is not supported.
 */
const struct tcpst_link *tcpst_link_find(int type)
{
	unsigned int low = 0, high = LAYERS;

	while (low < high) {
		unsigned int middle = (low + high) / 2;

		if (layers[middle].type == type)
			return &layers[middle];
		if (layers[middle].type < type)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

static int version_type(const struct tcpst_span *span)
{
	return span->have && span->at[0] >> 4 == 6 ? TCPST_TYPE_IPV6 :
						     TCPST_TYPE_IPV4;
}

/* Skip a link layer header without a type. Return: as skip_layer(). */
static TCPST_NOINLINE int skip_special(const struct tcpst_link *layer,
				       struct tcpst_span *span)
{
	const u8 *at = span->at;

	if (layer->kind == KIND_SKIP)
		return layer->skip(span);
	if (!tcpst_span_skip(span, layer->size))
		return TCPST_CUT_OFF;
	switch (layer->kind) {
	case KIND_LLC:
		return TCPST_TYPE_LLC;
	case KIND_PPP:
		return tcpst_tags_skip_ppp(span);
	case KIND_FAMILY:
		return family_type(tcpst_get32(at));
	default:
		return version_type(span);
	}
}

/* Skip the link layer header. Return: Ethernet type of the next one, or TCPST_CUT_OFF. */
static inline TCPST_ALWAYS_INLINE int skip_layer(const struct tcpst_link *layer,
						 struct tcpst_span *span)
{
	if (layer->kind == KIND_TYPE)
		return tcpst_span_next(span, layer->at, layer->size);
	return skip_special(layer, span);
}

/* Open envelopes, and skip the link layer of the frame in them. Return: as skip_layer(). */
static TCPST_NOINLINE int skip_envelopes(const struct tcpst_link *layer,
					 struct tcpst_span *span)
{
	unsigned int depth;
	int type;

	for (depth = 0; layer && layer->kind == KIND_ENVELOPE; depth++) {
		if (depth == DEPTH_MAX)
			return TCPST_TYPE_OTHER;
		type = tcpst_envelope_open(layer->type, span);
		if (type == TCPST_CUT_OFF)
			return type;
		layer = tcpst_link_find(type);
	}
	return layer ? skip_layer(layer, span) : TCPST_TYPE_OTHER;
}

/**
 * tcpst_link_decode() - find the TCP segment in a frame
 * @link:     decoder of its link type, from tcpst_link_find()
 * @frame:    its captured octets
 * @captured: number of octets of @frame
 * @length:   length of the frame on the wire
 * @how:      options of decoding
 * @packet:   filled in for %TCPST_LINK_SEGMENT and %TCPST_LINK_ICMP
 */
enum tcpst_link_result tcpst_link_decode(const struct tcpst_link *link,
					 const u8 *frame, u32 captured,
					 u32 length,
					 const struct tcpst_decode *how,
					 struct tcpst_packet *packet)
{
	struct tcpst_span span = {
		.at = frame,
		.have = captured,
		.full = length > captured ? length : captured,
		.nth = how->nth,
	};
	int next = link->kind == KIND_ENVELOPE ? skip_envelopes(link, &span) :
						 skip_layer(link, &span);

	next = tcpst_tags_skip(&span, next);
	packet->tunnel = 0;
	packet->other = 0;
	packet->more = span.more;
	if (next == TCPST_CUT_OFF)
		return tcpst_span_short(&span);
	if (next != TCPST_TYPE_IPV4 && next != TCPST_TYPE_IPV6) {
		if (tcpst_type_is_sealed(next))
			packet->other = (u32)next;
		else if (next != TCPST_TYPE_OTHER)
			packet->other = TCPST_OTHER_TYPE | (u32)next;
		return TCPST_LINK_OTHER;
	}
	return tcpst_network_decode(&span, next == TCPST_TYPE_IPV6, how,
				    packet);
}
