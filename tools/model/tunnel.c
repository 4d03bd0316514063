// SPDX-License-Identifier: GPL-2.0
/* The tunnel that carries a connection of a capture. */
#include "model/tunnel.h"

#include <stdio.h>
#include <string.h>

/**
 * tcpst_tunnel_text() - name of a tunnel
 * @text:   written to
 * @tunnel: see TCPST_TUNNEL()
 *
 * Return: @text; "" if there is no tunnel.
 */
const char *tcpst_tunnel_text(char text[TCPST_TUNNEL_LEN], u32 tunnel)
{
	static const char *const names[TCPST_TUNNEL_MAX] = {
		[TCPST_TUNNEL_NONE] = "",
		[TCPST_TUNNEL_IP] = "ip",
		[TCPST_TUNNEL_GRE] = "gre",
		[TCPST_TUNNEL_VXLAN] = "vxlan",
		[TCPST_TUNNEL_GENEVE] = "geneve",
		[TCPST_TUNNEL_GTP] = "gtp",
		[TCPST_TUNNEL_ETHERIP] = "etherip",
		[TCPST_TUNNEL_PIM] = "pim",
		[TCPST_TUNNEL_MPLS] = "mpls",
		[TCPST_TUNNEL_L2TP] = "l2tp",
		[TCPST_TUNNEL_LISP] = "lisp",
		[TCPST_TUNNEL_CAPWAP] = "capwap",
		[TCPST_TUNNEL_TZSP] = "tzsp",
		[TCPST_TUNNEL_TEREDO] = "teredo",
		[TCPST_TUNNEL_GUE] = "gue",
	};
	u32 kind = tunnel >> 24, network = tunnel & 0xffffff;

	if (kind >= TCPST_TUNNEL_MAX)
		kind = TCPST_TUNNEL_NONE;
	if (kind == TCPST_TUNNEL_VXLAN || kind == TCPST_TUNNEL_GENEVE)
		snprintf(text, TCPST_TUNNEL_LEN, "%s:%u", names[kind],
			 network);
	else
		snprintf(text, TCPST_TUNNEL_LEN, "%s", names[kind]);
	return text;
}

/** tcpst_tunnel_is_text() - can tcpst_tunnel_text() return this for a tunnel? */
bool tcpst_tunnel_is_text(const char *text)
{
	const char *colon = strchr(text, ':');
	char made[TCPST_TUNNEL_LEN];
	u32 kind, network = 0;

	if (colon && sscanf(colon, ":%8u", &network) != 1)
		return false;
	for (kind = TCPST_TUNNEL_NONE + 1; kind < TCPST_TUNNEL_MAX; kind++)
		if (network <= 0xffffff &&
		    !strcmp(text, tcpst_tunnel_text(made, TCPST_TUNNEL(kind, network))))
			return true;
	return false;
}
