/* SPDX-License-Identifier: GPL-2.0 */
/* A network interface as a source: what passes it is read like a capture. */
#ifndef TCPST_INTERFACE_H
#define TCPST_INTERFACE_H

#include "module/core/types.h"

/**
 * struct tcpst_interface_options - what to capture
 * @name:     of the interface
 * @netns:    its network namespace, NULL: this one
 * @tunnels:  connections inside of tunnels are wanted
 * @duration: ns after which it ends, 0: when it is asked to
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
