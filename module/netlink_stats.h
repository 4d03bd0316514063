/* SPDX-License-Identifier: GPL-2.0 */
/* The counters, as a netlink reply. */
#ifndef TCPS_NETLINK_STATS_H
#define TCPS_NETLINK_STATS_H

struct genl_info;
struct sk_buff;

int tcps_netlink_stats_get(struct sk_buff *skb, struct genl_info *info);

#endif /* TCPS_NETLINK_STATS_H */
