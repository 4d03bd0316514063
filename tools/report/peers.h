/* SPDX-License-Identifier: GPL-2.0 */
/* Statistics by peer: connections, failures, resets, retransmissions. */
#ifndef TCPST_REPORT_PEERS_H
#define TCPST_REPORT_PEERS_H

#include "model/flow.h"

/**
 * struct tcpst_peer - a peer
 * @ipv6:    family
 * @addr:    network byte order
 * @port:    port of a responder; 0 for an initiator, whose ports are ephemeral
 * @flows:   number of connections
 * @failed:  of those, failed to connect: refused, unreachable, half-open,
 *           or no answer
 * @resets:  of those, ended by a RST
 * @repeats: SYNs, SYN-ACKs and FINs retransmitted, by either end
 * @slowest: slowest handshake, ns
 */
struct tcpst_peer {
	bool ipv6;
	u8 addr[16];
	u16 port;
	u64 flows;
	u64 failed;
	u64 resets;
	u64 repeats;
	u64 slowest;
};

/**
 * struct tcpst_peers - all peers in one role
 * @role:  enum tcps_role
 * @n:     number of peers
 * @capacity: size of @table, a power of 2
 * @other: connections of peers for which there was no space
 * @table: hash table with open addressing; a slot without flows is free
 */
struct tcpst_peers {
	unsigned int role;
	size_t n;
	size_t capacity;
	u64 other;
	struct tcpst_peer *table;
};

void tcpst_peers_add(struct tcpst_peers *peers, const struct tcpst_flow *flow);
size_t tcpst_peers_worst(struct tcpst_peers *peers);
void tcpst_peers_free(struct tcpst_peers *peers);

#endif /* TCPST_REPORT_PEERS_H */
