/* SPDX-License-Identifier: GPL-2.0 */
/* What the connections, or the events, of a group come to. */
#ifndef TCPST_GROUP_SUMS_H
#define TCPST_GROUP_SUMS_H

#include "model/field.h"
#include "model/histogram.h"

/* Columns that groups are made by, and sums that a group has, at most. */
#define TCPST_GROUP_KEYS 8
#define TCPST_GROUP_SUMS 8

/**
 * struct tcpst_group - what a group comes to
 * @key:       text of what its members have in common, by column; "": not known
 * @n:         members
 * @failed:    of connections: how many did not come about
 * @reset:     of connections: how many a RST ended after they had
 * @bytes:     of connections: octets of payload, of both ends
 * @stuck:     of connections in tcpst top: how many are stuck
 * @again:     of these: segments that were retransmitted
 * @retracted: of events: how many retract an earlier presumption
 * @time:      durations of both legs of the handshake; of events, of the state before
 */
struct tcpst_group {
	const char *key[TCPST_GROUP_KEYS];
	u64 n;
	u64 failed;
	u64 reset;
	u64 bytes;
	u64 stuck;
	u64 again;
	u64 retracted;
	struct tcpst_histogram time[2];
};

/**
 * struct tcpst_group_kind - what groups are made of
 * @items:   what these are called
 * @fields:  these columns
 * @sums:    fields of a group, besides what its members have in common
 * @n_sums:  of @sums
 * @add:     counts a member
 */
struct tcpst_group_kind {
	const char *items;
	const struct tcpst_fields *fields;
	const struct tcpst_field *sums;
	unsigned int n_sums;
	void (*add)(struct tcpst_group *group, const void *item);
};

extern const struct tcpst_group_kind tcpst_group_flows;
extern const struct tcpst_group_kind tcpst_group_events;

#endif /* TCPST_GROUP_SUMS_H */
