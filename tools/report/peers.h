/* SPDX-License-Identifier: GPL-2.0 */
/* Hosts that connected or were connected to, and with what success. */
#ifndef TCPST_REPORT_PEERS_H
#define TCPST_REPORT_PEERS_H

#include "model/flow.h"

/**
 * struct tcpst_peer - one of them
 * @ipv6:    family
 * @addr:    network byte order
 * @port:    of a responder; 0 of an initiator, whose ports mean nothing
 * @flows:   connections
 * @failed:  of those, that failed to connect: refused, unreachable, half-open,
 *           or no answer
 * @resets:  of those, ended by a RST
 * @repeats: SYNs, SYN-ACKs and FINs retransmitted, by either end
 * @slowest: handshake, ns
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
 * struct tcpst_peers - all in one role
 * @role:  enum tcps_role
 * @n:     of them
 * @capacity:  places in @table, a power of 2
 * @other: connections of those for which there was no place any more
 * @table: open addressing; a place without flows is free
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
