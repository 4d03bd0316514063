/* SPDX-License-Identifier: GPL-2.0 */
/* Roles in a flow first seen mid-stream: a guess that may be corrected. */
#ifndef TCPST_ROLES_H
#define TCPST_ROLES_H

#include "model/event.h"

bool tcpst_roles_turned(const struct tcpst_addrs *before,
			const struct tcpst_addrs *after);
void tcpst_roles_turn_addrs(struct tcpst_addrs *ends);
void tcpst_roles_turn_event(struct tcpst_event *event);

#endif /* TCPST_ROLES_H */
