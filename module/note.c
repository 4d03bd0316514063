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

/*
 * Ticks in a unit of a flow's bucket, as a shift: 1.07 s. One note per unit, 16 at once.
 */
#define UNIT_SHIFT 10
#define BURST 16

/* Other records per third-party note; a burst is at most 1/SHARE of the ring. */
#define SHARE 24

static u32 unit_of(u64 now)
{
	return tcps_ticks(now) >> UNIT_SHIFT;
}

/**
 * tcps_note_begin() - a new flow: all its notes may be recorded
 * @flow: the flow, not in the table yet
 * @now:  ktime_get_ns()
 *
 * Context: any.
 */
void tcps_note_begin(struct tcps_flow *flow, u64 now)
{
	flow->notes_full = unit_of(now);
}

/*
 * The bucket is stored as the time when it is full again. The stored bits wrap every 13
 * days, so a time further ahead than possible is past. In a flow without a note for so
 * long, a past time is taken for one ahead for 17 units of these 13 days: in them it has
 * fewer notes than 16, and none in the last one.
 */
static bool admit_flow(struct tcps_flow *flow, u64 now)
{
	u32 unit = unit_of(now);
	u32 ahead = (flow->notes_full - unit) & TCPS_FLOW_NOTES_FULL_MASK;

	if (ahead > BURST)
		ahead = 0;
	if (ahead == BURST)
		return false;
	flow->notes_full = unit + ahead + 1;
	return true;
}

static bool admit_third_party(struct tcps_observer *observer)
{
	struct tcps_note_share *share = &observer->notes;
	u64 most = READ_ONCE(observer->settings.recorder_records);
	bool admitted;
	u64 others;

	spin_lock(&share->lock);
	/*
	 * Notes of third parties do not count towards the next one. Those that are admitted,
	 * but have no number yet, make it seem as if there were fewer others.
	 */
	others = tcps_recorder_next(&observer->recorder) - share->recorded;
	if ((s64)(others - share->others) > 0) {
		share->credit = min(share->credit + others - share->others, most);
		share->others = others;
	}
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
	tcps_stats_inc_bh(observer->stats, TCPS_STAT_NOTES_LEFT_OUT);
	if (flow->notes_left_out < TCPS_FLOW_LEFT_OUT_MAX)
		flow->notes_left_out++;
	return false;
}
