/* SPDX-License-Identifier: GPL-2.0 */
/* The generic netlink family. */
#ifndef TCPS_NETLINK_H
#define TCPS_NETLINK_H

#include <linux/types.h>

struct net;
struct sk_buff;

bool tcps_netlink_multicast(struct net *net, struct sk_buff *skb);
int tcps_netlink_init(void);
void tcps_netlink_exit(void);

#endif /* TCPS_NETLINK_H */
