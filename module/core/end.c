// SPDX-License-Identifier: GPL-2.0
/*
 * The end of a connection other than by its own segments: a timer expires, it is removed or
 * replaced, an attempt beside it is refused. And the result, as far as known.
 */
#include "fsm.h"
#include "input.h"
#include "know.h"
#include "position.h"

/* End the connection, by evidence @own for the side of @in and @peers for the other. */
static void end(const struct tcps_input *in, enum tcps_evidence own,
		enum tcps_evidence peers, enum tcps_cause cause)
{
	struct tcps_conn *conn = in->conn;
	unsigned int i;

	for (i = 0; i < 2; i++) {
		unsigned int side = i ^ conn->initiator;

		/* A listener that never answered continues to listen. */
		if (tcps_fsm_state(conn, side) != TCPS_LISTEN)
			tcps_know_apply(in, side, side == in->dir ? own : peers,
					cause);
	}
	conn->flags &= ~(TCPS_CONN_CHALLENGED | TCPS_CONN_STRAY);
	conn->flags |= TCPS_CONN_OVER;
}

static enum tcps_end end_by_silence(const struct tcps_conn *conn)
{
	unsigned int side;

	for (side = 0; side < 2; side++)
		if (tcps_fsm_state(conn, side) == TCPS_SYN_RECEIVED)
			return TCPS_END_HALF_OPEN;
	return TCPS_END_TIMEOUT;
}

/*
 * Both have sent their FIN, and neither has retransmitted it, as it would without an ACK:
 * the last ACK was missed.
 */
static bool closed_in_silence(const struct tcps_conn *conn)
{
	const struct tcps_endpoint *ep = conn->ep;
	unsigned int side;

	for (side = 0; side < 2; side++)
		if (!(ep[side].known & TCPS_KNOW_FIN) ||
		    (ep[side].fin_repeats &&
		     !(ep[side].known & TCPS_KNOW_FIN_ACKED)))
			return false;
	return conn->reset_by == TCPS_SIDE_NONE;
}

/**
 * tcps_fsm_timeout() - the timer of the connection's class has expired
 * @conn: the connection
 * @now:  time, ns
 * @step: filled in: its changes
 *
 * Afterwards the connection has ended.
 */
void tcps_fsm_timeout(struct tcps_conn *conn, u64 now, struct tcps_step *step)
{
	struct tcps_input in = tcps_input_begin(conn, 0, now, step);

	if (tcps_fsm_end(conn) == TCPS_END_STILL_OPEN)
		conn->end = closed_in_silence(conn) ? TCPS_END_FIN :
						      end_by_silence(conn);
	end(&in, TCPS_EV_TIMEOUT, TCPS_EV_TIMEOUT, TCPS_CAUSE_TIMER);
}

/**
 * tcps_fsm_remove() - the connection is no longer observed
 * @conn:  the connection
 * @cause: %TCPS_CAUSE_EVICT or %TCPS_CAUSE_STOP
 * @now:   time, ns
 * @step:  filled in: its changes
 */
void tcps_fsm_remove(struct tcps_conn *conn, enum tcps_cause cause, u64 now,
		     struct tcps_step *step)
{
	struct tcps_input in = tcps_input_begin(conn, 0, now, step);

	if (tcps_fsm_end(conn) == TCPS_END_STILL_OPEN)
		conn->end = TCPS_END_EVICTED;
	end(&in, TCPS_EV_REMOVE, TCPS_EV_REMOVE, cause);
}

/**
 * tcps_fsm_supersede() - another connection has replaced this one
 * @conn:  the connection
 * @dir:   the side whose segment shows it
 * @cause: the kind of that segment
 * @now:   time, ns
 * @step:  filled in: its changes
 *
 * An end in TIME-WAIT or CLOSED opens a new connection (RFC 9293 section 3.6.1); any other
 * had forgotten the connection unseen. A SYN alone does not show that its target does: it
 * may be lost, or have a timestamp that is too old (RFC 7323 section 5).
 */
void tcps_fsm_supersede(struct tcps_conn *conn, unsigned int dir,
			enum tcps_cause cause, u64 now, struct tcps_step *step)
{
	struct tcps_input in = tcps_input_begin(conn, dir, now, step);
	bool waits = tcps_fsm_state(conn, 0) == TCPS_TIME_WAIT ||
		     tcps_fsm_state(conn, 1) == TCPS_TIME_WAIT;

	if (tcps_fsm_end(conn) == TCPS_END_STILL_OPEN)
		conn->end = closed_in_silence(conn) ? TCPS_END_FIN :
						      TCPS_END_TIMEOUT;
	if (!waits)
		end(&in, TCPS_EV_REMOVE, TCPS_EV_REMOVE, cause);
	else
		end(&in, TCPS_EV_REUSE, cause == TCPS_CAUSE_SYN ?
		    TCPS_EV_REUSED : TCPS_EV_REUSE, cause);
}

/**
 * tcps_fsm_refused() - an end refused a new attempt: it has forgotten this one
 * @conn: the connection
 * @dir:  the side whose RST acknowledges the SYN of the attempt
 * @now:  time, ns
 * @step: filled in: its changes
 *
 * Neither the end that sent that SYN nor the one that answers it with a RST has the
 * older connection. If they continue it, this is retracted, as after any RST. If both have
 * sent their FIN, it was not reset: only the last ACK was missed.
 */
void tcps_fsm_refused(struct tcps_conn *conn, unsigned int dir, u64 now,
		      struct tcps_step *step)
{
	struct tcps_input in = tcps_input_begin(conn, dir, now, step);

	if (tcps_fsm_state(conn, 0) == TCPS_CLOSED &&
	    tcps_fsm_state(conn, 1) == TCPS_CLOSED)
		return;
	if (conn->reset_by == TCPS_SIDE_NONE) {
		if (closed_in_silence(conn))
			conn->end = TCPS_END_FIN;
		else
			conn->reset_by = dir;
		/* Its own number proves nothing here. */
		conn->mark = tcps_position_next(in.from) - 1;
		conn->unmarked = !(in.from->flags & TCPS_EP_SEEN);
	}
	tcps_know_apply(&in, dir, TCPS_EV_RST, TCPS_CAUSE_RST);
	if (tcps_fsm_state(conn, !dir) != TCPS_CLOSED)
		tcps_know_apply(&in, !dir, TCPS_EV_RESET, TCPS_CAUSE_RST);
	step->restart = true;
}

/* One end has closed completely: it waits in TIME-WAIT, or need not wait. */
static bool closed_by_fin(const struct tcps_conn *conn)
{
	unsigned int side;

	for (side = 0; side < 2; side++) {
		enum tcps_state state = tcps_fsm_below(conn, side);

		if (state == TCPS_TIME_WAIT ||
		    (state == TCPS_CLOSED &&
		     (conn->ep[side].known & TCPS_KNOW_FIN)))
			return true;
	}
	return false;
}

/**
 * tcps_fsm_end() - how a connection ended, as far as known
 * @conn: the connection
 *
 * A RST that comes after a regular close does not change how it ended.
 */
enum tcps_end tcps_fsm_end(const struct tcps_conn *conn)
{
	unsigned int by = conn->reset_by;

	if (conn->end == TCPS_END_UNREACHABLE)
		return TCPS_END_UNREACHABLE;
	if (closed_by_fin(conn))
		return TCPS_END_FIN;
	if (by == TCPS_SIDE_NONE)
		return conn->end;
	if (tcps_know_opening(&conn->ep[!by]) &&
	    !(conn->ep[by].known & TCPS_KNOW_SYN))
		return TCPS_END_REFUSED;
	return TCPS_END_RESET;
}

/**
 * tcps_fsm_ended() - is nothing left that a segment or a timer could change?
 * @conn: the connection
 */
bool tcps_fsm_ended(const struct tcps_conn *conn)
{
	return conn->flags & TCPS_CONN_OVER;
}

/**
 * tcps_fsm_one_sided() - has only one side ever sent anything?
 * @conn: the connection
 *
 * Then nothing proves that the other exists: the directions may be routed
 * differently, or the segments be forged.
 */
bool tcps_fsm_one_sided(const struct tcps_conn *conn)
{
	return conn->heard != 3;
}
