/* SPDX-License-Identifier: GPL-2.0 */
/* Sysctls, net.tcpstates.*, per namespace. */
#ifndef TCPS_SYSCTL_H
#define TCPS_SYSCTL_H

struct tcps_observer;

struct ctl_table *tcps_sysctl_table(struct tcps_observer *observer);
int tcps_sysctl_register(struct tcps_observer *observer);
void tcps_sysctl_unregister(struct tcps_observer *observer);

#endif /* TCPS_SYSCTL_H */
