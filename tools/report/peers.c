// SPDX-License-Identifier: GPL-2.0
/* Statistics by peer: connections, failures, resets, retransmissions. */
#include "report/peers.h"
#include "base/alloc.h"

#include <stdlib.h>
#include <string.h>

#include "base/diag.h"

/* A scan reaches any number of addresses: this limits memory to 20 MB. */
#define PEERS_MAX (1 << 18)

static struct tcpst_peer *place_of(struct tcpst_peer *table, size_t capacity,
				   const struct tcpst_peer *key)
{
	u64 hash = 0xcbf29ce484222325 ^ key->port ^ (u64)key->ipv6 << 16;
	unsigned int i;
	size_t at;

	for (i = 0; i < sizeof(key->addr); i++)
		hash = (hash ^ key->addr[i]) * 0x100000001b3;
	for (at = (hash ^ hash >> 32) & (capacity - 1); table[at].flows;
	     at = (at + 1) & (capacity - 1))
		if (table[at].ipv6 == key->ipv6 &&
		    table[at].port == key->port &&
		    !memcmp(table[at].addr, key->addr, sizeof(key->addr)))
			break;
	return &table[at];
}

static void grow(struct tcpst_peers *peers)
{
	size_t capacity = peers->capacity ? 2 * peers->capacity : 256, i;
	struct tcpst_peer *table = tcpst_alloc(capacity, sizeof(*table));

	for (i = 0; i < peers->capacity; i++)
		if (peers->table[i].flows)
			*place_of(table, capacity, &peers->table[i]) =
				peers->table[i];
	free(peers->table);
	peers->table = table;
	peers->capacity = capacity;
}

/** tcpst_peers_add() - count a connection */
void tcpst_peers_add(struct tcpst_peers *peers, const struct tcpst_flow *flow)
{
	unsigned int role = peers->role;
	struct tcpst_peer key = { .ipv6 = flow->ends.ipv6 }, *peer;
	u64 handshake = tcpst_flow_handshake(flow);

	memcpy(key.addr, flow->ends.addr[role], key.ipv6 ? 16 : 4);
	if (role == TCPS_RESPONDER)
		key.port = flow->ends.port[role];
	if (4 * peers->n >= 3 * peers->capacity)
		grow(peers);
	peer = place_of(peers->table, peers->capacity, &key);
	if (!peer->flows) {
		if (peers->n == PEERS_MAX) {
			peers->other++;
			return;
		}
		*peer = key;
		peers->n++;
	}
	peer->flows++;
	peer->failed += tcpst_flow_failure(flow) != TCPST_FAILURE_NONE;
	peer->resets += flow->verdict.end == TCPS_END_RESET;
	peer->repeats += tcpst_flow_repeats(flow);
	if (handshake > peer->slowest)
		peer->slowest = handshake;
}

static int descending(u64 a, u64 b)
{
	return a > b ? -1 : a < b;
}

static int by_trouble(const void *first, const void *second)
{
	const struct tcpst_peer *a = first, *b = second;
	int order = descending(a->failed + a->resets, b->failed + b->resets);

	if (!order)
		order = descending(a->repeats, b->repeats);
	if (!order)
		order = descending(a->flows, b->flows);
	if (!order)
		order = memcmp(a->addr, b->addr, sizeof(a->addr));
	return order ? order : a->port - b->port;
}

/**
 * tcpst_peers_worst() - sort the peers, those with the most problems first
 *
 * None can be added afterwards. Return: their number; they are at the beginning of
 * the table.
 */
size_t tcpst_peers_worst(struct tcpst_peers *peers)
{
	size_t i, n = 0;

	for (i = 0; i < peers->capacity; i++)
		if (peers->table[i].flows)
			peers->table[n++] = peers->table[i];
	if (n)
		qsort(peers->table, n, sizeof(*peers->table), by_trouble);
	return n;
}

/** tcpst_peers_free() - free the table */
void tcpst_peers_free(struct tcpst_peers *peers)
{
	free(peers->table);
}
