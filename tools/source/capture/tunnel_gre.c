// SPDX-License-Identifier: GPL-2.0
/* GRE tunnels, and protocols carried by GRE. */
#include "source/capture/tunnel_gre.h"

#include "model/tunnel.h"
#include "source/capture/tags.h"
#include "source/capture/wireless.h"

#define GRE_CHECKSUM 0x8000
#define GRE_ROUTING 0x4000
#define GRE_KEY 0x2000
#define GRE_SEQUENCE 0x1000
#define GRE_ACK 0x0080
#define GRE_VERSION 0x0007

#define TYPE_BRIDGED 0x6558	/* Ethernet */
#define TYPE_FRAME_RELAY 0x6559
#define TYPE_WIRELESS 0x8200	/* ... to 0x82ff: Aruba's access points */
#define TYPE_PPP 0x880b
#define TYPE_WCCP 0x883e
#define TYPE_ERSPAN 0x88be
#define TYPE_ERSPAN_3 0x22eb

/* Size of an optional field: four octets if its flag is set. */
static u32 field(u16 flags, u16 flag)
{
	return flags & flag ? 4 : 0;
}

/* Cisco's ERSPAN (mirrored Ethernet): the first version has no header. */
static int open_erspan(struct tcpst_span *span, u16 type, u16 flags)
{
	u32 size = type == TYPE_ERSPAN_3 ? 12 : flags & GRE_SEQUENCE ? 8 : 0;

	if (span->have < size)
		return TCPST_CUT_OFF;
	/* Its last bit: eight more octets, specific to the platform. */
	if (type == TYPE_ERSPAN_3 && (span->at[11] & 1))
		size += 8;
	return tcpst_span_skip(span, size) ? tcpst_tags_skip_ethernet(span) :
					     TCPST_CUT_OFF;
}

/* Skip source routes (RFC 1701): family, offset and length each, ended by an empty one. */
static bool skip_routes(struct tcpst_span *span)
{
	u32 size;

	do {
		if (span->have < 4)
			return false;
		size = span->at[3];
		if (!tcpst_span_skip(span, 4 + size))
			return false;
	} while (size);
	return true;
}

/* Packets redirected to a cache (WCCP), with a header of four octets or without. */
static int open_wccp(struct tcpst_span *span)
{
	if (span->have && span->at[0] >> 4 != 4)
		tcpst_span_skip(span, 4);
	return tcpst_span_version(span);
}

static int open_gre_type(struct tcpst_span *span, u16 type, u16 flags)
{
	if ((type & 0xff00) == TYPE_WIRELESS)
		return tcpst_tags_skip(span, tcpst_wireless_skip(span));
	switch (type) {
	case TYPE_BRIDGED:
		return tcpst_tags_skip_ethernet(span);
	case TYPE_FRAME_RELAY:
		return tcpst_tags_skip(span, tcpst_tags_skip_frame_relay(span));
	case TYPE_PPP:
		return tcpst_tags_skip_ppp(span);
	case TYPE_WCCP:
		return open_wccp(span);
	case TYPE_ERSPAN:
	case TYPE_ERSPAN_3:
		return open_erspan(span, type, flags);
	default:
		return tcpst_tags_skip(span, type);
	}
}

/**
 * tcpst_tunnel_open_gre() - find the packet after a GRE header
 * @span:   the header (RFC 2784, RFC 2890; version 1, with PPP: RFC 2637); set to the packet
 * @tunnel: set
 *
 * Return: type of the packet, which may be any; %TCPST_CUT_OFF if a header is
 * incomplete.
 */
int tcpst_tunnel_open_gre(struct tcpst_span *span, u32 *tunnel)
{
	u16 flags, type;
	u32 size;

	*tunnel = TCPST_TUNNEL(TCPST_TUNNEL_GRE, 0);
	if (span->have < 4)
		return TCPST_CUT_OFF;
	flags = tcpst_get16(span->at);
	type = tcpst_get16(span->at + 2);
	if ((flags & GRE_VERSION) > 1)
		return TCPST_TYPE_OTHER;
	size = 4 + field(flags, GRE_CHECKSUM | GRE_ROUTING) + field(flags, GRE_KEY) +
	       field(flags, GRE_SEQUENCE);
	if (flags & GRE_VERSION)
		size += field(flags, GRE_ACK);
	if (!tcpst_span_skip(span, size) ||
	    ((flags & GRE_ROUTING) && !skip_routes(span)))
		return TCPST_CUT_OFF;
	return open_gre_type(span, type, flags);
}
