// SPDX-License-Identifier: GPL-2.0
/*
 * Recorded events as netlink attributes, in the wire format of
 * Documentation/netlink/specs/tcpstates.yaml.
 */
#include "encode_event.h"

#include <linux/ctype.h>
#include <linux/kallsyms.h>

#include "attribute.h"
#include "compat.h"
#include "encode_flow.h"
#include "uapi/tcpstates.h"

/* By role. */
static const struct tcps_owner_attrs owners[2] = {
	{
		TCPSTATES_A_EVENT_PID, TCPSTATES_A_EVENT_UID, TCPSTATES_A_EVENT_COMM,
		TCPSTATES_A_EVENT_COOKIE, TCPSTATES_A_EVENT_CGROUP, TCPSTATES_A_EVENT_PAD,
	}, {
		TCPSTATES_A_EVENT_RESPONDER_PID, TCPSTATES_A_EVENT_RESPONDER_UID,
		TCPSTATES_A_EVENT_RESPONDER_COMM, TCPSTATES_A_EVENT_RESPONDER_COOKIE,
		TCPSTATES_A_EVENT_RESPONDER_CGROUP, TCPSTATES_A_EVENT_PAD,
	},
};

static u8 role_of(const struct tcps_record *record, unsigned int side)
{
	if (side > 1)
		return TCPSTATES_ROLE_NONE;
	return side == record->initiator ? TCPSTATES_ROLE_INITIATOR :
					   TCPSTATES_ROLE_RESPONDER;
}

static int put_ends(struct sk_buff *skb, const struct tcps_record *record)
{
	unsigned int i = record->initiator;

	return tcps_attribute_end(skb, TCPSTATES_A_EVENT_INITIATOR_ADDR, record, i) ||
	       tcps_attribute_end(skb, TCPSTATES_A_EVENT_RESPONDER_ADDR, record, !i);
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
	if (what->options &&
	    nla_put_u32(skb, TCPSTATES_A_EVENT_OPTIONS, what->options))
		return -EMSGSIZE;
	return nla_put_u8(skb, TCPSTATES_A_EVENT_SENDER,
			  role_of(record, what->sender)) ||
	       nla_put_u32(skb, TCPSTATES_A_EVENT_SEQ, seg->seq) ||
	       nla_put_u32(skb, TCPSTATES_A_EVENT_LEN, seg->len) ||
	       nla_put_u8(skb, TCPSTATES_A_EVENT_TCP_FLAGS, seg->flags) ||
	       nla_put_u16(skb, TCPSTATES_A_EVENT_WINDOW, seg->window);
}

/*
 * The function that dropped it. The address is a return address, which may lie past the end
 * of the function. One in an unloaded module has no name.
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
	return tcps_attribute_addr(skb, TCPSTATES_A_EVENT_ICMP_FROM, &icmp->from) ||
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
	if (tcps_attribute_hops(skb, record, TCPSTATES_A_EVENT_RESET_TTL,
				TCPSTATES_A_EVENT_RESET_USUAL_TTL))
		return -EMSGSIZE;
	if (change->cause == TCPS_CAUSE_DROP && put_drop(skb, &record->drop))
		return -EMSGSIZE;
	if (record->by_icmp && put_icmp(skb, &record->icmp))
		return -EMSGSIZE;
	return put_ends(skb, record) ||
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
	       tcps_attribute_owners(skb, record, owners);
}

static int put_life(struct sk_buff *skb, const struct tcps_record *record)
{
	struct nlattr *nest = nla_nest_start(skb, TCPSTATES_A_EVENT_LIFE);
	struct tcps_nat nat = { .known = 0 };

	if (record->natted)
		tcps_nat_unpack(&record->ends, &nat);
	if (!nest || tcps_encode_life(skb, record, &nat, true))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

/* Space for the attributes of tcps_encode_frame(): two numbers, each padded. */
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
	if (nla_put_u64_64bit(skb, TCPSTATES_A_EVENT_SEQNO, seqno,
			      TCPSTATES_A_EVENT_PAD) ||
	    nla_put_u8(skb, TCPSTATES_A_EVENT_TYPE, record->type) ||
	    nla_put_u64_64bit(skb, TCPSTATES_A_EVENT_TIME_NS, record->time,
			      TCPSTATES_A_EVENT_PAD) ||
	    nla_put_u64_64bit(skb, TCPSTATES_A_EVENT_FLOW, record->flow,
			      TCPSTATES_A_EVENT_PAD) ||
	    (record->type == TCPS_RECORD_LIFE ? put_life(skb, record) :
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
 * @lost: how many events before that were overwritten and not sent
 *
 * Return: 0 or -EMSGSIZE.
 */
int tcps_encode_frame(struct sk_buff *skb, u64 next, u64 lost)
{
	if (lost && nla_put_u64_64bit(skb, TCPSTATES_A_EVENTS_LOST, lost,
				      TCPSTATES_A_EVENTS_PAD))
		return -EMSGSIZE;
	return nla_put_u64_64bit(skb, TCPSTATES_A_EVENTS_NEXT, next,
				 TCPSTATES_A_EVENTS_PAD);
}
