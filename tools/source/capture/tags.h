/* SPDX-License-Identifier: GPL-2.0 */
/* Headers between the link layer and IP. */
#ifndef TCPST_TAGS_H
#define TCPST_TAGS_H

#include "source/capture/span.h"

/* Used instead of a type: LLC follows, with the type. */
#define TCPST_TYPE_LLC 0

/* Offset of the type in an Ethernet header, and the size of the header. */
#define TCPST_ETHERNET_TYPE 12
#define TCPST_ETHERNET_SIZE 14
#define TCPST_TYPE_MPLS 0x8847

int tcpst_tags_skip_all(struct tcpst_span *span, int type);
int tcpst_tags_next(struct tcpst_span *span, u8 next);
int tcpst_tags_skip_ethernet(struct tcpst_span *span);
int tcpst_tags_skip_frame_relay(struct tcpst_span *span);
int tcpst_tags_skip_ppp(struct tcpst_span *span);
int tcpst_tags_skip_pppoe(struct tcpst_span *span);
int tcpst_tags_skip_mpls(struct tcpst_span *span);

/**
 * tcpst_tags_skip() - skip headers between the link layer and IP, if there are any
 * @span: after the header with the type
 * @type: Ethernet type, %TCPST_TYPE_LLC, or %TCPST_CUT_OFF
 *
 * Return: type of the next header, or %TCPST_CUT_OFF.
 */
static inline int tcpst_tags_skip(struct tcpst_span *span, int type)
{
	if (type == TCPST_TYPE_IPV4 || type == TCPST_TYPE_IPV6)
		return type;
	return tcpst_tags_skip_all(span, type);
}

#endif /* TCPST_TAGS_H */
