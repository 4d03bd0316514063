// SPDX-License-Identifier: GPL-2.0
/*
 * Segments that were captured more than once: by a port that mirrors both
 * directions of two others, on the device "any", on both interfaces of a router.
 * A copy has the same TCP header, length and identification of IP, and follows
 * within milliseconds, far sooner than any timer repeats a segment. That is not
 * enough to take one segment for a copy; but if most segments come so often, the
 * capture was made so.
 */
#include "source/capture/duplicates.h"

/* How far apart copies are, ns. */
#define WINDOW 5000000ULL

/* Segments from which on it can be decided. */
#define SEGMENTS_MIN 4

/**
 * tcpst_duplicates_note() - a segment passes
 * @duplicates: those of the last milliseconds
 * @print:      as of struct tcpst_packet
 * @time_ns:    when
 *
 * Return: 1 for the first of its kind, 2 for the second, and so on.
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
	/* A true retransmission is followed by copies of its own. */
	if (duplicates->copies > 1 && !tcpst_duplicates_is(duplicates, n))
		slot->time = time_ns;
	if (n <= TCPST_DUPLICATES_MAX + 1) {
		seen[n - 1]--;
		seen[n <= TCPST_DUPLICATES_MAX ? n : 0]++;
	}
	return n;
}

/**
 * tcpst_duplicates_decide() - does each segment come several times?
 * @duplicates: by what was noted so far
 *
 * It is so if four in five came as often as most of them, which is more often
 * than once.
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
 * tcpst_duplicates_is() - is a segment a copy, to be left out?
 * @duplicates: what was decided
 * @nth:        as tcpst_duplicates_note() returned
 *
 * A true retransmission is captured as often as the original: its first is no copy.
 */
bool tcpst_duplicates_is(const struct tcpst_duplicates *duplicates, u32 nth)
{
	return duplicates->copies > 1 && (nth - 1) % duplicates->copies;
}
