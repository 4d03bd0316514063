/* SPDX-License-Identifier: GPL-2.0 */
/* Senders of correct checksums. */
#ifndef TCPST_SENDERS_H
#define TCPST_SENDERS_H

#include "source/capture/packet.h"

#define TCPST_SENDERS_BITS (1U << 16)

/**
 * struct tcpst_senders - addresses that sent a correct checksum
 * @bits: a Bloom filter of them, with a few false positives
 */
struct tcpst_senders {
	u64 bits[TCPST_SENDERS_BITS / 64];
};

void tcpst_senders_add(struct tcpst_senders *senders,
		       const struct tcpst_packet *packet);
bool tcpst_senders_have(const struct tcpst_senders *senders,
			const struct tcpst_packet *packet);

#endif /* TCPST_SENDERS_H */
