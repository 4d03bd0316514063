/* SPDX-License-Identifier: GPL-2.0 */
/* Duplicates: segments captured more than once. */
#ifndef TCPST_DUPLICATES_H
#define TCPST_DUPLICATES_H

#include "module/core/types.h"

#define TCPST_DUPLICATES_SLOTS 4096

/* Maximum number of times that a capture contains the same segment. */
#define TCPST_DUPLICATES_MAX 4

/**
 * struct tcpst_duplicates - recent segments
 * @slots:  hash table by @print, as in struct tcpst_packet: when the segment was first
 *          seen, ns, and how often
 * @seen:   number of segments by how often they occurred; [0]: more often than that
 * @copies: how often this capture contains each segment; 0 or 1: once
 */
struct tcpst_duplicates {
	struct {
		u64 print;
		u64 time;
		u32 n;
	} slots[TCPST_DUPLICATES_SLOTS];
	u64 seen[TCPST_DUPLICATES_MAX + 1];
	u32 copies;
};

u32 tcpst_duplicates_note(struct tcpst_duplicates *duplicates, u64 print,
			  u64 time_ns);
void tcpst_duplicates_decide(struct tcpst_duplicates *duplicates);
bool tcpst_duplicates_is(const struct tcpst_duplicates *duplicates, u32 nth);

#endif /* TCPST_DUPLICATES_H */
