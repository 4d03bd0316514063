/* SPDX-License-Identifier: GPL-2.0 */
/* GRE tunnels. */
#ifndef TCPST_CAPTURE_TUNNEL_GRE_H
#define TCPST_CAPTURE_TUNNEL_GRE_H

#include "source/capture/span.h"

int tcpst_tunnel_open_gre(struct tcpst_span *span, u32 *tunnel);

#endif /* TCPST_CAPTURE_TUNNEL_GRE_H */
