/* SPDX-License-Identifier: GPL-2.0 */
/* Tunnels over IP. */
#ifndef TCPST_CAPTURE_TUNNEL_H
#define TCPST_CAPTURE_TUNNEL_H

#include "source/capture/span.h"

int tcpst_tunnel_open(struct tcpst_span *span, u8 protocol, u32 *tunnel);

#endif /* TCPST_CAPTURE_TUNNEL_H */
