// SPDX-License-Identifier: GPL-2.0
/* Flows and events as subjects of a filter. */
#include "subject.h"

static void subject_ends(struct tcps_subject *subject,
			 const struct tcps_ends *ends, bool ipv4,
			 unsigned int initiator)
{
	unsigned int role;

	subject->ipv6 = !ipv4;
	for (role = 0; role < 2; role++) {
		unsigned int side = role ? !initiator : initiator;
		const u8 *addr = ends->addr[side].s6_addr;

		subject->addr[role] = ipv4 ? addr + 12 : addr;
		subject->port[role] = ntohs(ends->port[side]);
	}
}

static void subject_owner(struct tcps_subject *subject, unsigned int role,
			  const struct tcps_owner *owner)
{
	if (!owner->pid)
		return;
	subject->pid[role] = tcps_owner_reader_pid(owner);
	subject->comm[role] = owner->comm;
}

/**
 * tcps_subject_record() - a record as the subject of a filter
 * @record:  the record; @subject points into it
 * @subject: filled in, as an event; for a transition, state is the old and the new one
 */
void tcps_subject_record(const struct tcps_record *record,
			 struct tcps_subject *subject)
{
	unsigned int side;

	*subject = (struct tcps_subject){
		.flow = record->flow,
		.type = record->type,
		.event = true,
		.endpoint = TCPS_ROLE_NONE,
	};
	subject_ends(subject, &record->ends, tcps_record_is_ipv4(record),
		     record->initiator);
	for (side = 0; side < 2; side++)
		if (record->owned & BIT(side))
			subject_owner(subject, side != record->initiator, &record->owner[side]);
	if (record->type == TCPS_RECORD_LIFE) {
		const struct tcps_conn *conn = &record->life.conn;
		unsigned int i = record->initiator;

		subject->state[0] = tcps_fsm_state(conn, i);
		subject->state[1] = tcps_fsm_state(conn, !i);
		subject->end = tcps_record_verdict_end(record);
	} else {
		subject->state[0] = record->change.change.from;
		subject->state[1] = record->change.change.to;
		subject->endpoint = record->change.change.side == record->initiator ?
				    TCPS_INITIATOR : TCPS_RESPONDER;
	}
}

/**
 * tcps_subject_flow() - a flow as the subject of a filter, without copying it
 * @flow:    the flow, under RCU; @subject points into it
 * @subject: filled in, not as an event
 *
 * Context: bottom halves on. For dumps, which check every flow and may send few.
 */
void tcps_subject_flow(struct tcps_flow *flow, struct tcps_subject *subject)
{
	const struct tcps_conn *conn = &flow->conn;
	const struct tcps_owner *owner;
	unsigned int i, side;

	*subject = (struct tcps_subject){
		.flow = flow->id,
		.type = TCPS_RECORD_LIFE,
		.endpoint = TCPS_ROLE_NONE,
	};
	spin_lock_bh(&flow->lock);
	i = conn->initiator;
	subject->state[0] = tcps_fsm_state(conn, i);
	subject->state[1] = tcps_fsm_state(conn, !i);
	subject->end = tcps_flow_end(flow);
	for (side = 0; side < 2; side++) {
		owner = tcps_flow_owner(flow, side);
		if (owner)
			subject_owner(subject, side != i, owner);
	}
	spin_unlock_bh(&flow->lock);
	subject_ends(subject, &flow->key.ends, tcps_key_is_ipv4(&flow->key), i);
}
