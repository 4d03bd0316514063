// SPDX-License-Identifier: GPL-2.0
/*
 * Flows and events as netlink attributes, in the wire format of
 * Documentation/netlink/specs/tcpstates.yaml.
 */
#include "encode.h"

#include <linux/ctype.h>
#include <linux/kallsyms.h>
#include <linux/ktime.h>

#include "compat.h"
#include "core/class.h"
#include "core/silence.h"
#include "core/verdict.h"
#include "record.h"
#include "settings.h"
#include "uapi/tcpstates.h"

/* Of a state the attribute is its number + 1. */
static_assert(TCPS_STATE_MAX == (int)TCPSTATES_A_STATE_NS_LAST_ACK);

/* Where the owner stands, of a flow and of an event. */
struct owner_attrs {
	int pid, uid, comm, cookie, pad;
};

static const struct owner_attrs flow_owner = {
	TCPSTATES_A_FLOW_PID, TCPSTATES_A_FLOW_UID, TCPSTATES_A_FLOW_COMM,
	TCPSTATES_A_FLOW_COOKIE, TCPSTATES_A_FLOW_PAD,
};

static const struct owner_attrs event_owner = {
	TCPSTATES_A_EVENT_PID, TCPSTATES_A_EVENT_UID, TCPSTATES_A_EVENT_COMM,
	TCPSTATES_A_EVENT_COOKIE, TCPSTATES_A_EVENT_PAD,
};

static int put_u64(struct sk_buff *skb, int attr, u64 value, int pad)
{
	return nla_put_u64_64bit(skb, attr, value, pad);
}

/* Durations that are not known are left out. */
static int put_known(struct sk_buff *skb, int attr, u64 ns)
{
	if (ns == TCPS_UNKNOWN_NS)
		return 0;
	return put_u64(skb, attr, ns, TCPSTATES_A_FLOW_PAD);
}

static int put_addr(struct sk_buff *skb, int attr,
		    const struct tcps_record *record, unsigned int side)
{
	const struct in6_addr *addr = &record->ends.addr[side];

	return tcps_record_is_ipv4(record) ?
	       nla_put_in_addr(skb, attr, addr->s6_addr32[3]) :
	       nla_put_in6_addr(skb, attr, addr);
}

/* Of either family: IPv4 as ::ffff:a.b.c.d. */
static int put_any_addr(struct sk_buff *skb, int attr, const struct in6_addr *addr)
{
	return ipv6_addr_v4mapped(addr) ?
	       nla_put_in_addr(skb, attr, addr->s6_addr32[3]) :
	       nla_put_in6_addr(skb, attr, addr);
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

	return put_addr(skb, TCPSTATES_A_FLOW_INITIATOR_ADDR, record, i) ||
	       nla_put_be16(skb, TCPSTATES_A_FLOW_INITIATOR_PORT,
			    record->ends.port[i]) ||
	       put_addr(skb, TCPSTATES_A_FLOW_RESPONDER_ADDR, record, !i) ||
	       nla_put_be16(skb, TCPSTATES_A_FLOW_RESPONDER_PORT,
			    record->ends.port[!i]);
}

static int put_verdict(struct sk_buff *skb, const struct tcps_verdict *v)
{
	return nla_put_u8(skb, TCPSTATES_A_FLOW_INITIATOR_STATE, v->state[0]) ||
	       nla_put_u8(skb, TCPSTATES_A_FLOW_RESPONDER_STATE, v->state[1]) ||
	       put_u64(skb, TCPSTATES_A_FLOW_START_NS, v->start,
		       TCPSTATES_A_FLOW_PAD) ||
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
	       put_u64(skb, TCPSTATES_A_FLOW_INITIATOR_BYTES, v->bytes[0],
		       TCPSTATES_A_FLOW_PAD) ||
	       put_u64(skb, TCPSTATES_A_FLOW_RESPONDER_BYTES, v->bytes[1],
		       TCPSTATES_A_FLOW_PAD) ||
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

/* Of an end by an ICMP error: nobody has answered. */
static int put_few(struct sk_buff *skb, const struct tcps_record *record)
{
	const struct tcps_record_life *life = &record->life;
	unsigned int role;

	for (role = 0; record->accounted && role < 2; role++)
		if (put_u64(skb, TCPSTATES_A_FLOW_INITIATOR_PACKETS + role,
			    life->few[role ? !record->initiator :
					     record->initiator],
			    TCPSTATES_A_FLOW_PAD))
			return -EMSGSIZE;
	if (ipv6_addr_any(&life->icmp.from))	/* not known */
		return 0;
	return put_any_addr(skb, TCPSTATES_A_FLOW_ICMP_FROM, &life->icmp.from) ||
	       nla_put_u8(skb, TCPSTATES_A_FLOW_ICMP_TYPE, life->icmp.type) ||
	       nla_put_u8(skb, TCPSTATES_A_FLOW_ICMP_CODE, life->icmp.code);
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
			    life->packets[side], TCPSTATES_A_FLOW_PAD))
			return -EMSGSIZE;
		if (life->rtt_us[side] &&
		    put_u64(skb, TCPSTATES_A_FLOW_INITIATOR_RTT_NS + role,
			    (u64)life->rtt_us[side] * NSEC_PER_USEC,
			    TCPSTATES_A_FLOW_PAD))
			return -EMSGSIZE;
	}
	return 0;
}

static int put_owner(struct sk_buff *skb, const struct tcps_record *record,
		     const struct owner_attrs *attrs)
{
	const struct tcps_owner *owner = &record->owner;
	u32 pid;

	if (!record->owned)
		return 0;
	pid = tcps_flow_reader_pid(owner);
	if (pid && nla_put_u32(skb, attrs->pid, pid))
		return -EMSGSIZE;
	if (owner->pid && nla_put_string(skb, attrs->comm, owner->comm))
		return -EMSGSIZE;
	return nla_put_u32(skb, attrs->uid, owner->uid) ||
	       put_u64(skb, attrs->cookie, owner->cookie, attrs->pad);
}

/* The time to live of a RST, and that usual for its alleged sender. */
static int put_hops(struct sk_buff *skb, const struct tcps_record *record,
		    int ttl, int usual)
{
	return (record->rst_ttl && nla_put_u8(skb, ttl, record->rst_ttl)) ||
	       (record->rst_usual && nla_put_u8(skb, usual, record->rst_usual)) ?
	       -EMSGSIZE : 0;
}

/* Of a RST that was believed; what another machine sent has no reason. */
static int put_reset(struct sk_buff *skb, const struct tcps_record *record)
{
	if (record->life.conn.reset_by == TCPS_SIDE_NONE)
		return 0;
	if (record->reset != TCPS_RESET_UNKNOWN &&
	    nla_put_u8(skb, TCPSTATES_A_FLOW_RESET_REASON, record->reset))
		return -EMSGSIZE;
	return put_hops(skb, record, TCPSTATES_A_FLOW_RESET_TTL,
			TCPSTATES_A_FLOW_RESET_USUAL_TTL);
}

/* What hangs on every segment is known with accounting only. */
static int put_silence_of(struct sk_buff *skb, const struct tcps_record *record,
			  unsigned int role)
{
	const struct tcps_conn *conn = &record->life.conn;
	unsigned int side = conn->initiator ^ role;
	u32 unacked = tcps_silence_unacked(conn, side);

	if ((conn->heard & BIT(side)) &&
	    put_u64(skb, TCPSTATES_A_FLOW_INITIATOR_HEARD_NS + role,
		    tcps_silence_heard(conn, side, record->time),
		    TCPSTATES_A_FLOW_PAD))
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

/* The ends that are not translated are what the flow has. */
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
		if (put_any_addr(skb, attr, &nat->addr[side]) ||
		    nla_put_be16(skb, attr + 1, nat->port[side]))
			return -EMSGSIZE;
	}
	return 0;
}

/* The members that a live flow and one that ended have in common. */
static int put_life(struct sk_buff *skb, const struct tcps_record *record,
		    const struct tcps_nat *nat, bool ended)
{
	const struct tcps_conn *conn = &record->life.conn;
	struct tcps_verdict verdict;
	u32 flags = 0;

	tcps_verdict_make(&verdict, conn, record->time);
	/* What a RST ended was kept a while after: that does not count. */
	if (ended && put_u64(skb, TCPSTATES_A_FLOW_STOP_NS, verdict.stop,
			     TCPSTATES_A_FLOW_PAD))
		return -EMSGSIZE;
	if (verdict.roles_known)
		flags |= TCPSTATES_FLOW_FLAGS_ROLES_KNOWN;
	if (verdict.adopted)
		flags |= TCPSTATES_FLOW_FLAGS_ADOPTED;
	if (record->accounted)
		flags |= TCPSTATES_FLOW_FLAGS_ACCOUNTED;
	return put_u64(skb, TCPSTATES_A_FLOW_ID, record->flow,
		       TCPSTATES_A_FLOW_PAD) ||
	       put_ends(skb, record) ||
	       nla_put_u32(skb, TCPSTATES_A_FLOW_FLAGS, flags) ||
	       put_verdict(skb, &verdict) || put_iss(skb, conn) ||
	       (record->by_icmp ? put_few(skb, record) :
				  put_accounts(skb, record)) ||
	       put_reset(skb, record) || put_silence(skb, record) ||
	       put_nat(skb, nat, record->initiator) ||
	       put_owner(skb, record, &flow_owner);
}

/**
 * tcps_encode_snapshot() - how a flow is now
 * @observer: the namespace
 * @flow:     the flow, under RCU
 * @now:      ktime_get_ns()
 * @snapshot: filled in
 *
 * Context: bottom halves on; takes the flow's lock for the copy only.
 * Return: false if the flow is gone.
 */
bool tcps_encode_snapshot(struct tcps_observer *observer, struct tcps_flow *flow,
			  u64 now, struct tcps_snapshot *snapshot)
{
	struct tcps_record *record = &snapshot->record;
	struct tcps_record_life *life = &record->life;
	bool dead;

	record->owned = false;
	record->natted = false;
	spin_lock_bh(&flow->lock);
	dead = tcps_flow_is(flow, TCPS_FLOW_DEAD);
	tcps_record_life(record, observer, flow, max(now, flow->conn.start));
	snapshot->age = tcps_ticks(now) - READ_ONCE(flow->seen);
	snapshot->nat.known = 0;
	if (flow->translated)
		snapshot->nat = *tcps_flow_nat(flow);
	spin_unlock_bh(&flow->lock);
	if (dead)
		return false;

	if ((s32)snapshot->age < 0)
		snapshot->age = 0;
	snapshot->class = tcps_class_of(&life->conn);
	record->flow = flow->id;
	record->ends = flow->key.ends;
	record->initiator = life->conn.initiator;
	if (tcps_flow_has_owner(flow)) {
		record->owned = true;
		record->owner = tcps_flow_extra(flow)->owner;
	}
	return true;
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

	if (put_life(skb, &snapshot->record, &snapshot->nat, false) ||
	    nla_put_u8(skb, TCPSTATES_A_FLOW_CLASS, snapshot->class) ||
	    put_u64(skb, TCPSTATES_A_FLOW_EXPIRES_MS,
		    div_u64(left, NSEC_PER_MSEC), TCPSTATES_A_FLOW_PAD) ||
	    put_u64(skb, TCPSTATES_A_FLOW_SEEN_NS,
		    snapshot->record.time - age_ns, TCPSTATES_A_FLOW_PAD))
		return -EMSGSIZE;
	return 0;
}

static u8 role_of(const struct tcps_record *record, unsigned int side)
{
	if (side > 1)
		return TCPSTATES_ROLE_NONE;
	return side == record->initiator ? TCPSTATES_ROLE_INITIATOR :
					   TCPSTATES_ROLE_RESPONDER;
}

static int put_event_ends(struct sk_buff *skb,
			  const struct tcps_record *record)
{
	unsigned int i = record->initiator;

	return put_addr(skb, TCPSTATES_A_EVENT_INITIATOR_ADDR, record, i) ||
	       nla_put_be16(skb, TCPSTATES_A_EVENT_INITIATOR_PORT,
			    record->ends.port[i]) ||
	       put_addr(skb, TCPSTATES_A_EVENT_RESPONDER_ADDR, record, !i) ||
	       nla_put_be16(skb, TCPSTATES_A_EVENT_RESPONDER_PORT,
			    record->ends.port[!i]);
}

static int put_segment(struct sk_buff *skb, const struct tcps_record *record)
{
	const struct tcps_record_change *what = &record->change;
	const struct tcps_segment *seg = &what->seg;

	if (what->sender > 1)
		return 0;
	if ((seg->flags & TCPS_FLAG_ACK) &&
	    nla_put_u32(skb, TCPSTATES_A_EVENT_ACK, seg->ack))
		return -EMSGSIZE;
	return nla_put_u8(skb, TCPSTATES_A_EVENT_SENDER,
			  role_of(record, what->sender)) ||
	       nla_put_u32(skb, TCPSTATES_A_EVENT_SEQ, seg->seq) ||
	       nla_put_u32(skb, TCPSTATES_A_EVENT_LEN, seg->len) ||
	       nla_put_u8(skb, TCPSTATES_A_EVENT_TCP_FLAGS, seg->flags) ||
	       nla_put_u16(skb, TCPSTATES_A_EVENT_WINDOW, seg->window);
}

/*
 * The function that dropped it. The address is where the call returns to, which may be
 * behind the end of the function. That of a module that is gone has no name.
 */
static int put_symbol(struct sk_buff *skb, unsigned long where)
{
	char name[KSYM_SYMBOL_LEN];

	snprintf(name, sizeof(name), "%ps", (void *)(where - 1));
	if (!isalpha(*name) && *name != '_')
		return 0;
	name[strcspn(name, " ")] = '\0';	/* and not the module's */
	return nla_put_string(skb, TCPSTATES_A_EVENT_DROP_SYMBOL, name);
}

static int put_drop(struct sk_buff *skb, const struct tcps_record_drop *drop)
{
	const char *name;
	int err = 0;

	rcu_read_lock();
	name = tcps_drop_reason_name(drop->reason);
	if (name)
		err = nla_put_string(skb, TCPSTATES_A_EVENT_DROP_REASON_NAME, name);
	rcu_read_unlock();
	return err ||
	       nla_put_u32(skb, TCPSTATES_A_EVENT_DROP_REASON, drop->reason) ||
	       nla_put_u8(skb, TCPSTATES_A_EVENT_DROP_STAGE, drop->stage) ||
	       put_symbol(skb, drop->where);
}

static int put_icmp(struct sk_buff *skb, const struct tcps_icmp *icmp)
{
	return put_any_addr(skb, TCPSTATES_A_EVENT_ICMP_FROM, &icmp->from) ||
	       nla_put_u8(skb, TCPSTATES_A_EVENT_ICMP_TYPE, icmp->type) ||
	       nla_put_u8(skb, TCPSTATES_A_EVENT_ICMP_CODE, icmp->code);
}

static int put_change(struct sk_buff *skb, const struct tcps_record *record)
{
	const struct tcps_record_change *what = &record->change;
	const struct tcps_change *change = &what->change;
	unsigned int role;

	for (role = 0; role < 2; role++) {
		unsigned int side = role ? !record->initiator :
					   record->initiator;

		if ((what->iss_known & BIT(side)) &&
		    nla_put_u32(skb, TCPSTATES_A_EVENT_INITIATOR_ISS + role,
				what->iss[side]))
			return -EMSGSIZE;
	}
	if (what->notes_left_out &&
	    nla_put_u32(skb, TCPSTATES_A_EVENT_NOTES_LEFT_OUT,
			what->notes_left_out))
		return -EMSGSIZE;
	if (record->reset && nla_put_u8(skb, TCPSTATES_A_EVENT_RESET_REASON,
					record->reset))
		return -EMSGSIZE;
	if (put_hops(skb, record, TCPSTATES_A_EVENT_RESET_TTL,
		     TCPSTATES_A_EVENT_RESET_USUAL_TTL))
		return -EMSGSIZE;
	if (change->cause == TCPS_CAUSE_DROP && put_drop(skb, &record->drop))
		return -EMSGSIZE;
	if (record->by_icmp && put_icmp(skb, &record->icmp))
		return -EMSGSIZE;
	return put_event_ends(skb, record) ||
	       nla_put_u8(skb, TCPSTATES_A_EVENT_ENDPOINT,
			  role_of(record, change->side)) ||
	       nla_put_u8(skb, TCPSTATES_A_EVENT_FROM, change->from) ||
	       nla_put_u8(skb, TCPSTATES_A_EVENT_TO, change->to) ||
	       nla_put_u8(skb, TCPSTATES_A_EVENT_CAUSE, change->cause) ||
	       nla_put_u8(skb, TCPSTATES_A_EVENT_CERTAINTY,
			  change->certainty) ||
	       nla_put_u32(skb, TCPSTATES_A_EVENT_FLAGS,
			   change->flags & TCPS_CHANGE_RETRACT ?
			   TCPSTATES_EVENT_FLAGS_RETRACT : 0) ||
	       put_segment(skb, record) ||
	       put_owner(skb, record, &event_owner);
}

static int put_event_life(struct sk_buff *skb,
			  const struct tcps_record *record)
{
	struct nlattr *nest = nla_nest_start(skb, TCPSTATES_A_EVENT_LIFE);
	struct tcps_nat nat = { .known = 0 };

	if (record->natted)
		tcps_nat_unpack(&record->ends, &nat);
	if (!nest || put_life(skb, record, &nat, true))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

/* Space for what tcps_encode_frame() puts: two numbers, each padded. */
#define FRAME 48

/**
 * tcps_encode_event() - put a record into a message, as one nest
 * @skb:    the message
 * @record: the record
 * @seqno:  its number
 *
 * Space is left for tcps_encode_frame(). Return: 0, or -EMSGSIZE and nothing put
 * if there is no space for all of it.
 */
int tcps_encode_event(struct sk_buff *skb, const struct tcps_record *record,
		      u64 seqno)
{
	struct nlattr *nest = nla_nest_start(skb, TCPSTATES_A_EVENTS_EVENT);

	if (!nest)
		return -EMSGSIZE;
	if (put_u64(skb, TCPSTATES_A_EVENT_SEQNO, seqno,
		    TCPSTATES_A_EVENT_PAD) ||
	    nla_put_u8(skb, TCPSTATES_A_EVENT_TYPE, record->type) ||
	    put_u64(skb, TCPSTATES_A_EVENT_TIME_NS, record->time,
		    TCPSTATES_A_EVENT_PAD) ||
	    put_u64(skb, TCPSTATES_A_EVENT_FLOW, record->flow,
		    TCPSTATES_A_EVENT_PAD) ||
	    (record->type == TCPS_RECORD_LIFE ? put_event_life(skb, record) :
						put_change(skb, record)) ||
	    skb_tailroom(skb) < FRAME) {
		nla_nest_cancel(skb, nest);
		return -EMSGSIZE;
	}
	nla_nest_end(skb, nest);
	return 0;
}

/**
 * tcps_encode_frame() - end a message of events
 * @skb:  the message
 * @next: number of the event after the last one in it
 * @lost: numbers among those before that will never come
 *
 * Return: 0 or -EMSGSIZE.
 */
int tcps_encode_frame(struct sk_buff *skb, u64 next, u64 lost)
{
	if (lost && put_u64(skb, TCPSTATES_A_EVENTS_LOST, lost,
			    TCPSTATES_A_EVENTS_PAD))
		return -EMSGSIZE;
	return put_u64(skb, TCPSTATES_A_EVENTS_NEXT, next,
		       TCPSTATES_A_EVENTS_PAD);
}
