/* SPDX-License-Identifier: GPL-2.0 */
/* The netfilter hooks. */
#ifndef TCPS_HOOKS_H
#define TCPS_HOOKS_H

#include <linux/jump_label_ratelimit.h>

struct tcps_observer;

/*
 * On while any namespace processes every segment, and a while after: each change
 * patches code on all processors, and unprivileged namespaces
 * may ask for it as often as they like.
 */
extern struct static_key_false_deferred tcps_hooks_accounting;

void tcps_hooks_charge(struct tcps_observer *observer);
int tcps_hooks_register(struct tcps_observer *observer);
void tcps_hooks_unregister(struct tcps_observer *observer);
void tcps_hooks_exit(void);

#endif /* TCPS_HOOKS_H */
