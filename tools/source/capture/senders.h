/* SPDX-License-Identifier: GPL-2.0 */
/* Which senders have right checksums. */
#ifndef TCPST_SENDERS_H
#define TCPST_SENDERS_H

#include "source/capture/packet.h"

#define TCPST_SENDERS_BITS (1U << 16)

/**
 * struct tcpst_senders - addresses from which a right checksum has come
 * @bits: a Bloom filter of them: a few that are not in it seem to be
 */
struct tcpst_senders {
	u64 bits[TCPST_SENDERS_BITS / 64];
};

void tcpst_senders_add(struct tcpst_senders *senders,
		       const struct tcpst_packet *packet);
bool tcpst_senders_have(const struct tcpst_senders *senders,
			const struct tcpst_packet *packet);

#endif /* TCPST_SENDERS_H */
