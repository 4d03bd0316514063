/* SPDX-License-Identifier: GPL-2.0 */
/* Decoding captured frames: the link layer. */
#ifndef TCPST_LINK_H
#define TCPST_LINK_H

#include "source/capture/packet.h"

struct tcpst_link;

const struct tcpst_link *tcpst_link_find(int type);
enum tcpst_link_result tcpst_link_decode(const struct tcpst_link *link,
					 const u8 *frame, u32 captured,
					 u32 length,
					 const struct tcpst_decode *how,
					 struct tcpst_packet *packet);

#endif /* TCPST_LINK_H */
