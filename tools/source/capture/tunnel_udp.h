/* SPDX-License-Identifier: GPL-2.0 */
/* Tunnels over UDP. */
#ifndef TCPST_TUNNEL_UDP_H
#define TCPST_TUNNEL_UDP_H

#include "source/capture/span.h"

int tcpst_tunnel_open_udp(struct tcpst_span *span, u32 *tunnel);
int tcpst_tunnel_open_tzsp(struct tcpst_span *span);

#endif /* TCPST_TUNNEL_UDP_H */
