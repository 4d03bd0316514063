/* SPDX-License-Identifier: GPL-2.0 */
/* The netfilter hooks. */
#ifndef TCPS_HOOKS_H
#define TCPS_HOOKS_H

#include <linux/jump_label.h>

struct net;

/* On while any namespace looks at every segment. */
DECLARE_STATIC_KEY_FALSE(tcps_hooks_accounting);

int tcps_hooks_register(struct net *net);
void tcps_hooks_unregister(struct net *net);

#endif /* TCPS_HOOKS_H */
