/* SPDX-License-Identifier: GPL-2.0 */
/* The tunnel that carries a connection of a capture. */
#ifndef TCPST_TUNNEL_H
#define TCPST_TUNNEL_H

#include <stdbool.h>

#include "module/core/types.h"

/* enum tcpst_tunnel - the innermost tunnel */
enum tcpst_tunnel {
	TCPST_TUNNEL_NONE,
	TCPST_TUNNEL_IP,	/* IPv4 or IPv6 in either (RFC 2003, RFC 2473) */
	TCPST_TUNNEL_GRE,	/* RFC 2784; ERSPAN and PPTP as well */
	TCPST_TUNNEL_VXLAN,	/* RFC 7348 */
	TCPST_TUNNEL_GENEVE,	/* RFC 8926 */
	TCPST_TUNNEL_GTP,	/* user plane of mobile networks, 3GPP TS 29.281 */
	TCPST_TUNNEL_ETHERIP,	/* RFC 3378 */
	TCPST_TUNNEL_PIM,	/* packets to a group, on their way to it (RFC 7761) */
	TCPST_TUNNEL_MPLS,	/* in IP or UDP (RFC 4023, RFC 7510) */
	TCPST_TUNNEL_L2TP,	/* RFC 2661 */
	TCPST_TUNNEL_LISP,	/* RFC 9300 */
	TCPST_TUNNEL_CAPWAP,	/* of access points (RFC 5415) */
	TCPST_TUNNEL_TZSP,	/* frames that a sniffer passes on */
	TCPST_TUNNEL_TEREDO,	/* RFC 4380 */
	TCPST_TUNNEL_GUE,	/* draft-ietf-intarea-gue */
	TCPST_TUNNEL_MAX,
};

/*
 * A tunnel as one number: enum tcpst_tunnel in the upper eight bits, the identifier of
 * the virtual network in the others, if the tunnel has one that is the same in both
 * directions. 0: no tunnel.
 */
#define TCPST_TUNNEL(kind, network) ((u32)(kind) << 24 | (network))

/* Space for "geneve:16777215". */
#define TCPST_TUNNEL_LEN 24

const char *tcpst_tunnel_text(char text[TCPST_TUNNEL_LEN], u32 tunnel);
bool tcpst_tunnel_is_text(const char *text);

#endif /* TCPST_TUNNEL_H */
