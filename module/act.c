// SPDX-License-Identifier: GPL-2.0
/*
 * Carry out a step of the state machine: record its changes, move the flow to the queue
 * of its class, set in the filter whether the flow waits for an ACK, and end the flow if
 * nothing is left of it.
 *
 * All functions are called with the flow locked, under RCU, bottom halves off.
 */
#include "act.h"

#include "core/account.h"
#include "core/class.h"
#include "finish.h"
#include "record.h"

/* The changes are recorded: update the filter, the queue and the timer, or end the flow. */
static void carry_out(struct tcps_observer *observer, struct tcps_flow *flow,
		      const struct tcps_step *step, u64 now)
{
	unsigned int timeout, queue;
	enum tcps_class class;

	if (tcps_fsm_ended(&flow->conn)) {
		tcps_finish_flow(observer, flow, now);
		return;
	}
	class = tcps_class_of(&flow->conn);
	tcps_observer_ack_wait(observer, flow,
			       tcps_class_expects_ack(class, &flow->conn) ||
			       (class == TCPS_CLASS_ESTABLISHED && tcps_flow_owner_pending(flow)));
	queue = tcps_flow_queue(flow, class);
	timeout = tcps_act_timeout(observer, queue);
	if (READ_ONCE(flow->queue) != queue)
		tcps_table_queue(&observer->table, flow, queue, timeout,
				 tcps_ticks(now));
	else if (step->restart)
		tcps_table_restart(&observer->table, flow, queue, timeout,
				   tcps_ticks(now));
}

/**
 * tcps_act_step() - carry out what a step requires
 * @observer: the namespace
 * @flow:     the flow, locked, not dead; it may be dead after
 * @packet:   the segment that caused the step, or NULL
 * @step:     the step
 * @now:      ktime_get_ns()
 */
void tcps_act_step(struct tcps_observer *observer, struct tcps_flow *flow,
		   const struct tcps_packet *packet,
		   const struct tcps_step *step, u64 now)
{
	tcps_record_step(observer, flow, packet, step, now);
	carry_out(observer, flow, step, now);
}

/**
 * tcps_act_icmp() - process an ICMP error that quotes a segment of a flow
 * @observer: the namespace
 * @flow:     the flow, locked, not dead
 * @quote:    the error and the segment that it quotes
 * @now:      ktime_get_ns()
 */
void tcps_act_icmp(struct tcps_observer *observer, struct tcps_flow *flow,
		   const struct tcps_quote *quote, u64 now)
{
	struct tcps_step step;

	now = max(now, flow->conn.start);
	tcps_fsm_icmp(&flow->conn, quote->side, quote->seq, quote->fatal, now,
		      &step);
	tcps_record_icmp(observer, flow, &quote->icmp, &step, now);
	carry_out(observer, flow, &step, now);
}

static void act_segment(struct tcps_observer *observer, struct tcps_flow *flow,
			const struct tcps_packet *packet, u64 now)
{
	struct tcps_account *account = tcps_flow_account(flow);
	bool unreachable = flow->conn.end == TCPS_END_UNREACHABLE;
	struct tcps_step step;

	now = max(now, flow->conn.start);
	tcps_fsm_step(&flow->conn, packet->side, &packet->seg, now, account, &step);
	tcps_account_offer(account, packet->side, packet->options);
	if (unreachable && flow->conn.end != TCPS_END_UNREACHABLE)
		tcps_icmp_drop(&observer->errors, flow->id);
	tcps_hops_note(&flow->conn.hops, packet->side, packet->seg.flags, packet->ttl);
	tcps_flow_note_owner(flow, packet->side, packet->sk);
	if (flow->translated && (packet->seg.flags & TCPS_FLAG_SYN))
		tcps_nat_note(tcps_flow_nat(flow), &flow->key.ends, packet->ct);
	tcps_act_step(observer, flow, packet, &step, now);
}

/**
 * tcps_act_segment() - process a segment of a flow
 * @observer: the namespace
 * @flow:     the flow, locked, not dead; it may be dead after
 * @packet:   the segment
 * @now:      ktime_get_ns()
 */
void tcps_act_segment(struct tcps_observer *observer, struct tcps_flow *flow,
		      const struct tcps_packet *packet, u64 now)
{
	flow->dropped = false;
	act_segment(observer, flow, packet, now);
}

/**
 * tcps_act_dropped() - a retransmitted SYN of an attempt was dropped as well
 * @observer: the namespace
 * @flow:     the attempt, locked, not dead; no segment of it has passed
 * @packet:   the SYN
 * @now:      ktime_get_ns()
 */
void tcps_act_dropped(struct tcps_observer *observer, struct tcps_flow *flow,
		      const struct tcps_packet *packet, u64 now)
{
	act_segment(observer, flow, packet, now);
}

/**
 * tcps_act_challenge() - process a SYN of another connection between the same ends
 * @observer: the namespace
 * @flow:     the flow, locked, not dead
 * @packet:   the SYN
 * @now:      ktime_get_ns()
 */
void tcps_act_challenge(struct tcps_observer *observer, struct tcps_flow *flow,
			const struct tcps_packet *packet, u64 now)
{
	struct tcps_step step;

	tcps_fsm_challenge(&flow->conn, packet->side, &step);
	tcps_act_step(observer, flow, packet, &step, now);
}
