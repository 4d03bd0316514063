/* SPDX-License-Identifier: GPL-2.0 */
/* The flows of the table, as netlink replies. */
#ifndef TCPS_NETLINK_FLOWS_H
#define TCPS_NETLINK_FLOWS_H

struct genl_info;
struct netlink_callback;
struct sk_buff;

int tcps_netlink_flows_start(struct netlink_callback *cb);
int tcps_netlink_flows_dump(struct sk_buff *skb, struct netlink_callback *cb);
int tcps_netlink_flows_done(struct netlink_callback *cb);
int tcps_netlink_flows_get(struct sk_buff *skb, struct genl_info *info);

#endif /* TCPS_NETLINK_FLOWS_H */
