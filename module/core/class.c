// SPDX-License-Identifier: GPL-2.0
/*
 * The timeout class of a connection: how long it may be idle before it counts as ended, and
 * whether its next ACK proves anything.
 */
#include "class.h"

#define BIT_OF(state) (1U << (state))
#define OPENING (BIT_OF(TCPS_SYN_SENT) | BIT_OF(TCPS_SYN_RECEIVED) |	\
		 BIT_OF(TCPS_LISTEN))
#define TIME_WAITING (BIT_OF(TCPS_TIME_WAIT) | BIT_OF(TCPS_CLOSED))
#define HALF_CLOSED (BIT_OF(TCPS_FIN_WAIT_2) | BIT_OF(TCPS_CLOSE_WAIT))
#define NOBODY (BIT_OF(TCPS_CLOSED) | BIT_OF(TCPS_LISTEN))

/**
 * tcps_class_of_states() - timeout class from the states of both ends
 * @a: enum tcps_state of one end
 * @b: enum tcps_state of the other
 */
enum tcps_class tcps_class_of_states(enum tcps_state a, enum tcps_state b)
{
	unsigned int states = BIT_OF(a) | BIT_OF(b);

	if (!(states & ~NOBODY))
		return TCPS_CLASS_CLOSED;
	if (states & OPENING)
		return TCPS_CLASS_HALF_OPEN;
	if (!(states & ~TIME_WAITING))
		return TCPS_CLASS_TIME_WAIT;
	if (states == BIT_OF(TCPS_ESTABLISHED))
		return TCPS_CLASS_ESTABLISHED;
	if (states == HALF_CLOSED)
		return TCPS_CLASS_HALF_CLOSED;
	/* A FIN or its ACK is outstanding, or was missed. */
	return TCPS_CLASS_FIN;
}

/**
 * tcps_class_of() - timeout class of a connection
 * @conn: the connection
 */
enum tcps_class tcps_class_of(const struct tcps_conn *conn)
{
	return tcps_class_of_states(tcps_fsm_state(conn, 0),
				    tcps_fsm_state(conn, 1));
}

/* A RST, or an ICMP error, was accepted, and may be retracted. */
static bool in_doubt(const struct tcps_conn *conn)
{
	return ((conn->ep[0].known | conn->ep[1].known) & TCPS_KNOW_OVERLAY) &&
	       !(conn->flags & TCPS_CONN_OVER);
}

/**
 * tcps_class_expects_ack() - may the next plain ACK change the connection?
 * @class: its class, which the caller knows
 * @conn:  the connection
 *
 * While false, a segment without SYN, FIN and RST does not change it.
 */
bool tcps_class_expects_ack(enum tcps_class class, const struct tcps_conn *conn)
{
	return class == TCPS_CLASS_HALF_OPEN || class == TCPS_CLASS_FIN ||
	       (conn->flags & (TCPS_CONN_CHALLENGED | TCPS_CONN_STRAY)) ||
	       (conn->ep[0].syn_fin | conn->ep[1].syn_fin) || in_doubt(conn);
}
