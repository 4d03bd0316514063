// SPDX-License-Identifier: GPL-2.0
/*
 * The same octets drive two connections at once: the second has its sides swapped and its
 * sequence numbers shifted. The state machine must not depend on either, so both must give
 * the same results, and the same must be known of them afterwards.
 */
#include "drive.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../../module/core/class.h"
#include "../../../module/core/know.h"
#include "../../../module/core/verdict.h"
#include "../unit/tuple.h"

u64 tcps_fuzz_segments;
static bool used[TCPS_STATE_MAX][TCPS_EV_MAX];

#define must(what)							\
	do {								\
		if (!(what)) {						\
			fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, \
				__LINE__, #what);			\
			abort();					\
		}							\
	} while (0)

bool __real_tcps_know_apply(const struct tcps_input *in, unsigned int side,
			    enum tcps_evidence evidence, enum tcps_cause cause);
bool __wrap_tcps_know_apply(const struct tcps_input *in, unsigned int side,
			    enum tcps_evidence evidence, enum tcps_cause cause);

bool __wrap_tcps_know_apply(const struct tcps_input *in, unsigned int side,
			    enum tcps_evidence evidence, enum tcps_cause cause)
{
	used[tcps_fsm_state(in->conn, side)][evidence] = true;
	return __real_tcps_know_apply(in, side, evidence, cause);
}

/** tcps_fuzz_cells() - number of pairs of state and evidence that were used */
unsigned int tcps_fuzz_cells(void)
{
	unsigned int state, evidence, n = 0;

	for (state = 0; state < TCPS_STATE_MAX; state++)
		for (evidence = 0; evidence < TCPS_EV_MAX; evidence++)
			n += used[state][evidence];
	return n;
}

/* Maximum of changes by one segment, in both flows. */
#define CHANGES (6 * TCPS_STEP_MAX)

/**
 * struct twin - one of the two pairs of ports
 * @flip:   side 0 of the script is its side 1
 * @shift:  added to the numbers of each side of the script
 * @tuple:  the connections between the ports
 * @state:  of both ends, of the connection and of the attempt
 * @legs:   how often a change completed each leg of their handshakes
 * @change: changes by the last segment, with the sides of the script
 * @n:      number of changes
 */
struct twin {
	bool flip;
	u32 shift[2];
	struct tuple tuple;
	u8 state[2][2];
	u8 legs[2][2];
	struct tcps_change change[CHANGES];
	unsigned int n;
};

struct drive {
	const u8 *data;
	size_t left;
	u64 now;
	struct twin twins[2];
};

static u32 take(struct drive *drive, unsigned int octets)
{
	u32 value = 0;

	while (octets-- && drive->left) {
		value = value << 8 | *drive->data++;
		drive->left--;
	}
	return value;
}

/* Mostly numbers near relevant ones. */
static u32 pick_seq(struct drive *drive, unsigned int side)
{
	const struct tcps_endpoint *ep = &drive->twins[0].tuple.conn[0].ep[side];
	const struct tcps_endpoint *peer = &drive->twins[0].tuple.conn[0].ep[!side];
	u32 kind = take(drive, 1);

	switch (kind % 16) {
	case 0 ... 5:
		return ep->snd_nxt;
	case 6:
		return ep->snd_nxt - 1;
	case 7:
		return ep->iss + 1;
	case 8:
		return ep->iss;
	case 9:
		return peer->rcv_nxt;
	case 10:
		return ep->snd_nxt + kind / 16;
	case 11:
		return ep->snd_nxt - kind / 16 * 100;
	case 12:
		return drive->twins[0].tuple.conn[0].mark;
	case 13:
		return drive->twins[0].tuple.conn[0].mark + 1;
	default:
		return take(drive, 4);
	}
}

static u32 pick_ack(struct drive *drive, unsigned int side)
{
	const struct tcps_endpoint *ep = &drive->twins[0].tuple.conn[0].ep[side];
	const struct tcps_endpoint *peer = &drive->twins[0].tuple.conn[0].ep[!side];
	u32 kind = take(drive, 1);

	switch (kind % 16) {
	case 0 ... 6:
		return peer->snd_nxt;
	case 7:
		return peer->snd_nxt - 1;
	case 8:
		return peer->iss + 1;
	case 9:
		return ep->rcv_nxt;
	case 10:
		return ep->rcv_nxt - kind;
	case 11:
		return peer->snd_nxt + kind;
	case 12:
		return drive->twins[0].tuple.conn[0].mark + 1;
	default:
		return kind & 16 ? take(drive, 4) : peer->snd_nxt;
	}
}

static struct tcps_segment pick_segment(struct drive *drive, unsigned int side)
{
	static const u8 flags[16] = {
		TCPS_FLAG_ACK, TCPS_FLAG_ACK, TCPS_FLAG_ACK,
		TCPS_FLAG_ACK | TCPS_FLAG_PSH, TCPS_FLAG_ACK,
		TCPS_FLAG_SYN, TCPS_FLAG_SYN | TCPS_FLAG_ACK,
		TCPS_FLAG_SYN | TCPS_FLAG_ACK,
		TCPS_FLAG_FIN | TCPS_FLAG_ACK, TCPS_FLAG_FIN | TCPS_FLAG_ACK,
		TCPS_FLAG_FIN | TCPS_FLAG_ACK, TCPS_FLAG_RST,
		TCPS_FLAG_RST | TCPS_FLAG_ACK, TCPS_FLAG_FIN,
		TCPS_FLAG_SYN | TCPS_FLAG_FIN, 0,
	};
	static const u32 lens[8] = { 0, 0, 0, 0, 1, 100, 1460, 65535 };
	u32 shape = take(drive, 1);
	struct tcps_segment seg = {
		.flags = flags[shape % 16],
		.len = lens[shape / 16 % 8],
		.window = shape & 128 ? (u16)take(drive, 2) : 65535,
		.wscale = TCPS_WSCALE_NONE,
	};

	seg.seq = pick_seq(drive, side);
	if (seg.flags & TCPS_FLAG_ACK)
		seg.ack = pick_ack(drive, side);
	if (seg.flags & TCPS_FLAG_SYN) {
		seg.len &= 127;
		seg.wscale = take(drive, 1);
		if (seg.wscale > TCPS_WSCALE_MAX)
			seg.wscale = TCPS_WSCALE_NONE;
	}
	return seg;
}

static void check_verdict(const struct tcps_conn *conn, u64 now)
{
	struct tcps_verdict verdict;
	unsigned int role, state;
	u64 longest = 0;

	tcps_verdict_make(&verdict, conn, now);
	must(verdict.end < TCPS_END_MAX && verdict.zeek < TCPS_ZEEK_MAX);
	must(verdict.closed_first <= TCPS_ROLE_NONE);
	must(verdict.reset_by <= TCPS_ROLE_NONE);
	must(verdict.stop >= verdict.start && verdict.stop <= now);
	must(verdict.half_close_ns == TCPS_UNKNOWN_NS ||
	     verdict.half_close_ns <= now - verdict.start);
	for (role = 0; role < 2; role++) {
		u64 sum = 0;

		for (state = 0; state < TCPS_STATE_MAX; state++)
			sum += verdict.state_ns[role][state];
		must(sum <= verdict.stop - verdict.start);
		sum -= verdict.state_ns[role][TCPS_TIME_WAIT];
		longest = sum > longest ? sum : longest;
	}
	must(longest == tcps_verdict_lifetime(conn, now));
}

/*
 * A leg is completed at most once, by a change with the duration that the verdict has then.
 * Random octets, and only they, complete one by a correction, which is not counted, or
 * disprove one that was completed (honest.c has the hosts).
 */
static void check_legs(const struct tcps_conn *conn, const struct tcps_step *step,
		       u8 legs[2])
{
	enum tcps_duration which;
	unsigned int i;
	u64 ns, leg[2];

	tcps_verdict_handshake(conn, leg);
	for (i = 0; i < step->n; i++) {
		which = tcps_verdict_leg(conn, &step->change[i], &ns);
		if (which < TCPS_DURATION_MAX) {
			must(which < 2 && ns == leg[which]);
			legs[which]++;
		}
	}
	for (i = 0; i < 2; i++)
		must(legs[i] <= 1);
}

/* Only states on the way to the current one have timestamps. */
static void check_stamps(const struct tcps_conn *conn)
{
	unsigned int side, slot;
	u64 at;

	for (side = 0; side < 2; side++)
		for (slot = tcps_know_slots[tcps_fsm_state(conn, side)];
		     slot < TCPS_SLOT_CLOSED; slot++)
			must(!tcps_stamp_get(&conn->entered[side][slot], &at));
}

static struct twin *twin_of(struct tuple *tuple)
{
	return tuple->arg;
}

static void began(struct tuple *tuple, bool pending)
{
	const struct tcps_conn *conn = &tuple->conn[pending];
	u8 *state = twin_of(tuple)->state[pending];

	memset(twin_of(tuple)->legs[pending], 0, 2);
	state[0] = state[1] = TCPS_CLOSED;
	if (conn->flags & TCPS_CONN_ROLES)	/* the responder is in LISTEN */
		state[!conn->initiator] = TCPS_LISTEN;
}

/* The changes of a step must lead from the states before it to those after it. */
static void changed(struct tuple *tuple, bool pending,
		    const struct tcps_step *step)
{
	const struct tcps_conn *conn = &tuple->conn[pending];
	struct twin *twin = twin_of(tuple);
	u8 *state = twin->state[pending];
	unsigned int i;

	must(step->n < TCPS_STEP_MAX);
	for (i = 0; i < step->n; i++) {
		const struct tcps_change *change = &step->change[i];

		must(change->side < 2 && change->cause < TCPS_CAUSE_MAX);
		must(change->certainty < TCPS_CERTAINTY_MAX);
		must(change->to < TCPS_STATE_MAX);
		must(change->from == state[change->side]);
		must(!(change->flags & TCPS_CHANGE_NOTE) ==
		     (change->from != change->to));
		state[change->side] = change->to;
		must(twin->n < CHANGES);
		twin->change[twin->n] = *change;
		twin->change[twin->n++].side ^= twin->flip;
	}
	must(state[0] == tcps_fsm_state(conn, 0));
	must(state[1] == tcps_fsm_state(conn, 1));
	must(tcps_class_of(conn) < TCPS_CLASS_MAX);
	if (tcps_fsm_ended(conn)) {
		must(tcps_class_of(conn) == TCPS_CLASS_CLOSED);
		must(tcps_fsm_end(conn) != TCPS_END_STILL_OPEN);
	}
	check_stamps(conn);
	check_legs(conn, step, twin->legs[pending]);
	check_verdict(conn, tuple->now);
}

static void ended(struct tuple *tuple, bool pending)
{
	struct twin *twin = twin_of(tuple);

	if (!pending && tuple->pending) {
		memcpy(twin->state[0], twin->state[1], sizeof(twin->state[0]));
		memcpy(twin->legs[0], twin->legs[1], sizeof(twin->legs[0]));
	}
}

static const struct tuple_ops ops = {
	.began = began, .changed = changed, .ended = ended,
};

static bool expects(const struct tuple *tuple)
{
	return !tuple->open || tcps_class_conn_expects_ack(&tuple->conn[0]) ||
	       (tuple->pending && tcps_class_conn_expects_ack(&tuple->conn[1]));
}

/* While no ACK is pending, a plain ACK changes nothing. */
static void check_pending(const struct twin *twin, bool ack_pending,
			  const struct tcps_segment *seg)
{
	unsigned int i;

	if (ack_pending || (seg->flags & TCPS_FLAGS_CONTROL))
		return;
	for (i = 0; i < twin->n; i++)
		must(twin->change[i].cause == TCPS_CAUSE_INVALID);
}

/* Bits by side, from the lowest on, as the other twin has them. */
static unsigned int swapped(unsigned int bits)
{
	return (bits & 0x5) << 1 | (bits & 0xa) >> 1;
}

static unsigned int other(unsigned int side)
{
	return side == TCPS_SIDE_NONE ? side : !side;
}

/* Numbers are compared only if the flags show that they are known. */
static bool same_end(const struct tcps_endpoint *a, const struct tcps_endpoint *b,
		     u32 shift, u32 peer_shift)
{
	if (a->flags != b->flags || a->known != b->known ||
	    a->proven != b->proven || a->wscale != b->wscale ||
	    a->syn_fin != b->syn_fin || a->fin_passed != b->fin_passed ||
	    a->syn_repeats != b->syn_repeats || a->fin_repeats != b->fin_repeats)
		return false;
	if ((a->flags & TCPS_EP_ACK) && a->rcv_nxt + peer_shift != b->rcv_nxt)
		return false;
	return !(a->flags & TCPS_EP_SEEN) ||
	       (a->iss + shift == b->iss && a->snd_nxt + shift == b->snd_nxt &&
		a->snd_max + shift == b->snd_max && a->wraps == b->wraps);
}

static void check_same_conn(const struct tcps_conn *a, const struct tcps_conn *b,
			    const u32 shift[2])
{
	unsigned int side;

	for (side = 0; side < 2; side++)
		must(same_end(&a->ep[side], &b->ep[!side], shift[side], shift[!side]));
	must((a->flags & ~TCPS_CONN_TARGET) == (b->flags & ~TCPS_CONN_TARGET));
	must(!(a->flags & TCPS_CONN_CHALLENGED) ||
	     (a->flags ^ b->flags) & TCPS_CONN_TARGET);
	must(a->initiator != b->initiator && a->end == b->end);
	must(a->several == b->several && a->lowered == b->lowered);
	must(a->heard == swapped(b->heard) && a->unseen == swapped(b->unseen));
	must(a->first_fin == other(b->first_fin));
	must(a->reset_by == other(b->reset_by));
	must(a->reset_by == TCPS_SIDE_NONE || a->unmarked ||
	     a->mark + shift[a->reset_by] == b->mark);
}

static void check_same(const struct drive *drive)
{
	const struct twin *a = &drive->twins[0], *b = &drive->twins[1];

	must(a->n == b->n && !memcmp(a->change, b->change,
				     a->n * sizeof(a->change[0])));
	must(a->tuple.open == b->tuple.open);
	must(a->tuple.pending == b->tuple.pending);
	if (a->tuple.open)
		check_same_conn(&a->tuple.conn[0], &b->tuple.conn[0], b->shift);
	if (a->tuple.pending)
		check_same_conn(&a->tuple.conn[1], &b->tuple.conn[1], b->shift);
}

static void step_twin(struct drive *drive, struct twin *twin,
		      unsigned int side, struct tcps_segment seg)
{
	bool ack_pending = expects(&twin->tuple);

	seg.seq += twin->shift[side];
	if (seg.flags & TCPS_FLAG_ACK)
		seg.ack += twin->shift[!side];
	twin->n = 0;
	tuple_segment(&twin->tuple, side ^ twin->flip, &seg, drive->now);
	check_pending(twin, ack_pending, &seg);
}

static void do_segment(struct drive *drive)
{
	unsigned int side = take(drive, 1) & 1;
	struct tcps_segment seg = pick_segment(drive, side);
	unsigned int i;

	tcps_fuzz_segments++;
	for (i = 0; i < 2; i++)
		step_twin(drive, &drive->twins[i], side, seg);
	check_same(drive);
}

static void do_icmp(struct drive *drive)
{
	unsigned int side = take(drive, 1) & 1;
	u32 seq = pick_seq(drive, side);
	bool fatal = take(drive, 1) & 1;
	unsigned int i;

	for (i = 0; i < 2; i++) {
		struct twin *twin = &drive->twins[i];

		twin->n = 0;
		tuple_icmp(&twin->tuple, side ^ twin->flip,
			   seq + twin->shift[side], fatal, drive->now);
	}
	check_same(drive);
}

static void do_end(struct drive *drive)
{
	unsigned int i;

	for (i = 0; i < 2; i++) {
		struct twin *twin = &drive->twins[i];

		twin->n = 0;
		tuple_timeout(&twin->tuple, false, drive->now);
		must(tcps_fsm_ended(&twin->tuple.conn[0]));
		twin->tuple.open = twin->tuple.pending = false;
	}
	check_same(drive);
}

/**
 * tcps_fuzz_drive() - drive a connection by the octets
 * @data: the octets
 * @size: how many
 */
void tcps_fuzz_drive(const u8 *data, size_t size)
{
	struct drive drive = { .data = data, .left = size, .now = 1 };
	bool accounted;
	unsigned int i;
	u32 kind;

	memset(drive.twins, 0, sizeof(drive.twins));
	accounted = take(&drive, 1) & 1;
	drive.twins[1].flip = true;
	drive.twins[1].shift[0] = take(&drive, 4);
	drive.twins[1].shift[1] = take(&drive, 4);
	for (i = 0; i < 2; i++) {
		struct tuple *tuple = &drive.twins[i].tuple;

		tuple->accounted = accounted;
		tuple->stray.side = TCPS_SIDE_NONE;
		tuple->ops = &ops;
		tuple->arg = &drive.twins[i];
	}
	while (drive.left) {
		kind = take(&drive, 1);
		drive.now += kind % 4 ? 1000 : (u64)kind << (kind / 4 % 40);
		if (kind < 240 || !drive.twins[0].tuple.open)
			do_segment(&drive);
		else if (kind < 250)
			do_icmp(&drive);
		else
			do_end(&drive);
	}
}
