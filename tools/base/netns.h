/* SPDX-License-Identifier: GPL-2.0 */
/* Network namespaces. */
#ifndef TCPST_NETNS_H
#define TCPST_NETNS_H

#define TCPST_NETNS_DIR "/run/netns"

int tcpst_netns_enter(const char *name);

#endif /* TCPST_NETNS_H */
