// SPDX-License-Identifier: GPL-2.0
/* Verifying the checksum of a segment (RFC 9293 section 3.1, RFC 1071). */
#include "source/capture/checksum.h"

#include <arpa/inet.h>
#include <string.h>

#define PROTO_TCP 6

/* Ones' complement sum: what does not fit in 64 bits is added at the other end. */
static inline void add_word(u64 *sum, u64 *carries, const u8 *at)
{
	u64 word;

	memcpy(&word, at, sizeof(word));
	*sum += word;
	*carries += *sum < word;
}

/*
 * Ones' complement sum of octets (RFC 1071). Apart from its own byte order, it does not
 * depend on that, so numbers are added as they are in memory, eight octets at a time, four
 * times in each turn.
 */
static u64 add_up(u64 sum, const u8 *at, u32 n)
{
	u64 carries = 0;
	u32 part;
	u16 last = 0;

	for (; n >= 4 * sizeof(sum); at += 4 * sizeof(sum), n -= 4 * sizeof(sum)) {
		add_word(&sum, &carries, at);
		add_word(&sum, &carries, at + sizeof(sum));
		add_word(&sum, &carries, at + 2 * sizeof(sum));
		add_word(&sum, &carries, at + 3 * sizeof(sum));
	}
	for (; n >= sizeof(sum); at += sizeof(sum), n -= sizeof(sum))
		add_word(&sum, &carries, at);
	sum = (sum & UINT32_MAX) + (sum >> 32) + carries;
	if (n >= sizeof(part)) {
		memcpy(&part, at, sizeof(part));
		sum += part;
		at += sizeof(part);
		n -= sizeof(part);
	}
	if (n >= sizeof(last)) {
		memcpy(&last, at, sizeof(last));
		sum += last;
		at += sizeof(last);
		n -= sizeof(last);
		last = 0;
	}
	memcpy(&last, at, n);
	return sum + last;
}

static u16 fold(u64 sum)
{
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return (u16)sum;
}

/**
 * tcpst_checksum_wrong() - is the checksum of a segment wrong?
 * @span:   the segment, with all its octets
 * @packet: its addresses
 *
 * With checksum offload, a segment captured before the network card has no checksum
 * yet, or the sum of the pseudo-header, with or without its length: that is not wrong.
 */
bool tcpst_checksum_wrong(const struct tcpst_span *span, const struct tcpst_packet *packet)
{
	u64 pseudo = htons(PROTO_TCP), length = htonl(span->full);
	u16 sum;

	memcpy(&sum, span->at + 16, sizeof(sum));
	if (!sum)
		return false;
	/* Of IPv4, zeroes follow. */
	pseudo = add_up(pseudo, packet->addr[0], sizeof(packet->addr));
	if (sum == fold(pseudo) || sum == fold(pseudo + length))
		return false;
	return fold(add_up(pseudo + length, span->at, span->full)) != 0xffff;
}
