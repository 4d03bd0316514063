/* SPDX-License-Identifier: GPL-2.0 */
/* How long an end was in a state, from its transitions. */
#ifndef TCPST_HELD_H
#define TCPST_HELD_H

#include "model/event.h"

struct tcpst_held;

struct tcpst_held *tcpst_held_new(void);
void tcpst_held_free(struct tcpst_held *held);
void tcpst_held_take(struct tcpst_held *held, struct tcpst_event *event);

#endif /* TCPST_HELD_H */
