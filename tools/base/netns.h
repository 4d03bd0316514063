/* SPDX-License-Identifier: GPL-2.0 */
/* Network namespaces. */
#ifndef TCPST_NETNS_H
#define TCPST_NETNS_H

#include <stddef.h>
#include <sys/types.h>

#define TCPST_NETNS_DIR "/run/netns"

/**
 * struct tcpst_netns - a network namespace
 * @name: its name in ip-netns(8), or the PID of a process in it; valid until exit, and
 *        equal names are the same pointer
 * @path: file to open for setns(2)
 * @dev:  device and @ino inode number, which identify it
 */
struct tcpst_netns {
	const char *name;
	char *path;
	dev_t dev;
	ino_t ino;
};

int tcpst_netns_enter(const char *name);
struct tcpst_netns *tcpst_netns_list(size_t *n);
void tcpst_netns_free(struct tcpst_netns *netns, size_t n);
int tcpst_netns_each(const struct tcpst_netns *netns, size_t n,
		     int (*visit)(const struct tcpst_netns *netns, void *arg),
		     void *arg, size_t *closed);
void tcpst_netns_remark_closed(size_t n);

#endif /* TCPST_NETNS_H */
