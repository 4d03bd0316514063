/* SPDX-License-Identifier: GPL-2.0 */
/* Decoding IP packets. */
#ifndef TCPST_NETWORK_H
#define TCPST_NETWORK_H

#include "source/capture/packet.h"
#include "source/capture/span.h"

/**
 * tcpst_span_short() - reason why a header is incomplete
 * @span: position of the header
 *
 * Return: cut off by the snapshot length, or malformed.
 */
static inline enum tcpst_link_result
tcpst_span_short(const struct tcpst_span *span)
{
	return span->have < span->full ? TCPST_LINK_TRUNCATED : TCPST_LINK_BAD;
}

enum tcpst_link_result
tcpst_network_decode(struct tcpst_span *span, bool ipv6,
		     const struct tcpst_decode *how,
		     struct tcpst_packet *packet);

#endif /* TCPST_NETWORK_H */
