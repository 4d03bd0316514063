// SPDX-License-Identifier: GPL-2.0
/*
 * Flows as netlink attributes, in the wire format of
 * Documentation/netlink/specs/tcpstates.yaml.
 */
#include "encode_flow.h"

#include <linux/ktime.h>

#include "attribute.h"
#include "core/silence.h"
#include "core/verdict.h"
#include "record.h"
#include "settings.h"
#include "snapshot.h"
#include "uapi/tcpstates.h"

/* The attribute of a state is its number + 1. */
static_assert(TCPS_STATE_MAX == (int)TCPSTATES_A_STATE_NS_LAST_ACK);

static_assert(TCPS_KNOW_SYN == (int)TCPSTATES_FACT_SYN &&
	      TCPS_KNOW_PEER_SYN == (int)TCPSTATES_FACT_PEER_SYN &&
	      TCPS_KNOW_SYN_ACKED == (int)TCPSTATES_FACT_SYN_ACKED &&
	      TCPS_KNOW_FIN == (int)TCPSTATES_FACT_FIN &&
	      TCPS_KNOW_PEER_FIN == (int)TCPSTATES_FACT_PEER_FIN &&
	      TCPS_KNOW_FIN_ACKED == (int)TCPSTATES_FACT_FIN_ACKED &&
	      TCPS_KNOW_GONE == (int)TCPSTATES_FACT_GONE &&
	      TCPS_KNOW_RESET == (int)TCPSTATES_FACT_RESET);

/* By role. */
static const struct tcps_owner_attrs owners[2] = {
	{
		TCPSTATES_A_FLOW_PID, TCPSTATES_A_FLOW_UID, TCPSTATES_A_FLOW_COMM,
		TCPSTATES_A_FLOW_COOKIE, TCPSTATES_A_FLOW_CGROUP, TCPSTATES_A_FLOW_PAD,
	}, {
		TCPSTATES_A_FLOW_RESPONDER_PID, TCPSTATES_A_FLOW_RESPONDER_UID,
		TCPSTATES_A_FLOW_RESPONDER_COMM, TCPSTATES_A_FLOW_RESPONDER_COOKIE,
		TCPSTATES_A_FLOW_RESPONDER_CGROUP, TCPSTATES_A_FLOW_PAD,
	},
};

static int put_u64(struct sk_buff *skb, int attr, u64 value)
{
	return nla_put_u64_64bit(skb, attr, value, TCPSTATES_A_FLOW_PAD);
}

/* Unknown durations are left out. */
static int put_known(struct sk_buff *skb, int attr, u64 ns)
{
	if (ns == TCPS_UNKNOWN_NS)
		return 0;
	return put_u64(skb, attr, ns);
}

static int put_state_ns(struct sk_buff *skb, int attr,
			const u64 state_ns[TCPS_STATE_MAX], u16 been)
{
	struct nlattr *nest = nla_nest_start(skb, attr);
	unsigned int state;

	if (!nest)
		return -EMSGSIZE;
	for (state = 0; state < TCPS_STATE_MAX; state++)
		if ((been & BIT(state)) &&
		    nla_put_u64_64bit(skb, state + 1, state_ns[state],
				      TCPSTATES_A_STATE_NS_PAD)) {
			nla_nest_cancel(skb, nest);
			return -EMSGSIZE;
		}
	nla_nest_end(skb, nest);
	return 0;
}

static int put_ends(struct sk_buff *skb, const struct tcps_record *record)
{
	unsigned int i = record->initiator;

	return tcps_attribute_end(skb, TCPSTATES_A_FLOW_INITIATOR_ADDR, record, i) ||
	       tcps_attribute_end(skb, TCPSTATES_A_FLOW_RESPONDER_ADDR, record, !i);
}

static int put_verdict(struct sk_buff *skb, const struct tcps_verdict *v)
{
	return nla_put_u8(skb, TCPSTATES_A_FLOW_INITIATOR_STATE, v->state[0]) ||
	       nla_put_u8(skb, TCPSTATES_A_FLOW_RESPONDER_STATE, v->state[1]) ||
	       put_u64(skb, TCPSTATES_A_FLOW_START_NS, v->start) ||
	       nla_put_u8(skb, TCPSTATES_A_FLOW_END, v->end) ||
	       nla_put_u8(skb, TCPSTATES_A_FLOW_CLOSED_FIRST,
			  v->closed_first) ||
	       nla_put_u8(skb, TCPSTATES_A_FLOW_RESET_BY, v->reset_by) ||
	       nla_put_u8(skb, TCPSTATES_A_FLOW_SYN_REPEATS, v->syn_repeats) ||
	       nla_put_u8(skb, TCPSTATES_A_FLOW_SYN_ACK_REPEATS,
			  v->syn_ack_repeats) ||
	       nla_put_u8(skb, TCPSTATES_A_FLOW_INITIATOR_FIN_REPEATS,
			  v->fin_repeats[0]) ||
	       nla_put_u8(skb, TCPSTATES_A_FLOW_RESPONDER_FIN_REPEATS,
			  v->fin_repeats[1]) ||
	       put_known(skb, TCPSTATES_A_FLOW_SYN_TO_SYN_ACK_NS,
			 v->syn_to_syn_ack) ||
	       put_known(skb, TCPSTATES_A_FLOW_SYN_ACK_TO_ACK_NS,
			 v->syn_ack_to_ack) ||
	       put_known(skb, TCPSTATES_A_FLOW_HALF_CLOSE_NS,
			 v->half_close_ns) ||
	       put_u64(skb, TCPSTATES_A_FLOW_INITIATOR_BYTES, v->bytes[0]) ||
	       put_u64(skb, TCPSTATES_A_FLOW_RESPONDER_BYTES, v->bytes[1]) ||
	       put_state_ns(skb, TCPSTATES_A_FLOW_INITIATOR_STATE_NS,
			    v->state_ns[0], v->been[0]) ||
	       put_state_ns(skb, TCPSTATES_A_FLOW_RESPONDER_STATE_NS,
			    v->state_ns[1], v->been[1]) ||
	       nla_put_u8(skb, TCPSTATES_A_FLOW_ZEEK, v->zeek);
}

static int put_iss(struct sk_buff *skb, const struct tcps_conn *conn)
{
	unsigned int i = conn->initiator;

	if ((conn->ep[i].flags & TCPS_EP_SEEN) &&
	    nla_put_u32(skb, TCPSTATES_A_FLOW_INITIATOR_ISS, conn->ep[i].iss))
		return -EMSGSIZE;
	if ((conn->ep[!i].flags & TCPS_EP_SEEN) &&
	    nla_put_u32(skb, TCPSTATES_A_FLOW_RESPONDER_ISS, conn->ep[!i].iss))
		return -EMSGSIZE;
	return 0;
}

/* Facts that are proven by now, including those presumed at first. */
static int put_proven(struct sk_buff *skb, const struct tcps_conn *conn)
{
	unsigned int i = conn->initiator;

	return nla_put_u8(skb, TCPSTATES_A_FLOW_INITIATOR_PROVEN, conn->ep[i].proven) ||
	       nla_put_u8(skb, TCPSTATES_A_FLOW_RESPONDER_PROVEN, conn->ep[!i].proven);
}

/* For a flow that an ICMP error ended: it had no answer. */
static int put_few(struct sk_buff *skb, const struct tcps_record *record)
{
	const struct tcps_record_life *life = &record->life;
	unsigned int role;

	for (role = 0; record->accounted && role < 2; role++)
		if (put_u64(skb, TCPSTATES_A_FLOW_INITIATOR_PACKETS + role,
			    life->few[role ? !record->initiator :
					     record->initiator]))
			return -EMSGSIZE;
	if (ipv6_addr_any(&life->icmp_from))	/* not known */
		return 0;
	return tcps_attribute_addr(skb, TCPSTATES_A_FLOW_ICMP_FROM, &life->icmp_from) ||
	       nla_put_u8(skb, TCPSTATES_A_FLOW_ICMP_TYPE, life->icmp_type) ||
	       nla_put_u8(skb, TCPSTATES_A_FLOW_ICMP_CODE, life->icmp_code);
}

static int put_accounts(struct sk_buff *skb, const struct tcps_record *record)
{
	const struct tcps_record_life *life = &record->life;
	unsigned int role;

	if (!record->accounted)
		return 0;
	for (role = 0; role < 2; role++) {
		unsigned int side = role ? !record->initiator :
					   record->initiator;

		if (put_u64(skb, TCPSTATES_A_FLOW_INITIATOR_PACKETS + role,
			    life->counts[side].packets))
			return -EMSGSIZE;
		if (life->times[side].rtt_us &&
		    put_u64(skb, TCPSTATES_A_FLOW_INITIATOR_RTT_NS + role,
			    (u64)life->times[side].rtt_us * NSEC_PER_USEC))
			return -EMSGSIZE;
	}
	return 0;
}

static int put_options(struct sk_buff *skb, const struct tcps_record *record)
{
	unsigned int role;

	for (role = 0; role < 2; role++) {
		u32 options = tcps_record_options(record, record->initiator ^ role);

		if (options &&
		    nla_put_u32(skb, TCPSTATES_A_FLOW_INITIATOR_OPTIONS + role, options))
			return -EMSGSIZE;
	}
	return 0;
}

/* For an accepted RST; the reason is known only if this machine sent it. */
static int put_reset(struct sk_buff *skb, const struct tcps_record *record)
{
	if (record->life.conn.reset_by == TCPS_SIDE_NONE)
		return 0;
	if (record->reset != TCPS_RESET_UNKNOWN &&
	    nla_put_u8(skb, TCPSTATES_A_FLOW_RESET_REASON, record->reset))
		return -EMSGSIZE;
	return tcps_attribute_hops(skb, record, TCPSTATES_A_FLOW_RESET_TTL,
				   TCPSTATES_A_FLOW_RESET_USUAL_TTL);
}

/* Values that depend on every segment are known only with accounting. */
static int put_silence_of(struct sk_buff *skb, const struct tcps_record *record,
			  unsigned int role)
{
	const struct tcps_conn *conn = &record->life.conn;
	unsigned int side = conn->initiator ^ role;
	u32 unacked = tcps_silence_unacked(conn, side);

	if ((conn->heard & BIT(side)) &&
	    put_u64(skb, TCPSTATES_A_FLOW_INITIATOR_HEARD_NS + role,
		    tcps_silence_heard(conn, side, record->time)))
		return -EMSGSIZE;
	if (!record->accounted)
		return 0;
	if (unacked != TCPS_UNACKED_UNKNOWN &&
	    nla_put_u32(skb, TCPSTATES_A_FLOW_INITIATOR_UNACKED + role, unacked))
		return -EMSGSIZE;
	return nla_put_u8(skb, TCPSTATES_A_FLOW_INITIATOR_PROBES + role,
			  tcps_silence_probes(conn, side));
}

static int put_silence(struct sk_buff *skb, const struct tcps_record *record)
{
	return put_silence_of(skb, record, 0) || put_silence_of(skb, record, 1) ?
	       -EMSGSIZE : 0;
}

/* Only translated ends; the others are those of the flow. */
static int put_nat(struct sk_buff *skb, const struct tcps_nat *nat,
		   unsigned int initiator)
{
	unsigned int role;

	for (role = 0; role < 2; role++) {
		int attr = role ? TCPSTATES_A_FLOW_RESPONDER_NAT_ADDR :
				  TCPSTATES_A_FLOW_INITIATOR_NAT_ADDR;
		unsigned int side = initiator ^ role;

		if (!(nat->known & BIT(side)))
			continue;
		if (tcps_attribute_addr(skb, attr, &nat->addr[side]) ||
		    nla_put_be16(skb, attr + 1, nat->port[side]))
			return -EMSGSIZE;
	}
	return 0;
}

/**
 * tcps_encode_life() - put the attributes common to live and ended flows
 * @skb:    the message
 * @record: the flow
 * @nat:    its translated ends
 * @ended:  it has ended
 *
 * Return: 0, or nonzero if there is no space for all of it.
 */
int tcps_encode_life(struct sk_buff *skb, const struct tcps_record *record,
		     const struct tcps_nat *nat, bool ended)
{
	const struct tcps_conn *conn = &record->life.conn;
	struct tcps_verdict verdict;
	u32 flags = 0;

	tcps_verdict_make(&verdict, conn, record->time);
	verdict.end = tcps_record_verdict_end(record);
	/* A flow that a RST ended was kept for a while: that does not count. */
	if (ended && put_u64(skb, TCPSTATES_A_FLOW_STOP_NS, verdict.stop))
		return -EMSGSIZE;
	if (verdict.roles_known)
		flags |= TCPSTATES_FLOW_FLAGS_ROLES_KNOWN;
	if (verdict.adopted)
		flags |= TCPSTATES_FLOW_FLAGS_ADOPTED;
	if (record->accounted)
		flags |= TCPSTATES_FLOW_FLAGS_ACCOUNTED;
	return put_u64(skb, TCPSTATES_A_FLOW_ID, record->flow) ||
	       put_ends(skb, record) ||
	       nla_put_u32(skb, TCPSTATES_A_FLOW_FLAGS, flags) ||
	       put_verdict(skb, &verdict) || put_iss(skb, conn) ||
	       put_proven(skb, conn) ||
	       (record->by_icmp ? put_few(skb, record) :
				  put_accounts(skb, record)) ||
	       put_options(skb, record) || put_reset(skb, record) || put_silence(skb, record) ||
	       put_nat(skb, nat, record->initiator) ||
	       tcps_attribute_owners(skb, record, owners);
}

/**
 * tcps_encode_flow() - put a live flow into a message
 * @skb:      the message
 * @snapshot: the flow
 * @settings: for its timeout
 *
 * Return: 0, or -EMSGSIZE if there is no space for all of it.
 */
int tcps_encode_flow(struct sk_buff *skb, const struct tcps_snapshot *snapshot,
		     const struct tcps_settings *settings)
{
	u64 age_ns = (u64)snapshot->age << TCPS_TICK_SHIFT;
	u64 timeout_ns = (u64)READ_ONCE(settings->timeout[snapshot->class]) *
			 NSEC_PER_SEC;
	u64 left = timeout_ns > age_ns ? timeout_ns - age_ns : 0;

	if (tcps_encode_life(skb, &snapshot->record, &snapshot->nat, false) ||
	    nla_put_u8(skb, TCPSTATES_A_FLOW_CLASS, snapshot->class) ||
	    put_u64(skb, TCPSTATES_A_FLOW_EXPIRES_MS,
		    div_u64(left, NSEC_PER_MSEC)) ||
	    put_u64(skb, TCPSTATES_A_FLOW_SEEN_NS,
		    snapshot->record.time - age_ns))
		return -EMSGSIZE;
	return 0;
}
