// SPDX-License-Identifier: GPL-2.0
/*
 * Two connections are driven at once by the same octets: the second has its
 * sides changed and its numbers moved along the circle. Nothing the machine
 * does may depend on either, so both must do the same.
 */
#include "drive.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../../module/core/conn.h"
#include "../../../module/core/table.h"
#include "../../../module/core/verdict.h"

u64 tcps_fuzz_segments;
static bool used[TCPS_STATE_MAX][TCPS_EVENT_MAX];

#define must(what)							\
	do {								\
		if (!(what)) {						\
			fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, \
				__LINE__, #what);			\
			abort();					\
		}							\
	} while (0)

bool __real_tcps_conn_apply(struct tcps_conn *conn, unsigned int side,
			    enum tcps_event event, enum tcps_cause cause,
			    u64 now, struct tcps_step *step);
bool __wrap_tcps_conn_apply(struct tcps_conn *conn, unsigned int side,
			    enum tcps_event event, enum tcps_cause cause,
			    u64 now, struct tcps_step *step);

bool __wrap_tcps_conn_apply(struct tcps_conn *conn, unsigned int side,
			    enum tcps_event event, enum tcps_cause cause,
			    u64 now, struct tcps_step *step)
{
	used[conn->ep[side].state][event] = true;
	return __real_tcps_conn_apply(conn, side, event, cause, now, step);
}

/** tcps_fuzz_cells() - how many defined cells of the table were used */
unsigned int tcps_fuzz_cells(void)
{
	unsigned int state, event, n = 0;

	for (state = 0; state < TCPS_STATE_MAX; state++)
		for (event = 0; event < TCPS_EVENT_MAX; event++)
			n += tcps_table[state][event].defined &&
			     used[state][event];
	return n;
}

/**
 * struct twin - one of the two connections
 * @flip:  side 0 of the script is its side 1
 * @shift: added to the numbers of each side of the script
 */
struct twin {
	bool flip;
	u32 shift[2];
	struct tcps_conn conn;
	struct tcps_account account;
	struct tcps_step step;
	u64 bytes[2];
};

struct drive {
	const u8 *data;
	size_t left;
	bool accounted;
	bool open;
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

/* Numbers near those that matter, most of the time. */
static u32 pick_seq(struct drive *drive, unsigned int side)
{
	const struct tcps_endpoint *ep = &drive->twins[0].conn.ep[side];
	const struct tcps_endpoint *peer = &drive->twins[0].conn.ep[!side];
	u32 kind = take(drive, 1);

	switch (kind % 16) {
	case 0 ... 5:
		return ep->nxt;
	case 6:
		return ep->nxt - 1;
	case 7:
		return ep->iss + 1;
	case 8:
		return ep->iss;
	case 9:
		return peer->acked;
	case 10:
		return ep->nxt + kind / 16;
	case 11:
		return ep->nxt - kind / 16 * 100;
	case 12:
		return drive->twins[0].conn.mark;
	case 13:
		return drive->twins[0].conn.mark + 1;
	default:
		return take(drive, 4);
	}
}

static u32 pick_ack(struct drive *drive, unsigned int side)
{
	const struct tcps_endpoint *ep = &drive->twins[0].conn.ep[side];
	const struct tcps_endpoint *peer = &drive->twins[0].conn.ep[!side];
	u32 kind = take(drive, 1);

	switch (kind % 16) {
	case 0 ... 6:
		return peer->nxt;
	case 7:
		return peer->nxt - 1;
	case 8:
		return peer->iss + 1;
	case 9:
		return ep->acked;
	case 10:
		return ep->acked - kind;
	case 11:
		return peer->nxt + kind;
	case 12:
		return drive->twins[0].conn.mark + 1;
	default:
		return kind & 16 ? take(drive, 4) : peer->nxt;
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

static void check_verdict(struct twin *twin, u64 now)
{
	const struct tcps_step *step = &twin->step;
	struct tcps_verdict verdict;
	unsigned int role, state, i;
	bool taken_back = step->reopen;

	tcps_verdict_make(&verdict, &twin->conn, now);
	must(verdict.end < TCPS_END_MAX && verdict.zeek < TCPS_ZEEK_MAX);
	must(verdict.closed_first <= TCPS_ROLE_NONE);
	must(verdict.reset_by <= TCPS_ROLE_NONE);
	must(verdict.stop >= verdict.start && verdict.stop <= now);
	must(verdict.half_close_ns == TCPS_UNKNOWN_NS ||
	     verdict.half_close_ns <= now - verdict.start);
	for (i = 0; i < step->n; i++)
		if (step->change[i].flags & TCPS_CHANGE_RETRACT ||
		    step->change[i].cause == TCPS_CAUSE_FIN_IGNORED ||
		    step->change[i].cause == TCPS_CAUSE_SYN_ACK_REPEAT ||
		    step->change[i].cause == TCPS_CAUSE_SYN_ACK ||
		    step->change[i].cause == TCPS_CAUSE_SYN ||
		    step->change[i].cause == TCPS_CAUSE_FIN ||
		    step->change[i].from == TCPS_SYN_SENT ||
		    step->change[i].cause == TCPS_CAUSE_RST)
			taken_back = true;
	for (role = 0; role < 2; role++) {
		u64 sum = 0;

		for (state = 0; state < TCPS_STATE_MAX; state++)
			sum += verdict.state_ns[role][state];
		must(sum <= verdict.stop - verdict.start);
		must(taken_back || verdict.bytes[role] >= twin->bytes[role] ||
		     (twin->conn.flags & TCPS_CONN_DOUBT));
		twin->bytes[role] = verdict.bytes[role];
	}
}

/*
 * Only what lies on the way to the present state is stamped; the last slot may
 * hold the time of a SYN set aside.
 */
static void check_stamps(const struct tcps_conn *conn)
{
	unsigned int side, slot;
	u64 at;

	for (side = 0; side < 2; side++)
		for (slot = tcps_conn_slots[conn->ep[side].state];
		     slot < TCPS_SLOT_CLOSED; slot++)
			must(!tcps_stamp_get(&conn->entered[side][slot], &at));
}

/* The changes of a step lead from the states before it to those after it. */
static void check_step(struct twin *twin, const u8 before[2], u64 now)
{
	const struct tcps_step *step = &twin->step;
	const struct tcps_conn *conn = &twin->conn;
	u8 state[2] = { before[0], before[1] };
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
	}
	must(state[0] == conn->ep[0].state && state[1] == conn->ep[1].state);
	must(conn->ep[0].saved < TCPS_STATE_MAX);
	must(conn->ep[1].saved < TCPS_STATE_MAX);
	must(tcps_fsm_class(conn) < TCPS_CLASS_MAX);
	if (tcps_fsm_ended(conn)) {
		must(tcps_fsm_class(conn) == TCPS_CLASS_CLOSED);
		must(conn->end != TCPS_END_STILL_OPEN);
	}
	check_stamps(conn);
	check_verdict(twin, now);
}

/* While it awaits nothing, a plain ACK changes nothing. */
static void check_awaited(const struct twin *twin, bool awaited,
			  const struct tcps_segment *seg)
{
	unsigned int i;

	if (awaited || (seg->flags & TCPS_FLAGS_CONTROL))
		return;
	for (i = 0; i < twin->step.n; i++)
		must(twin->step.change[i].cause == TCPS_CAUSE_INVALID);
}

static void check_same(const struct drive *drive)
{
	const struct twin *a = &drive->twins[0], *b = &drive->twins[1];
	unsigned int i, side;

	must(a->step.n == b->step.n && a->step.reopen == b->step.reopen &&
	     a->step.restart == b->step.restart);
	for (i = 0; i < a->step.n; i++) {
		struct tcps_change change = b->step.change[i];

		change.side = !change.side;
		must(!memcmp(&change, &a->step.change[i], sizeof(change)));
	}
	must(a->conn.end == b->conn.end);
	for (side = 0; side < 2; side++)
		must(a->conn.ep[side].flags == b->conn.ep[!side].flags);
}

static void step_twin(struct drive *drive, struct twin *twin,
		      unsigned int side, struct tcps_segment seg)
{
	static const u8 closed[2] = { TCPS_CLOSED, TCPS_CLOSED };
	u8 before[2] = { twin->conn.ep[0].state, twin->conn.ep[1].state };
	unsigned int dir = side ^ twin->flip;
	bool awaited;

	seg.seq += twin->shift[side];
	if (seg.flags & TCPS_FLAG_ACK)
		seg.ack += twin->shift[!side];
	if (drive->open) {
		awaited = tcps_fsm_awaits(&twin->conn);
		tcps_fsm_step(&twin->conn, dir, &seg, drive->now, &twin->step);
		check_step(twin, before, drive->now);
		check_awaited(twin, awaited, &seg);
		if (twin->step.reopen)
			must(tcps_fsm_ended(&twin->conn));
		return;
	}
	memset(&twin->account, 0, sizeof(twin->account));
	must(tcps_fsm_open(&twin->conn, dir, &seg, drive->now,
			   drive->accounted ? &twin->account : NULL,
			   &twin->step) == tcps_fsm_opens(&seg));
	twin->bytes[0] = twin->bytes[1] = 0;
	if (!tcps_fsm_opens(&seg))
		return;
	memcpy(before, closed, sizeof(before));
	if (seg.flags & TCPS_FLAG_SYN)	/* the responder is presumed there */
		before[!twin->conn.initiator] = TCPS_LISTEN;
	check_step(twin, before, drive->now);
}

/* A new connection that began with what the old one had set aside. */
static void open_aside(struct drive *drive, struct twin *twin)
{
	static const u8 closed[2] = { TCPS_CLOSED, TCPS_CLOSED };
	const struct tcps_aside aside = twin->step.aside;
	u8 before[2];

	must(aside.side < 2 && aside.at <= drive->now);
	must(aside.at >= twin->conn.start);
	must(tcps_fsm_opens(&aside.seg));
	memset(&twin->account, 0, sizeof(twin->account));
	tcps_fsm_open_aside(&twin->conn, &aside, drive->accounted ?
			    &twin->account : NULL, &twin->step);
	twin->bytes[0] = twin->bytes[1] = 0;
	memcpy(before, closed, sizeof(before));
	before[!twin->conn.initiator] = TCPS_LISTEN;
	check_step(twin, before, drive->now);
}

static void open_again(struct drive *drive, unsigned int side,
		       const struct tcps_segment *seg)
{
	bool aside = drive->twins[0].step.aside.side != TCPS_SIDE_NONE;
	unsigned int i;

	for (i = 0; i < 2; i++) {
		drive->open = false;
		if (aside) {
			open_aside(drive, &drive->twins[i]);
			drive->open = true;
		}
		step_twin(drive, &drive->twins[i], side, *seg);
		must(!aside || !drive->twins[i].step.reopen);
	}
	check_same(drive);
	drive->open = true;
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
	if (!drive->open) {
		drive->open = tcps_fsm_opens(&seg);
	} else if (drive->twins[0].step.reopen) {
		must(tcps_fsm_opens(&seg));
		open_again(drive, side, &seg);
	}
}

static void do_icmp(struct drive *drive)
{
	unsigned int side = take(drive, 1) & 1;
	u32 seq = pick_seq(drive, side);
	bool fatal = take(drive, 1) & 1;
	unsigned int i;

	for (i = 0; i < 2; i++) {
		struct twin *twin = &drive->twins[i];
		u8 before[2] = { twin->conn.ep[0].state,
				 twin->conn.ep[1].state };

		tcps_fsm_icmp(&twin->conn, side ^ twin->flip,
			      seq + twin->shift[side], fatal, drive->now,
			      &twin->step);
		check_step(twin, before, drive->now);
	}
	check_same(drive);
}

static void do_end(struct drive *drive, bool timeout)
{
	unsigned int i;

	for (i = 0; i < 2; i++) {
		struct twin *twin = &drive->twins[i];
		u8 before[2] = { twin->conn.ep[0].state,
				 twin->conn.ep[1].state };

		if (timeout)
			tcps_fsm_timeout(&twin->conn, drive->now, &twin->step);
		else
			tcps_fsm_remove(&twin->conn, TCPS_CAUSE_EVICT,
					drive->now, &twin->step);
		check_step(twin, before, drive->now);
		must(tcps_fsm_ended(&twin->conn));
	}
	check_same(drive);
	drive->open = false;
}

/**
 * tcps_fuzz_drive() - let octets say what happens to a connection
 * @data: the octets
 * @size: how many
 */
void tcps_fuzz_drive(const u8 *data, size_t size)
{
	struct drive drive = { .data = data, .left = size, .now = 1 };
	u32 kind;

	memset(drive.twins, 0, sizeof(drive.twins));
	drive.accounted = take(&drive, 1) & 1;
	drive.twins[1].flip = true;
	drive.twins[1].shift[0] = take(&drive, 4);
	drive.twins[1].shift[1] = take(&drive, 4);
	while (drive.left) {
		kind = take(&drive, 1);
		drive.now += kind % 4 ? 1000 : (u64)kind << (kind / 4 % 40);
		if (kind < 240 || !drive.open)
			do_segment(&drive);
		else if (kind < 250)
			do_icmp(&drive);
		else
			do_end(&drive, kind & 1);
	}
}
