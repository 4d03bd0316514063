// SPDX-License-Identifier: GPL-2.0
/*
 * The state machine observing two conforming hosts on a bad network (network.c): next to
 * one host, next to the other, or halfway. Random, the same in every run.
 *
 * Next to a host it must report exactly the states that the host went through. Of the other
 * host, or of both from halfway, transitions that it calls observed must be true; others
 * may be retracted.
 *
 *   honest N       that many connections; the last line is "N passed, N failed"
 *   honest show K  the K-th, segment by segment
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/param.h>

#include "../../../module/core/class.h"
#include "../../../module/core/names.h"
#include "../../../module/core/seq.h"
#include "../../../module/core/verdict.h"
#include "../unit/tuple.h"
#include "network.h"

/* When the last connection is over. */
#define LAST (500 * HOST_SEC)

/* The state machine, and its results for each side. */
struct shadow {
	bool open, ended, left, again;
	struct tuple tuple;
	u64 deadline;
	u8 history[2][HOST_HISTORY];
	unsigned int n[2];
	enum tcps_certainty last[2];
	u64 newest[2];		/* order of the latest segment seen */
	bool fin_seen[2];
	bool rst_seen;
	bool hidden[2];		/* unknowable from here */
	unsigned int fins[2], syns[2], syn_acks[2];
	unsigned int invalid;
	unsigned int legs[2];	/* of the handshake, completed by a change */
};

static struct {
	struct shadow shadow;
	bool show;
	const char *wrong;
	unsigned long presumed;	/* wrong, and never corrected */
} check;

static void wrong(const char *what)
{
	if (!check.wrong)
		check.wrong = what;
	if (check.show)
		printf("   WRONG: %s\n", what);
}

static void show_segment(const struct packet *packet)
{
	const struct tcps_segment *seg = &packet->seg;
	const struct host *host = net.host;
	unsigned int from = packet->from;

	if (!check.show)
		return;
	printf("%10.3f %u %s%s%s%s seq=%d ack=%d len=%u   (in %s; now %s, %s)\n",
	       (double)net.now / 1e9, from,
	       seg->flags & TCPS_FLAG_SYN ? "S" : "",
	       seg->flags & TCPS_FLAG_FIN ? "F" : "",
	       seg->flags & TCPS_FLAG_RST ? "R" : "",
	       seg->flags & TCPS_FLAG_ACK ? "A" : "",
	       (int)(seg->seq - host[from].iss),
	       seg->flags & TCPS_FLAG_ACK ? (int)(seg->ack - host[!from].iss) : -1,
	       seg->len, tcps_state_name(packet->state),
	       tcps_state_name(host[0].state), tcps_state_name(host[1].state));
}

static void take_changes(const struct tcps_step *step)
{
	struct shadow *shadow = &check.shadow;
	unsigned int i;

	for (i = 0; i < step->n; i++) {
		const struct tcps_change *change = &step->change[i];
		unsigned int side = change->side;
		u8 *history = shadow->history[side];

		if (check.show)
			printf("             %u %s>%s %s %u%s\n", side,
			       tcps_state_name(change->from),
			       tcps_state_name(change->to),
			       tcps_cause_name(change->cause),
			       change->certainty,
			       change->flags & TCPS_CHANGE_RETRACT ? " back" :
			       change->flags & TCPS_CHANGE_NOTE ? " note" : "");
		if (change->cause == TCPS_CAUSE_INVALID)
			shadow->invalid++;
		if (change->cause == TCPS_CAUSE_FIN_IGNORED)
			wrong("a FIN is reported as forged");
		if (change->flags & TCPS_CHANGE_NOTE)
			continue;
		shadow->last[side] = change->certainty;
		if (change->cause == TCPS_CAUSE_TIMER)
			continue;
		if (change->flags & TCPS_CHANGE_RETRACT &&
		    change->from == TCPS_CLOSING &&
		    change->to == TCPS_FIN_WAIT_2) {
			history[shadow->n[side] - 1] = change->to;
		} else if (change->flags & TCPS_CHANGE_RETRACT &&
			   change->from == TCPS_TIME_WAIT &&
			   change->to == TCPS_CLOSING) {
			history[--shadow->n[side] - 1] = change->to;
		} else if (change->flags & TCPS_CHANGE_RETRACT) {
			while (shadow->n[side] &&
			       history[shadow->n[side] - 1] != change->to)
				shadow->n[side]--;
			if (!shadow->n[side])
				wrong("taken back to a state it never was in");
		} else if (shadow->n[side] < HOST_HISTORY) {
			history[shadow->n[side]++] = change->to;
		}
	}
}

static void start_timer(void)
{
	static const u64 seconds[TCPS_CLASS_MAX] = TCPS_CLASS_TIMEOUTS;
	struct shadow *shadow = &check.shadow;

	shadow->deadline = net.now +
		seconds[tcps_class_of(&shadow->tuple.conn[0])] * HOST_SEC;
}

static void began(struct tuple *tuple, bool pending)
{
	(void)tuple;
	check.shadow.again = check.shadow.open || pending;
	check.shadow.open = true;
}

/* Each leg of the handshake whose duration is known was completed by one change. */
static void take_legs(const struct tcps_conn *conn, const struct tcps_step *step)
{
	unsigned int *legs = check.shadow.legs;
	enum tcps_duration which;
	u64 ns, leg[2];
	unsigned int i;

	for (i = 0; i < step->n; i++) {
		which = tcps_verdict_leg(conn, &step->change[i], &ns);
		if (which < TCPS_DURATION_MAX)
			legs[which]++;
	}
	tcps_verdict_handshake(conn, leg);
	for (i = 0; i < 2; i++)
		if (legs[i] != (leg[i] != TCPS_UNKNOWN_NS))
			wrong("a leg of the handshake is not completed once");
}

static void changed(struct tuple *tuple, bool pending,
		    const struct tcps_step *step)
{
	if (pending || check.shadow.again)
		return;
	take_changes(step);
	take_legs(&tuple->conn[0], step);
	if (step->restart)
		start_timer();
}

static const struct tuple_ops ops = { .began = began, .changed = changed };

static enum tcps_state reported_state(unsigned int side)
{
	return tcps_fsm_state(&check.shadow.tuple.conn[0], side);
}

/* Was a RST accepted, which may turn out to be wrong? */
static bool in_doubt(void)
{
	return check.shadow.tuple.conn[0].reset_by != TCPS_SIDE_NONE;
}

/* Can two states look the same from the segments of the end? */
static bool alike(enum tcps_state a, enum tcps_state b)
{
	static const u8 group[TCPS_STATE_MAX] = {
		[TCPS_CLOSED] = 1, [TCPS_LAST_ACK] = 1,
		[TCPS_SYN_RECEIVED] = 2, [TCPS_ESTABLISHED] = 2,
		[TCPS_FIN_WAIT_1] = 3, [TCPS_FIN_WAIT_2] = 3,
		[TCPS_CLOSING] = 4, [TCPS_TIME_WAIT] = 4,
		[TCPS_LISTEN] = 5, [TCPS_SYN_SENT] = 6, [TCPS_CLOSE_WAIT] = 7,
	};

	return group[a] == group[b];
}

/* The state reported after the latest segment of a host must be its real one. */
static void check_sender(const struct packet *packet)
{
	struct shadow *shadow = &check.shadow;
	unsigned int from = packet->from;
	enum tcps_state state = packet->state;

	if (packet->seg.flags & TCPS_FLAG_FIN && !shadow->fin_seen[from] &&
	    !network_beside(from) && packet->seg.ack == net.host[from].rcv &&
	    (state == TCPS_CLOSING || state == TCPS_LAST_ACK)) {
		/*
		 * The first one seen, but an earlier transmission, and segments that would
		 * show it, may have been lost before they came here.
		 */
		shadow->hidden[from] = true;
	}
	if (packet->order < shadow->newest[from])
		return;
	shadow->newest[from] = packet->order;
	if (packet->seg.flags & TCPS_FLAG_RST || shadow->hidden[from] ||
	    in_doubt() || state == TCPS_CLOSED)
		return;
	if (!shadow->fin_seen[from] &&
	    !(packet->seg.flags & TCPS_FLAG_FIN)) {
		if (state == TCPS_FIN_WAIT_1)
			state = TCPS_ESTABLISHED;
		else if (state == TCPS_LAST_ACK || state == TCPS_CLOSING)
			state = TCPS_CLOSE_WAIT;
	}
	/* Sent before a segment presumed received arrived: a RST, a crossing FIN. */
	if (shadow->last[from] == TCPS_PRESUMED &&
	    (reported_state(from) == TCPS_CLOSED ||
	     (reported_state(from) == TCPS_CLOSING &&
	      alike(state, TCPS_FIN_WAIT_1))))
		return;
	if (!alike(reported_state(from), state))
		wrong("the state its sender is in");
}

void network_tap(const struct packet *packet)
{
	struct shadow *shadow = &check.shadow;
	const struct tcps_segment *seg = &packet->seg;
	unsigned int from = packet->from;

	if (shadow->ended)
		return;
	show_segment(packet);
	if (shadow->open && !shadow->tuple.accounted &&
	    !(seg->flags & TCPS_FLAGS_CONTROL) &&
	    !tcps_class_conn_expects_ack(&shadow->tuple.conn[0]) &&
	    !shadow->tuple.pending && host_random(64))
		return;
	if (!shadow->open) {
		shadow->history[from][0] = TCPS_CLOSED;
		shadow->history[!from][0] = seg->flags & TCPS_FLAG_SYN ?
					    TCPS_LISTEN : TCPS_CLOSED;
		shadow->n[0] = shadow->n[1] = 1;
	}
	if (!tuple_segment(&shadow->tuple, from, seg, net.now))
		return;
	if (shadow->again) {
		/* Both connect, one of them after it was refused. */
		if (shadow->syns[from] || !(seg->flags & TCPS_FLAG_SYN))
			wrong("a new connection where there is none");
		shadow->ended = shadow->left = true;
		return;
	}
	check_sender(packet);
	shadow->rst_seen |= seg->flags & TCPS_FLAG_RST;
	shadow->fin_seen[from] |= seg->flags & TCPS_FLAG_FIN;
	shadow->fins[from] += !!(seg->flags & TCPS_FLAG_FIN);
	if (seg->flags & TCPS_FLAG_SYN && seg->flags & TCPS_FLAG_ACK)
		shadow->syn_acks[from]++;
	else if (seg->flags & TCPS_FLAG_SYN)
		shadow->syns[from]++;
	if (tcps_fsm_ended(&shadow->tuple.conn[0]))
		shadow->ended = true;
}

/* The states of a host, without a silent end that no segment showed. */
static unsigned int truth(const struct host *host)
{
	return host->n - host->silent;
}

static void check_history(unsigned int side)
{
	const struct shadow *shadow = &check.shadow;
	const struct host *host = &net.host[side];
	unsigned int n = truth(host);

	unsigned int seen = shadow->n[side];
	bool closed = seen && shadow->history[side][seen - 1] == TCPS_CLOSED;

	if (n == seen && !memcmp(host->history, shadow->history[side], n))
		return;
	/*
	 * A host that gave up silently still answers with RSTs. A RST may have the number
	 * after all segments in flight, and is accepted then; and an abort leaves states
	 * that no segment showed.
	 */
	if (closed && (shadow->rst_seen || host->silent) && seen - 1 <= n &&
	    !memcmp(host->history, shadow->history[side], seen - 1))
		return;
	/* Crossed FINs are presumed, and rarely wrong. */
	if (n == seen && n > 1 && host->history[n - 2] == TCPS_FIN_WAIT_2 &&
	    shadow->history[side][n - 2] == TCPS_CLOSING) {
		check.presumed++;
		return;
	}
	/* A host with HOST_DEFER does not finish the handshake with a bare ACK. */
	if (host->habits & HOST_DEFER)
		return;
	wrong("the states of the host beside it");
}

static void check_end(void)
{
	const struct shadow *shadow = &check.shadow;
	unsigned int side;

	if (!shadow->open || shadow->left)
		return;
	for (side = 0; side < 2; side++) {
		if (check.show) {
			unsigned int i;

			printf("host %u:", side);
			for (i = 0; i < truth(&net.host[side]); i++)
				printf(" %s", tcps_state_name(net.host[side].history[i]));
			printf("\n seen :");
			for (i = 0; i < shadow->n[side]; i++)
				printf(" %s", tcps_state_name(shadow->history[side][i]));
			printf("\n");
		}
		if (network_beside(side))
			check_history(side);
		if (!shadow->rst_seen &&
		    (unsigned int)shadow->tuple.conn[0].ep[side].fin_repeats + !!shadow->fins[side] !=
		    shadow->fins[side])
			wrong("FINs repeated");
		if (shadow->tuple.conn[0].ep[side].syn_repeats != shadow->syns[side] +
		    shadow->syn_acks[side] - !!shadow->syns[side] -
		    !!shadow->syn_acks[side])
			wrong("SYNs repeated");
	}
}

/* Run the next event, or the timer of the flow; false: none is left. */
static bool happen(void)
{
	struct shadow *shadow = &check.shadow;
	bool timer = shadow->open && !shadow->ended;

	if (network_step(timer ? MIN(shadow->deadline, LAST) : LAST))
		return true;
	if (timer && shadow->deadline < LAST) {
		net.now = shadow->deadline;
		tuple_timeout(&shadow->tuple, false, net.now);
		check_end();
	}
	return false;
}

static const char *connection(unsigned long seed)
{
	struct shadow *shadow = &check.shadow;

	network_init(seed);
	check.wrong = NULL;
	*shadow = (struct shadow){ .tuple = { .ops = &ops } };
	shadow->tuple.accounted = net.accounted;
	shadow->tuple.stray.side = TCPS_SIDE_NONE;
	while (happen())
		if (shadow->ended && net.now > 400 * HOST_SEC)
			break;
	if (shadow->ended || shadow->deadline > net.now)
		check_end();
	return check.wrong;
}

int main(int argc, char **argv)
{
	unsigned long i, n = argc > 1 ? strtoul(argv[1], NULL, 10) : 20000;
	unsigned long failed = 0;

	if (argc > 2) {
		check.show = true;
		connection(strtoul(argv[2], NULL, 10));
		return 0;
	}
	for (i = 0; i < n; i++) {
		const char *what = connection(i);

		if (!what)
			continue;
		failed++;
		printf("connection %lu: wrong: %s\n", i, what);
	}
	printf("%lu of %lu presumed to cross that did not\n", check.presumed, n);
	if (check.presumed > (n + 999) / 1000)
		failed++;
	printf("%lu passed, %lu failed\n", n - failed, failed);
	return failed != 0;
}
