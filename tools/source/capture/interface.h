/* SPDX-License-Identifier: GPL-2.0 */
/* A network interface as a source: its traffic is read like a capture. */
#ifndef TCPST_INTERFACE_H
#define TCPST_INTERFACE_H

#include "module/core/types.h"

/**
 * struct tcpst_interface_options - options of capturing
 * @name:     name of the interface
 * @netns:    its network namespace, NULL: this one
 * @tunnels:  connections inside tunnels are wanted
 * @duration: ns after which it ends, 0: no limit
 */
struct tcpst_interface_options {
	const char *name;
	const char *netns;
	bool tunnels;
	u64 duration;
};

int tcpst_interface_open(const struct tcpst_interface_options *options);
void tcpst_interface_close(void);

#endif /* TCPST_INTERFACE_H */
