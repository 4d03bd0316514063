/* SPDX-License-Identifier: GPL-2.0 */
/* The netfilter hooks. */
#ifndef TCPS_HOOKS_H
#define TCPS_HOOKS_H

#include <linux/jump_label.h>

struct tcps_observer;

/* On while any namespace looks at every segment. */
DECLARE_STATIC_KEY_FALSE(tcps_hooks_accounting);

void tcps_hooks_charge(struct tcps_observer *observer);
int tcps_hooks_register(struct tcps_observer *observer);
void tcps_hooks_unregister(struct tcps_observer *observer);

#endif /* TCPS_HOOKS_H */
