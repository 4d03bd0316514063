// SPDX-License-Identifier: GPL-2.0
/* The events of the recorder by netlink, as a dump. */
#include "netlink_events.h"

#include <net/genetlink.h>

#include "compat.h"
#include "encode_event.h"
#include "filter_parse.h"
#include "observer.h"
#include "subject.h"
#include "uapi/tcpstates.h"

/**
 * struct event_dump - where a dump of events is
 * @recorder: that of the socket's namespace; the socket keeps both alive
 * @filter: the events to dump
 * @cursor: number of the next event
 * @end:    number at which the dump ends
 * @lost:   overwritten, and not reported yet
 * @done:   the last message is out
 */
struct event_dump {
	struct tcps_recorder *recorder;
	struct tcps_filter filter;
	u64 cursor;
	u64 end;
	u64 lost;
	bool done;
};

static bool event_wanted(const struct tcps_filter *filter,
			 const struct tcps_record *record)
{
	struct tcps_subject subject;

	tcps_subject_record(record, &subject);
	return tcps_filter_match(filter, &subject);
}

/** tcps_netlink_events_start() - begin a dump of events; process context */
int tcps_netlink_events_start(struct netlink_callback *cb)
{
	struct tcps_recorder *recorder =
		&tcps_observer_of(sock_net(cb->skb->sk))->recorder;
	struct nlattr **attrs = tcps_dump_attrs(cb);
	struct event_dump *dump;
	int err;

	dump = kzalloc(sizeof(*dump), GFP_KERNEL);
	if (!dump)
		return -ENOMEM;
	err = tcps_filter_parse(attrs[TCPSTATES_A_EVENTS_FILTER],
				&dump->filter, cb->extack);
	if (err) {
		kfree(dump);
		return err;
	}
	dump->recorder = recorder;
	dump->end = tcps_recorder_next(recorder);
	dump->cursor = attrs[TCPSTATES_A_EVENTS_FROM] ?
		       nla_get_u64(attrs[TCPSTATES_A_EVENTS_FROM]) :
		       tcps_recorder_first(recorder);
	/* Numbering has restarted since the client got that one: NEXT shows it. */
	dump->cursor = min(dump->cursor, dump->end);
	cb->args[0] = (long)dump;
	return 0;
}

/** tcps_netlink_events_done() - end a dump, complete or not */
int tcps_netlink_events_done(struct netlink_callback *cb)
{
	kfree((void *)cb->args[0]);
	return 0;
}

/* Events until the message is full. Return: the dump is complete. */
static bool put_events(struct sk_buff *skb, struct event_dump *dump)
{
	struct tcps_record record;
	unsigned int budget = 4096;

	while (dump->cursor < dump->end && budget--) {
		u64 at = dump->cursor, lost = dump->lost;

		if (!tcps_recorder_read(dump->recorder, &dump->cursor,
					&record, &dump->lost))
			return true;
		if (!event_wanted(&dump->filter, &record))
			continue;
		if (tcps_encode_event(skb, &record, dump->cursor - 1)) {
			dump->cursor = at;
			dump->lost = lost;
			return false;
		}
	}
	return dump->cursor >= dump->end;
}

/**
 * tcps_netlink_events_dump() - fill a message with the next events
 * @skb: the message
 * @cb:  the dump
 *
 * Process context.
 *
 * Return: the length of the message, 0 at the end of the dump.
 */
int tcps_netlink_events_dump(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct event_dump *dump = (struct event_dump *)cb->args[0];
	void *header;

	if (dump->done)
		return 0;
	header = genlmsg_put(skb, NETLINK_CB(cb->skb).portid,
			     cb->nlh->nlmsg_seq, &tcps_netlink_family,
			     NLM_F_MULTI, TCPSTATES_CMD_EVENT_GET);
	if (!header)
		return -EMSGSIZE;
	dump->done = put_events(skb, dump);
	if (tcps_encode_frame(skb, dump->cursor, dump->lost)) {
		genlmsg_cancel(skb, header);
		return -EMSGSIZE;
	}
	dump->lost = 0;
	genlmsg_end(skb, header);
	return skb->len;
}
