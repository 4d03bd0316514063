/* SPDX-License-Identifier: GPL-2.0 */
/* Keys by which the flow of a segment is found: its ends, in the same order both ways. */
#ifndef TCPST_REPLAY_KEY_H
#define TCPST_REPLAY_KEY_H

#include <string.h>

#include "source/capture/packet.h"

/**
 * struct tcpst_replay_key - the ends of a flow, in a canonical order
 * @addr: network byte order, by side
 * @rest: ports, by side, family and tunnel. In one number: it is written and then read for
 *        each segment, and a processor is slow to read what was written in parts
 */
struct tcpst_replay_key {
	u64 addr[2][2];
	u64 rest;
};

/** tcpst_replay_key_port() - port of a side, host byte order */
static inline u16 tcpst_replay_key_port(const struct tcpst_replay_key *key,
					unsigned int side)
{
	return (u16)(key->rest >> 16 * side);
}

/** tcpst_replay_key_ipv6() - family of a key */
static inline bool tcpst_replay_key_ipv6(const struct tcpst_replay_key *key)
{
	return key->rest >> 32 & 1;
}

/** tcpst_replay_key_tunnel() - tunnel that carries the flow, as in struct tcpst_packet */
static inline u32 tcpst_replay_key_tunnel(const struct tcpst_replay_key *key)
{
	return (u32)(key->rest >> 33);
}

/** tcpst_replay_key_same() - are two keys the same? */
static inline bool tcpst_replay_key_same(const struct tcpst_replay_key *a,
					 const struct tcpst_replay_key *b)
{
	return !((a->addr[0][0] ^ b->addr[0][0]) | (a->addr[0][1] ^ b->addr[0][1]) |
		 (a->addr[1][0] ^ b->addr[1][0]) | (a->addr[1][1] ^ b->addr[1][1]) |
		 (a->rest ^ b->rest));
}

/**
 * tcpst_replay_key_make() - make the key of a packet, the same in both directions
 * @key:    filled in
 * @packet: a segment
 *
 * Return: the side that sent it; -1 if both ends are the same.
 */
static inline int tcpst_replay_key_make(struct tcpst_replay_key *key,
					const struct tcpst_packet *packet)
{
	u64 from[2], to[2];
	int side;

	memcpy(from, packet->addr[0], sizeof(from));
	memcpy(to, packet->addr[1], sizeof(to));
	if (from[0] != to[0])
		side = from[0] > to[0];
	else if (from[1] != to[1])
		side = from[1] > to[1];
	else
		side = packet->port[0] > packet->port[1];
	memcpy(key->addr[side], from, sizeof(from));
	memcpy(key->addr[!side], to, sizeof(to));
	key->rest = (u64)packet->tunnel << 33 | (u64)packet->ipv6 << 32 |
		    (u32)packet->port[side] | (u32)packet->port[!side] << 16;
	return from[0] == to[0] && from[1] == to[1] &&
	       packet->port[0] == packet->port[1] ? -1 : side;
}

/* XOR of the halves of a 128-bit product; 32-bit machines have no type for that. */
static inline u64 tcpst_replay_key_mix(u64 a, u64 b)
{
#ifdef __SIZEOF_INT128__
	__uint128_t product = (__uint128_t)a * b;

	return (u64)product ^ (u64)(product >> 64);
#else
	u64 low = (a & UINT32_MAX) * (b & UINT32_MAX);
	u64 cross = (a >> 32) * (b & UINT32_MAX) + (low >> 32);
	u64 across = (a & UINT32_MAX) * (b >> 32) + (cross & UINT32_MAX);
	u64 high = (a >> 32) * (b >> 32) + (cross >> 32) + (across >> 32);

	return (a * b) ^ high;
#endif
}

/**
 * tcpst_replay_key_hash() - keyed hash of a key
 * @key:    the key
 * @secret: random numbers, so that a capture cannot be crafted to collide
 */
static inline u32 tcpst_replay_key_hash(const struct tcpst_replay_key *key,
					const u64 secret[2])
{
	u64 a = secret[0] | 1, b = secret[1], hash;

	hash = tcpst_replay_key_mix(key->addr[0][0] ^ a, key->addr[1][0] ^ b);
	if (tcpst_replay_key_ipv6(key))
		hash = tcpst_replay_key_mix(key->addr[0][1] ^ hash,
					    key->addr[1][1] ^ a ^ b);
	hash = tcpst_replay_key_mix(hash ^ a, key->rest ^ b);
	return (u32)(hash ^ hash >> 32);
}

#endif /* TCPST_REPLAY_KEY_H */
