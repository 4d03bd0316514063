/* SPDX-License-Identifier: GPL-2.0 */
/* Files in /proc. */
#ifndef TCPS_PROCFS_H
#define TCPS_PROCFS_H

struct net;

int tcps_procfs_init(void);
void tcps_procfs_exit(void);
int tcps_procfs_register(struct net *net);
void tcps_procfs_unregister(struct net *net);

#endif /* TCPS_PROCFS_H */
