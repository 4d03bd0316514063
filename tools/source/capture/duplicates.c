// SPDX-License-Identifier: GPL-2.0
/*
 * Duplicates: segments captured more than once, by a port that mirrors both
 * directions of two others, on the device "any", or on both interfaces of a router.
 * A duplicate has the same TCP header, length and IP identification, and follows
 * within milliseconds, far sooner than any retransmission timer. That is not
 * enough to identify a single segment as a duplicate; but if most segments occur
 * that often, the capture contains duplicates.
 */
#include "source/capture/duplicates.h"

/* Maximum time between duplicates, ns. */
#define WINDOW 5000000ULL

/* Minimum number of segments for a decision. */
#define SEGMENTS_MIN 4

/**
 * tcpst_duplicates_note() - record a segment
 * @duplicates: the recent segments
 * @print:      as in struct tcpst_packet
 * @time_ns:    its time
 *
 * Return: 1 for the first of the same segments, 2 for the second, and so on.
 */
u32 tcpst_duplicates_note(struct tcpst_duplicates *duplicates, u64 print,
			  u64 time_ns)
{
	typeof(*duplicates->slots) *slot =
		&duplicates->slots[print % TCPST_DUPLICATES_SLOTS];
	u64 *seen = duplicates->seen;
	u32 n;

	if (!slot->n || slot->print != print ||
	    time_ns - slot->time > WINDOW) {
		slot->print = print;
		slot->time = time_ns;
		slot->n = 1;
		seen[1]++;
		return 1;
	}
	n = ++slot->n;
	/* A real retransmission is followed by its own duplicates. */
	if (duplicates->copies > 1 && !tcpst_duplicates_is(duplicates, n))
		slot->time = time_ns;
	if (n <= TCPST_DUPLICATES_MAX + 1) {
		seen[n - 1]--;
		seen[n <= TCPST_DUPLICATES_MAX ? n : 0]++;
	}
	return n;
}

/**
 * tcpst_duplicates_decide() - decide how often each segment was captured
 * @duplicates: the segments recorded so far
 *
 * It is the most common number of times, if four in five segments occurred that often;
 * otherwise 1.
 */
void tcpst_duplicates_decide(struct tcpst_duplicates *duplicates)
{
	const u64 *seen = duplicates->seen;
	u64 all = 0;
	u32 n, most = 1;

	for (n = 0; n <= TCPST_DUPLICATES_MAX; n++) {
		all += seen[n];
		if (n && seen[n] > seen[most])
			most = n;
	}
	duplicates->copies = all >= SEGMENTS_MIN && seen[most] * 5 >= all * 4 ?
			     most : 1;
}

/**
 * tcpst_duplicates_is() - is a segment a duplicate, to be ignored?
 * @duplicates: the decision
 * @nth:        as returned by tcpst_duplicates_note()
 *
 * A real retransmission is captured as often as the original: the first one of them is
 * not a duplicate.
 */
bool tcpst_duplicates_is(const struct tcpst_duplicates *duplicates, u32 nth)
{
	return duplicates->copies > 1 && (nth - 1) % duplicates->copies;
}
