// SPDX-License-Identifier: GPL-2.0
/*
 * Multicast of events: a reader of the recorder like any other, with a cursor
 * of its own, that packs the events into messages of the group "events".
 */
#include "notify.h"

#include <net/genetlink.h>

#include "encode_event.h"
#include "netlink.h"
#include "observer.h"
#include "uapi/tcpstates.h"

/* A new listener gets at most this many earlier events. */
#define FRESH 64

/* Messages in a row before other work may run. */
#define BATCH 64

/* One message with the new events. Return: there may be more. */
static bool send_one(struct tcps_observer *observer)
{
	u64 cursor = observer->notified, start = cursor;
	struct tcps_record record;
	bool full = false;
	struct sk_buff *skb;
	u64 lost = 0;
	void *header;

	/* A page: it fits every reader's buffer, and uses all that is allocated. */
	skb = genlmsg_new(GENLMSG_DEFAULT_SIZE, GFP_KERNEL);
	if (!skb)
		return false;	/* the next event tries again */
	header = genlmsg_put(skb, 0, 0, &tcps_netlink_family, 0,
			     TCPSTATES_CMD_EVENT_NTF);
	if (!header)
		goto free;
	for (;;) {
		u64 at = cursor, before = lost;

		if (!tcps_recorder_read(&observer->recorder, &cursor, &record,
					&lost))
			break;
		if (tcps_encode_event(skb, &record, cursor - 1)) {
			cursor = at;
			lost = before;
			full = true;
			break;
		}
	}
	if (cursor == start)
		goto free;
	if (tcps_encode_frame(skb, cursor, lost))
		goto free;
	genlmsg_end(skb, header);
	observer->notified = cursor;
	if (!tcps_netlink_multicast(observer->net, skb)) {
		/* There is a listener, but in another namespace. */
		WRITE_ONCE(observer->listened, false);
		return false;
	}
	tcps_stats_inc(observer->stats, TCPS_STAT_NTF_MESSAGES);
	tcps_stats_add(observer->stats, TCPS_STAT_NTF_LOST, lost);
	return full;
free:
	nlmsg_free(skb);
	return false;
}

static void notify(struct work_struct *work)
{
	struct tcps_observer *observer =
		container_of(to_delayed_work(work), struct tcps_observer,
			     notify);
	u64 next = tcps_recorder_next(&observer->recorder);
	unsigned int budget = BATCH;

	if (!READ_ONCE(observer->listened)) {
		WRITE_ONCE(observer->listened, true);
		observer->notified = max(observer->notified,
					 next > FRESH ? next - FRESH : 0);
	}
	while (send_one(observer)) {
		if (!--budget) {
			queue_delayed_work(system_power_efficient_wq,
					   &observer->notify, 0);
			break;
		}
		cond_resched();
	}
}

/** tcps_notify_init() - set up the multicast of a namespace */
void tcps_notify_init(struct tcps_observer *observer)
{
	observer->notified = 0;
	observer->listened = false;
	INIT_DELAYED_WORK(&observer->notify, notify);
}

/** tcps_notify_exit() - stop it; nothing is recorded any more; may sleep */
void tcps_notify_exit(struct tcps_observer *observer)
{
	cancel_delayed_work_sync(&observer->notify);
}
