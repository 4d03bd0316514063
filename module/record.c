// SPDX-License-Identifier: GPL-2.0
/*
 * Records of the changes of flows, for the recorder and the tracepoint; and their counters.
 * Records that could not be written are counted, too.
 */
#include "record.h"

#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/time64.h>

#include "core/verdict.h"
#include "note.h"
#include "trace.h"

/* An attempt without an answer, so there are no round-trip times. */
static void life_by_icmp(struct tcps_record_life *life,
			 struct tcps_observer *observer, const struct tcps_flow *flow,
			 const struct tcps_account *account)
{
	struct tcps_icmp icmp;
	unsigned int i;
	u32 options;

	if (!tcps_icmp_find(&observer->errors, flow->id, &icmp))
		icmp = (struct tcps_icmp){ .type = 0 };
	life->icmp_from = icmp.from;
	life->icmp_type = icmp.type;
	life->icmp_code = icmp.code;
	if (!account)
		return;
	for (i = 0; i < 2; i++)
		life->few[i] = min_t(u64, account->packets[i], U8_MAX);
	options = account->options[flow->conn.initiator];
	life->syn_offer = tcps_options_pack(options);
	life->syn_wscale = tcps_options_wscale(options);
}

static void life_account(struct tcps_record_life *life, const struct tcps_account *account)
{
	unsigned int i;

	for (i = 0; i < 2; i++) {
		life->counts[i].packets = min(account->packets[i], TCPS_RECORD_PACKETS_MAX);
		life->counts[i].offer = tcps_options_pack(account->options[i]);
		life->times[i].rtt_us = min_t(u64, div_u64(account->rtt_ns[i], NSEC_PER_USEC),
					      TCPS_RECORD_RTT_MAX);
		life->times[i].wscale = tcps_options_wscale(account->options[i]);
	}
}

static u64 real_time(u64 now)
{
	return ktime_to_ns(ktime_mono_to_real(ns_to_ktime(now)));
}

/**
 * tcps_record_life() - fill in the verdict of a flow
 * @record:   the record, whose life, accounts and time are filled in
 * @observer: the namespace
 * @flow:     the flow, locked
 * @now:      ktime_get_ns()
 *
 * Its times are converted to real time.
 */
void tcps_record_life(struct tcps_record *record, struct tcps_observer *observer,
		      const struct tcps_flow *flow, u64 now)
{
	const struct tcps_account *account = tcps_flow_account(flow);
	struct tcps_record_life *life = &record->life;

	record->type = TCPS_RECORD_LIFE;
	record->time = real_time(now);
	record->accounted = !!account;
	record->by_icmp = flow->conn.end == TCPS_END_UNREACHABLE;
	record->dropped = tcps_flow_end(flow) == TCPS_END_DROPPED;
	record->reset = tcps_flow_reset(flow);
	record->rst_ttl = flow->rst_ttl;
	record->rst_usual = flow->conn.reset_by == TCPS_SIDE_NONE ? 0 :
			    tcps_hops_usual(&flow->conn.hops, flow->conn.reset_by,
					    flow->rst_ttl);
	life->conn = flow->conn;
	life->conn.start = record->time - (now - flow->conn.start);
	if (record->by_icmp)
		life_by_icmp(life, observer, flow, account);
	else if (account)
		life_account(life, account);
}

/**
 * tcps_record_options() - what the SYN of a side of a verdict offers
 * @record: the verdict
 * @side:   the side
 *
 * Return: TCPS_OPTION_*; 0: none was seen, or there is no accounting.
 */
u32 tcps_record_options(const struct tcps_record *record, unsigned int side)
{
	const struct tcps_record_life *life = &record->life;

	if (!record->accounted)
		return 0;
	if (!record->by_icmp)
		return tcps_options_unpack(life->counts[side].offer, life->times[side].wscale);
	return side == record->initiator ?
	       tcps_options_unpack(life->syn_offer, life->syn_wscale) : 0;
}

static void start_record(struct tcps_record *record,
			 const struct tcps_flow *flow, u64 now)
{
	record->time = real_time(now);
	record->flow = flow->id;
	record->ends = flow->key.ends;
	record->natted = false;
	record->initiator = flow->conn.initiator;
	record->accounted = false;
	record->reset = TCPS_RESET_UNKNOWN;
	record->rst_ttl = 0;
	record->rst_usual = 0;
	record->by_icmp = false;
	record->dropped = false;
	record->owned = tcps_flow_copy_owners(flow, record->owner);
}

/* Fill in what all changes by one segment, or by a timer, have in common. */
static __always_inline void start_change(struct tcps_record *record,
					 const struct tcps_flow *flow,
					 const struct tcps_packet *packet, u64 now)
{
	const struct tcps_conn *conn = &flow->conn;
	struct tcps_record_change *what = &record->change;
	unsigned int i;

	start_record(record, flow, now);
	what->sender = packet ? packet->side : TCPS_SIDE_NONE;
	what->seg = packet ? packet->seg : (struct tcps_segment){};
	what->options = packet ? packet->options : 0;
	what->iss_known = 0;
	for (i = 0; i < 2; i++) {
		what->iss[i] = conn->ep[i].iss;
		if (conn->ep[i].flags & TCPS_EP_SEEN)
			what->iss_known |= BIT(i);
	}
}

static void write_record(struct tcps_observer *observer, u64 number,
			 const struct tcps_record *record)
{
	switch (tcps_recorder_write(&observer->recorder, number, record)) {
	case TCPS_RECORDED:
		break;
	case TCPS_RECORD_OVERTAKEN:
		tcps_stats_inc_bh(observer->stats, TCPS_STAT_RECORD_LOST);
		break;
	case TCPS_RECORD_NO_MEMORY:
		tcps_stats_inc_bh(observer->stats, TCPS_STAT_RECORD_NO_MEMORY);
		break;
	}
}

/* A record that stands alone. */
static void write_one(struct tcps_observer *observer, const struct tcps_record *record)
{
	write_record(observer, tcps_recorder_reserve(&observer->recorder, 1), record);
	tcps_observer_notify(observer);
}

static void count_leg(struct tcps_observer *observer, const struct tcps_conn *conn,
		      const struct tcps_change *change)
{
	enum tcps_duration leg;
	u64 ns;

	leg = tcps_verdict_leg(conn, change, &ns);
	if (leg < TCPS_DURATION_MAX)
		tcps_observer_duration(observer, leg, ns);
}

/* The change is a note that is not recorded. */
#define UNRECORDED -1

/*
 * Count the changes of a step, and choose those that are recorded: all transitions, and the
 * notes that are admitted. @left_out: filled in: for each how many notes were left out
 * before it, or UNRECORDED. Return: how many are recorded.
 */
static unsigned int choose(struct tcps_observer *observer, struct tcps_flow *flow,
			   const struct tcps_step *step, u64 now, s16 *left_out)
{
	unsigned int i, n = 0;

	for (i = 0; i < step->n; i++) {
		const struct tcps_change *change = &step->change[i];

		if (change->flags & TCPS_CHANGE_NOTE) {
			tcps_stats_inc_bh(observer->stats, TCPS_STAT_NOTES);
			if (!tcps_note_admit(observer, flow, change->cause, now)) {
				left_out[i] = UNRECORDED;
				continue;
			}
		} else {
			tcps_stats_inc_bh(observer->stats, TCPS_STAT_TRANSITIONS);
			if (change->flags & TCPS_CHANGE_RETRACT)
				tcps_stats_inc_bh(observer->stats, TCPS_STAT_RETRACTIONS);
			count_leg(observer, &flow->conn, change);
		}
		left_out[i] = flow->notes_left_out;
		flow->notes_left_out = 0;
		n++;
	}
	return n;
}

/* Add what is known of a RST that caused the changes, and keep it if it is accepted. */
static void add_reset(struct tcps_record *record, struct tcps_flow *flow,
		      const struct tcps_packet *packet, const struct tcps_step *step)
{
	record->reset = packet->reset;
	record->rst_ttl = packet->ttl;
	record->rst_usual = tcps_hops_usual(&flow->conn.hops, packet->side, packet->ttl);
	if (tcps_step_resets(step)) {
		tcps_flow_set_reset(flow, packet->reset);
		flow->rst_ttl = packet->ttl;
	}
}

static void record_changes(struct tcps_observer *observer,
			   struct tcps_flow *flow,
			   const struct tcps_packet *packet,
			   const struct tcps_icmp *icmp,
			   const struct tcps_step *step, u64 now)
{
	s16 left_out[TCPS_STEP_MAX];
	struct tcps_record record;
	unsigned int i, n;
	u8 after[2];
	u64 number;

	n = choose(observer, flow, step, now, left_out);
	if (!n)
		return;
	tcps_fsm_states(&flow->conn, after);
	tcps_stats_flow(observer->stats, step->before, after);
	start_change(&record, flow, packet, now);
	if (icmp) {
		record.by_icmp = true;
		record.icmp = *icmp;
	}
	if (record.change.seg.flags & TCPS_FLAG_RST)
		add_reset(&record, flow, packet, step);
	number = tcps_recorder_reserve(&observer->recorder, n);
	for (i = 0; i < step->n; i++) {
		bool note = step->change[i].flags & TCPS_CHANGE_NOTE;

		if (left_out[i] == UNRECORDED)
			continue;
		record.type = note ? TCPS_RECORD_NOTE : TCPS_RECORD_TRANSITION;
		record.change.change = step->change[i];
		record.change.notes_left_out = left_out[i];
		if (!note)
			trace_tcpstates_transition(observer->net, &record);
		write_record(observer, number++, &record);
	}
	tcps_observer_notify(observer);
}

/**
 * tcps_record_changes() - record and count the changes of a step; see tcps_record_step()
 * @observer: the namespace
 * @flow:     the flow, locked
 * @packet:   the segment that caused it, or NULL
 * @step:     the step, with changes
 * @now:      ktime_get_ns()
 */
void tcps_record_changes(struct tcps_observer *observer, struct tcps_flow *flow,
			 const struct tcps_packet *packet,
			 const struct tcps_step *step, u64 now)
{
	record_changes(observer, flow, packet, NULL, step, now);
}

/**
 * tcps_record_icmp() - record and count the changes or notes of an ICMP error
 * @observer: the namespace
 * @flow:     the flow, locked
 * @icmp:     the error
 * @step:     its step, with changes
 * @now:      ktime_get_ns()
 *
 * The error that ends the flow is kept beside it, if there is space. Context: as
 * tcps_record_step().
 */
void tcps_record_icmp(struct tcps_observer *observer, struct tcps_flow *flow,
		      const struct tcps_icmp *icmp, const struct tcps_step *step,
		      u64 now)
{
	if (step->change[0].cause == TCPS_CAUSE_ICMP &&
	    !tcps_icmp_keep(&observer->errors, flow->id, icmp))
		tcps_stats_inc_bh(observer->stats, TCPS_STAT_ICMP_LOST);
	record_changes(observer, flow, NULL, icmp, step, now);
}

/* A note that is not of a step of the state machine: its segment changes nothing. */
static void record_note(struct tcps_observer *observer, struct tcps_flow *flow,
			const struct tcps_packet *packet, enum tcps_cause cause,
			const struct tcps_record_drop *drop, u64 now)
{
	u8 state = tcps_fsm_state(&flow->conn, packet->side);
	struct tcps_record record;

	tcps_stats_inc_bh(observer->stats, TCPS_STAT_NOTES);
	if (!tcps_note_admit(observer, flow, cause, now))
		return;
	start_change(&record, flow, packet, now);
	record.type = TCPS_RECORD_NOTE;
	record.change.change = (struct tcps_change){
		.side = packet->side,
		.from = state,
		.to = state,
		.cause = cause,
		.certainty = TCPS_OBSERVED,
		.flags = TCPS_CHANGE_NOTE,
	};
	record.change.notes_left_out = flow->notes_left_out;
	flow->notes_left_out = 0;
	if (drop)
		record.drop = *drop;
	write_one(observer, &record);
}

/**
 * tcps_record_drop() - record that this machine dropped a segment of a flow
 * @observer: the namespace
 * @flow:     the flow, locked, not dead
 * @packet:   the segment
 * @drop:     where and why
 * @now:      ktime_get_ns()
 *
 * A note, limited like those that third parties can cause. Context: as
 * tcps_record_step().
 */
void tcps_record_drop(struct tcps_observer *observer, struct tcps_flow *flow,
		      const struct tcps_packet *packet,
		      const struct tcps_record_drop *drop, u64 now)
{
	record_note(observer, flow, packet, TCPS_CAUSE_DROP, drop, now);
}

/**
 * tcps_record_retransmit() - record that a socket of this machine retransmitted data
 * @observer: the namespace
 * @flow:     the flow, locked, not dead
 * @packet:   the segment
 * @now:      ktime_get_ns()
 *
 * A note, limited like those that third parties can cause: a peer that acknowledges
 * nothing makes any host retransmit. Context: as tcps_record_step().
 */
void tcps_record_retransmit(struct tcps_observer *observer,
			    struct tcps_flow *flow,
			    const struct tcps_packet *packet, u64 now)
{
	record_note(observer, flow, packet, TCPS_CAUSE_RETRANSMIT, NULL, now);
}

/**
 * tcps_record_end() - record the verdict of a flow that ends
 * @observer: the namespace
 * @flow:     the flow, locked
 * @now:      ktime_get_ns()
 *
 * Context: as tcps_record_step().
 */
void tcps_record_end(struct tcps_observer *observer,
		     const struct tcps_flow *flow, u64 now)
{
	const struct tcps_nat *nat = tcps_flow_nat(flow);
	struct tcps_record record;

	start_record(&record, flow, now);
	tcps_record_life(&record, observer, flow, now);
	record.natted = nat && tcps_nat_pack(nat, &record.ends);
	write_one(observer, &record);
}
