// SPDX-License-Identifier: GPL-2.0
/*
 * Senders of correct checksums. If all checksums of a sender are wrong, its segments are
 * not damaged: the checksums are left to the network card (offload), or the addresses
 * were replaced. So a wrong one is accepted unless the sender sent a correct one before.
 */
#include "source/capture/senders.h"

#include <string.h>

static u64 hash(const struct tcpst_packet *packet)
{
	u64 words[2], value;

	memcpy(words, packet->addr[0], sizeof(words));
	value = (words[0] ^ words[1] * 0xd6e8feb86659fd93ULL) *
		0x9e3779b97f4a7c15ULL;
	return value ^ value >> 32;
}

static u32 first_bit(u64 value)
{
	return (u32)value % TCPST_SENDERS_BITS;
}

static u32 second_bit(u64 value)
{
	return (u32)(value >> 32) % TCPST_SENDERS_BITS;
}

/** tcpst_senders_add() - record that the sender of a packet sent a correct checksum */
void tcpst_senders_add(struct tcpst_senders *senders,
		       const struct tcpst_packet *packet)
{
	u64 value = hash(packet);
	u32 a = first_bit(value), b = second_bit(value);

	/* Do not write if the bits are set, which is nearly always so: writing is slower. */
	if (senders->bits[a / 64] >> a % 64 & senders->bits[b / 64] >> b % 64 &
	    1)
		return;
	senders->bits[a / 64] |= 1ULL << a % 64;
	senders->bits[b / 64] |= 1ULL << b % 64;
}

/** tcpst_senders_have() - did the sender of a packet ever send a correct checksum? */
bool tcpst_senders_have(const struct tcpst_senders *senders,
			const struct tcpst_packet *packet)
{
	u64 value = hash(packet);
	u32 a = first_bit(value), b = second_bit(value);

	return senders->bits[a / 64] >> a % 64 &
	       senders->bits[b / 64] >> b % 64 & 1;
}
