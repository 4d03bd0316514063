/* SPDX-License-Identifier: GPL-2.0 */
/* Observing network namespaces, existing ones and new ones. */
#ifndef TCPS_NETNS_H
#define TCPS_NETNS_H

int tcps_netns_init(void);
void tcps_netns_exit(void);

#endif /* TCPS_NETNS_H */
