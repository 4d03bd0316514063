/* SPDX-License-Identifier: GPL-2.0 */
/* Verifying the checksum of a segment. */
#ifndef TCPST_CHECKSUM_H
#define TCPST_CHECKSUM_H

#include "source/capture/packet.h"
#include "source/capture/span.h"

bool tcpst_checksum_wrong(const struct tcpst_span *span, const struct tcpst_packet *packet);

#endif /* TCPST_CHECKSUM_H */
