// SPDX-License-Identifier: GPL-2.0
/*
 * Tunnels: IP in IP, GRE, and others that have an IP protocol number.
 */
#include "source/capture/tunnel.h"

#include "model/tunnel.h"
#include "source/capture/findings.h"
#include "source/capture/tags.h"
#include "source/capture/tunnel_gre.h"
#include "source/capture/tunnel_udp.h"

#define PROTO_IPV4 4
#define PROTO_UDP 17
#define PROTO_IPV6 41
#define PROTO_GRE 47
#define PROTO_ESP 50
#define PROTO_ETHERIP 97
#define PROTO_PIM 103
#define PROTO_IPCOMP 108
#define PROTO_MPLS 137

/* EtherIP (RFC 3378): a version, and Ethernet. */
static int open_etherip(struct tcpst_span *span)
{
	if (span->have < 2)
		return TCPST_CUT_OFF;
	if (span->at[0] >> 4 != 3)
		return TCPST_TYPE_OTHER;
	tcpst_span_skip(span, 2);
	return tcpst_tags_skip_ethernet(span);
}

/* PIM (RFC 7761 section 4.9.3): only a Register message contains a packet. */
static int open_pim(struct tcpst_span *span)
{
	if (span->have < 9)
		return TCPST_CUT_OFF;
	if (span->at[0] != 0x21)
		return TCPST_TYPE_OTHER;
	tcpst_span_skip(span, 8);
	return tcpst_span_version(span);
}

/**
 * tcpst_tunnel_open() - find the inner packet of a tunnel
 * @span:     payload of the outer packet; set to the inner packet
 * @protocol: IP protocol of the payload
 * @tunnel:   set if there is a tunnel; see TCPST_TUNNEL()
 *
 * Return: type of the inner packet, which may be any;
 * %TCPST_CUT_OFF if a header is incomplete.
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
		return tcpst_tunnel_open_gre(span, tunnel);
	case PROTO_ESP:
		return TCPST_SEALED_ESP;
	case PROTO_IPCOMP:
		return TCPST_SEALED_IPCOMP;
	case PROTO_ETHERIP:
		*tunnel = TCPST_TUNNEL(TCPST_TUNNEL_ETHERIP, 0);
		return open_etherip(span);
	case PROTO_PIM:
		*tunnel = TCPST_TUNNEL(TCPST_TUNNEL_PIM, 0);
		return open_pim(span);
	case PROTO_MPLS:
		*tunnel = TCPST_TUNNEL(TCPST_TUNNEL_MPLS, 0);
		return tcpst_tags_skip(span, TCPST_TYPE_MPLS);
	case PROTO_UDP:
		return tcpst_tunnel_open_udp(span, tunnel);
	default:
		return TCPST_TYPE_OTHER;
	}
}
