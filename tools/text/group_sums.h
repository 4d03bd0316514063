/* SPDX-License-Identifier: GPL-2.0 */
/* Sums over the connections, or the events, of a group. */
#ifndef TCPST_GROUP_SUMS_H
#define TCPST_GROUP_SUMS_H

#include "model/field.h"
#include "model/histogram.h"

/* Limits of key columns, and of sums of a group. */
#define TCPST_GROUP_KEYS 8
#define TCPST_GROUP_SUMS 8

/**
 * struct tcpst_group - a group
 * @key:       text of its key columns; "": not known
 * @n:         members
 * @failed:    connections that were not established
 * @reset:     connections that a RST ended after they were established
 * @bytes:     octets of payload of connections, of both ends
 * @stuck:     stuck connections, in tcpst top
 * @again:     retransmitted segments, in tcpst top
 * @retracted: events that retract an earlier presumption
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
 * struct tcpst_group_kind - kind of the members of groups
 * @items:   name of the members
 * @fields:  their fields
 * @sums:    fields of a group other than its keys
 * @n_sums:  number of @sums
 * @add:     adds a member to a group
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
