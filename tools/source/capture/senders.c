// SPDX-License-Identifier: GPL-2.0
/*
 * Which senders have right checksums. Where all of a sender's are wrong, they are not
 * damaged: the network card would have mended them, or the addresses were
 * replaced. So a wrong one is accepted unless there was a right one.
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

/** tcpst_senders_add() - its sender sent a right checksum */
void tcpst_senders_add(struct tcpst_senders *senders,
		       const struct tcpst_packet *packet)
{
	u64 value = hash(packet);
	u32 a = first_bit(value), b = second_bit(value);

	/* Nearly always it is there: to write is what would cost. */
	if (senders->bits[a / 64] >> a % 64 & senders->bits[b / 64] >> b % 64 &
	    1)
		return;
	senders->bits[a / 64] |= 1ULL << a % 64;
	senders->bits[b / 64] |= 1ULL << b % 64;
}

/** tcpst_senders_have() - did its sender ever send a right checksum? */
bool tcpst_senders_have(const struct tcpst_senders *senders,
			const struct tcpst_packet *packet)
{
	u64 value = hash(packet);
	u32 a = first_bit(value), b = second_bit(value);

	return senders->bits[a / 64] >> a % 64 &
	       senders->bits[b / 64] >> b % 64 & 1;
}
