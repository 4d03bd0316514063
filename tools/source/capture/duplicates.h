/* SPDX-License-Identifier: GPL-2.0 */
/* Segments that were captured more than once. */
#ifndef TCPST_DUPLICATES_H
#define TCPST_DUPLICATES_H

#include "module/core/types.h"

#define TCPST_DUPLICATES_SLOTS 4096

/* Copies of a segment: at that many places, at most, one capture is made. */
#define TCPST_DUPLICATES_MAX 4

/**
 * struct tcpst_duplicates - segments of the last milliseconds
 * @slots:  by @print, as of struct tcpst_packet: when it was first seen there, ns,
 *          and how often
 * @seen:   segments that came so often, by how often; [0]: more often than that
 * @copies: each segment comes so often in this capture; 0 or 1: once
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
