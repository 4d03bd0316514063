// SPDX-License-Identifier: GPL-2.0
/*
 * Rate limit of notes.
 *
 * A note changes no state, and any host that can send segments to an end can cause
 * some: an ICMP error that quotes a connection, a RST or a segment out of window.
 * Two token buckets keep them from displacing other records. One belongs to the flow
 * and is filled by time. The other belongs to the namespace and is filled by other
 * records, so that it works at any rate: one note in 24 records, and a twenty-fourth of
 * the ring at once, which is a twelfth of the ring in the time in which the ring is
 * written once.
 */
#include "note.h"

/* Ticks in a unit of a flow's bucket, as a shift: 67 ms, and 73 minutes in 16 bits. */
#define UNIT_SHIFT 6

/* One note per second, 16 at once. */
#define INTERVAL 16
#define BURST (15 * INTERVAL)

/* Other records per third-party note; a burst is at most 1/SHARE of the ring. */
#define SHARE 24

/*
 * The bucket is stored as the time when it is full again. As 16 bits wrap, a time further
 * ahead than possible is taken as past.
 */
static bool admit_flow(struct tcps_flow *flow, u64 now)
{
	u16 unit = tcps_ticks(now) >> UNIT_SHIFT;
	u16 ahead = flow->notes_full - unit;

	if (ahead > BURST + INTERVAL)
		ahead = 0;
	if (ahead > BURST)
		return false;
	flow->notes_full = unit + ahead + INTERVAL;
	return true;
}

static bool admit_third_party(struct tcps_observer *observer)
{
	struct tcps_note_share *share = &observer->notes;
	u64 most = READ_ONCE(observer->settings.recorder_records);
	bool admitted;
	u64 others;

	spin_lock(&share->lock);
	/* Notes of third parties do not count towards the next one. */
	others = tcps_recorder_next(&observer->recorder) - share->recorded;
	share->credit = min(share->credit + others - share->others, most);
	share->others = others;
	admitted = share->credit >= SHARE;
	if (admitted) {
		share->credit -= SHARE;
		share->recorded++;
	}
	spin_unlock(&share->lock);
	return admitted;
}

/* Can a third party cause this note at an arbitrary rate? */
static bool is_third_party(enum tcps_cause cause)
{
	switch (cause) {
	case TCPS_CAUSE_SYN_REPEAT:
	case TCPS_CAUSE_SYN_ACK_REPEAT:
	case TCPS_CAUSE_FIN_REPEAT:
		return false;
	default:
		return true;
	}
}

/**
 * tcps_note_admit() - may one more note of a flow be recorded?
 * @observer: the namespace
 * @flow:     the flow, locked
 * @cause:    of the note
 * @now:      ktime_get_ns()
 *
 * Context: softirq, or bottom halves off. Return: false if it is to be left out, which is
 * counted; the flow's next event reports how many were.
 */
bool tcps_note_admit(struct tcps_observer *observer, struct tcps_flow *flow,
		     enum tcps_cause cause, u64 now)
{
	lockdep_assert_held(&flow->lock);
	if (admit_flow(flow, now) &&
	    (!is_third_party(cause) || admit_third_party(observer)))
		return true;
	tcps_stats_inc(observer->stats, TCPS_STAT_NOTES_LEFT_OUT);
	if (flow->notes_left_out < TCPS_FLOW_LEFT_OUT_MAX)
		flow->notes_left_out++;
	return false;
}
