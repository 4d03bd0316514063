/* SPDX-License-Identifier: GPL-2.0 */
/* From the octets of an IP packet to a TCP segment. */
#ifndef TCPST_NETWORK_H
#define TCPST_NETWORK_H

#include "source/capture/packet.h"
#include "source/capture/span.h"

/**
 * tcpst_span_short() - a header is not there whole: why?
 * @span: where it should be
 *
 * Return: the snapshot cut it off, or there never was more.
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
