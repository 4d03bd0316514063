/* SPDX-License-Identifier: GPL-2.0 */
/* The timeout class of a connection, from the states of its ends. */
#ifndef TCPS_CORE_CLASS_H
#define TCPS_CORE_CLASS_H

#include "fsm.h"

enum tcps_class tcps_class_of_states(enum tcps_state a, enum tcps_state b);
enum tcps_class tcps_class_of(const struct tcps_conn *conn);
bool tcps_class_expects_ack(enum tcps_class class, const struct tcps_conn *conn);

/** tcps_class_conn_expects_ack() - as tcps_class_expects_ack(), and finds its class */
static inline bool tcps_class_conn_expects_ack(const struct tcps_conn *conn)
{
	return tcps_class_expects_ack(tcps_class_of(conn), conn);
}

#endif /* TCPS_CORE_CLASS_H */
