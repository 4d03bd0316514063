// SPDX-License-Identifier: GPL-2.0
/*
 * Packets inside of packets: IP in IP, GRE with what is carried by that, and the
 * tunnels over UDP, which are known by the port they are registered for.
 */
#include "source/capture/tunnel.h"

#include "model/tunnel.h"
#include "source/capture/tags.h"

#define PROTO_IPV4 4
#define PROTO_UDP 17
#define PROTO_IPV6 41
#define PROTO_GRE 47

#define PORT_GTP 2152
#define PORT_VXLAN 4789
#define PORT_VXLAN_LINUX 8472
#define PORT_GENEVE 6081

#define GRE_CHECKSUM 0x8000
#define GRE_ROUTING 0x4000
#define GRE_KEY 0x2000
#define GRE_SEQUENCE 0x1000
#define GRE_ACK 0x0080
#define GRE_VERSION 0x0007

#define TYPE_BRIDGED 0x6558	/* Ethernet */
#define TYPE_PPP 0x880b
#define TYPE_ERSPAN 0x88be
#define TYPE_ERSPAN_3 0x22eb

static int open_ethernet(struct tcpst_span *span)
{
	return tcpst_tags_skip(span, tcpst_span_next(span, TCPST_ETHERNET_TYPE,
						     TCPST_ETHERNET_SIZE));
}

/* An optional field of four octets. */
static u32 field(u16 flags, u16 flag)
{
	return flags & flag ? 4 : 0;
}

/* Cisco's mirrored Ethernet: the first version has no header of its own. */
static int open_erspan(struct tcpst_span *span, u16 type, u16 flags)
{
	u32 size = type == TYPE_ERSPAN_3 ? 12 : flags & GRE_SEQUENCE ? 8 : 0;

	if (span->have < size)
		return TCPST_CUT_OFF;
	/* Its last bit: eight more octets of the platform's. */
	if (type == TYPE_ERSPAN_3 && (span->at[11] & 1))
		size += 8;
	return tcpst_span_skip(span, size) ? open_ethernet(span) :
					     TCPST_CUT_OFF;
}

/* RFC 2784 and RFC 2890; version 1, with PPP, is RFC 2637's. */
static int open_gre(struct tcpst_span *span)
{
	u16 flags, type;
	u32 size;

	if (span->have < 4)
		return TCPST_CUT_OFF;
	flags = tcpst_get16(span->at);
	type = tcpst_get16(span->at + 2);
	if ((flags & GRE_ROUTING) || (flags & GRE_VERSION) > 1)
		return TCPST_TYPE_OTHER;
	size = 4 + field(flags, GRE_CHECKSUM) + field(flags, GRE_KEY) +
	       field(flags, GRE_SEQUENCE);
	if (flags & GRE_VERSION)
		size += field(flags, GRE_ACK);
	if (!tcpst_span_skip(span, size))
		return TCPST_CUT_OFF;
	switch (type) {
	case TYPE_BRIDGED:
		return open_ethernet(span);
	case TYPE_PPP:
		return tcpst_tags_skip_ppp(span);
	case TYPE_ERSPAN:
	case TYPE_ERSPAN_3:
		return open_erspan(span, type, flags);
	default:
		return tcpst_tags_skip(span, type);
	}
}

static u32 network_of(const u8 *at)
{
	return tcpst_get32(at) >> 8;
}

static int open_vxlan(struct tcpst_span *span, u32 *tunnel)
{
	if (span->have < 8)
		return TCPST_CUT_OFF;
	if (!(span->at[0] & 0x08))	/* it says no network */
		return TCPST_TYPE_OTHER;
	*tunnel = TCPST_TUNNEL(TCPST_TUNNEL_VXLAN, network_of(span->at + 4));
	tcpst_span_skip(span, 8);
	return open_ethernet(span);
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
	return type == TYPE_BRIDGED ? open_ethernet(span) :
				      tcpst_tags_skip(span, type);
}

/* Extension headers of GTP-U: a length in fours, the type of the next last. */
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

static int open_udp(struct tcpst_span *span, u32 *tunnel)
{
	u16 port;

	if (span->have < 8)
		return TCPST_CUT_OFF;
	port = tcpst_get16(span->at + 2);
	tcpst_span_skip(span, 8);
	switch (port) {
	case PORT_VXLAN:
	case PORT_VXLAN_LINUX:
		return open_vxlan(span, tunnel);
	case PORT_GENEVE:
		return open_geneve(span, tunnel);
	case PORT_GTP:
		return open_gtp(span, tunnel);
	default:
		return TCPST_TYPE_OTHER;
	}
}

/**
 * tcpst_tunnel_open() - find the packet inside of a packet
 * @span:     what the outer one carries; then the inner one
 * @protocol: of what the outer one carries
 * @tunnel:   set if there is one; see TCPST_TUNNEL()
 *
 * Return: the type of what is inside, which may be of no interest;
 * %TCPST_CUT_OFF if a header is not there whole.
 */
int tcpst_tunnel_open(struct tcpst_span *span, u8 protocol, u32 *tunnel)
{
	switch (protocol) {
	case PROTO_IPV4:
		*tunnel = TCPST_TUNNEL(TCPST_TUNNEL_IP, 0);
		return TCPST_TYPE_IPV4;
	case PROTO_IPV6:
		*tunnel = TCPST_TUNNEL(TCPST_TUNNEL_IP, 0);
		return TCPST_TYPE_IPV6;
	case PROTO_GRE:
		*tunnel = TCPST_TUNNEL(TCPST_TUNNEL_GRE, 0);
		return open_gre(span);
	case PROTO_UDP:
		return open_udp(span, tunnel);
	default:
		return TCPST_TYPE_OTHER;
	}
}
