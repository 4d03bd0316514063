/* SPDX-License-Identifier: GPL-2.0 */
/* The events of the recorder, as netlink replies. */
#ifndef TCPS_NETLINK_EVENTS_H
#define TCPS_NETLINK_EVENTS_H

struct netlink_callback;
struct sk_buff;

int tcps_netlink_events_start(struct netlink_callback *cb);
int tcps_netlink_events_dump(struct sk_buff *skb, struct netlink_callback *cb);
int tcps_netlink_events_done(struct netlink_callback *cb);

#endif /* TCPS_NETLINK_EVENTS_H */
