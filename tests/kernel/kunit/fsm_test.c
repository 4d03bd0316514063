// SPDX-License-Identifier: GPL-2.0
/*
 * The state machine in the kernel: the named vectors, every piece of evidence on every set
 * of facts, and every short sequence of segments after every stage of a connection.
 */
#include <kunit/test.h>

#include "../../../module/compat.h"
#include "../../../module/core/class.h"
#include "../../../module/core/know.h"
#include "../../../module/core/names.h"
#include "../../../module/core/place.h"
#include "../../core/unit/vectors.h"

#define MAX_VECTORS 512

static const struct tcps_vector *vectors[MAX_VECTORS];

/* The vectors are in several sets; a parameter generator goes through all. */
static TCPS_KUNIT_PARAMS(vector_gen_params, prev, desc)
{
	static const struct {
		const char *name;
		const struct tcps_vector *vectors;
		unsigned int n;
	} sets[] = TCPS_VECTOR_SETS;
	const struct tcps_vector **at = (const struct tcps_vector **)prev;
	unsigned int set, i, n = 0;

	if (!at)
		for (set = 0; set < ARRAY_SIZE(sets); set++)
			for (i = 0; i < sets[set].n && n < MAX_VECTORS - 1; i++)
				vectors[n++] = &sets[set].vectors[i];
	at = at ? at + 1 : vectors;
	if (!*at)
		return NULL;
	strscpy(desc, (*at)->name, KUNIT_PARAM_DESC_SIZE);
	return at;
}

static void fsm_vector(struct kunit *test)
{
	const struct tcps_vector *vector =
		*(const struct tcps_vector **)test->param_value;
	static struct tcps_vector_result result;
	unsigned int i;

	for (i = 0; i < 8; i++) {
		struct tcps_vector_way way = {
			.tracked = i & 1,
			.flip = i & 2,
			.shift = { i & 4 ? 0U - 1001 : 0, i & 4 ? 1U << 31 : 0 },
		};

		if (!(vector->modes & (way.tracked ? TCPS_VECTOR_TRACKED :
						     TCPS_VECTOR_SAMPLED)))
			continue;
		if (!tcps_vector_run(vector, &way, &result))
			KUNIT_FAIL(test, "%s, line %u: %s\ngave: %s",
				   way.tracked ? "tracked" : "sampled",
				   result.line, result.step, result.got);
	}
}

/* Every set of facts and piece of evidence: the changes must be those of the table. */
static void apply_all(struct kunit *test, unsigned int known)
{
	unsigned int evidence;

	for (evidence = 0; evidence < TCPS_EV_MAX; evidence++) {
		const struct tcps_cell *cell = &tcps_know_table[evidence];
		struct tcps_conn conn = { .flags = TCPS_CONN_ROLES };
		struct tcps_step step = {};
		struct tcps_input in = {
			.conn = &conn, .now = 1, .step = &step,
			.from = &conn.ep[0], .to = &conn.ep[1],
		};
		enum tcps_state before;
		bool moved;

		conn.ep[0].known = known;
		before = tcps_fsm_state(&conn, 0);
		moved = tcps_know_apply(&in, 0, evidence, TCPS_CAUSE_ACK);
		KUNIT_EXPECT_EQ(test, (u8)conn.ep[0].known,
				(u8)((known & ~(cell->lower | cell->disprove)) |
				     cell->raise));
		KUNIT_EXPECT_EQ(test, (u8)conn.ep[1].known, 0);
		KUNIT_EXPECT_EQ(test, (u8)(conn.ep[0].proven &
					   ~conn.ep[0].known), 0);
		KUNIT_EXPECT_EQ(test, moved,
				before != tcps_fsm_state(&conn, 0));
		KUNIT_EXPECT_EQ(test, step.n, moved);
		if (!moved)
			continue;
		KUNIT_EXPECT_EQ(test, step.change[0].from, before);
		KUNIT_EXPECT_EQ(test, step.change[0].to,
				tcps_fsm_state(&conn, 0));
		KUNIT_EXPECT_GE(test, step.change[0].certainty,
				cell->certainty);
	}
}

static void fsm_every_evidence(struct kunit *test)
{
	unsigned int known;

	for (known = 0; known < 256; known++)
		apply_all(test, known);
}

/* Stages of a connection: the segments that lead there. */
#define SEGMENTS_MAX 8

struct move {
	u8 side;
	u8 flags;
	u16 seq;	/* beyond the initial sequence number */
	u16 ack;
};

#define A TCPS_FLAG_ACK
#define S TCPS_FLAG_SYN
#define F TCPS_FLAG_FIN
#define R TCPS_FLAG_RST
#define OPEN_1 { 0, S, 0, 0 }
#define OPEN_2 { 1, S | A, 0, 1 }
#define OPEN_3 { 0, A, 1, 1 }

static const struct stage {
	const char *name;
	u8 state[2];
	struct move moves[SEGMENTS_MAX];
} stages[] = {
	{ "SYN sent", { TCPS_SYN_SENT, TCPS_LISTEN }, { { 0, S, 0, 0 } } },
	{ "SYN received", { TCPS_SYN_SENT, TCPS_SYN_RECEIVED },
	  { { 0, S, 0, 0 }, { 1, S | A, 0, 1 } } },
	{ "established", { TCPS_ESTABLISHED, TCPS_ESTABLISHED },
	  { OPEN_1, OPEN_2, OPEN_3 } },
	{ "simultaneous open", { TCPS_SYN_RECEIVED, TCPS_SYN_SENT },
	  { { 0, S, 0, 0 }, { 1, S, 0, 0 }, { 0, S | A, 0, 1 } } },
	{ "FIN sent", { TCPS_FIN_WAIT_1, TCPS_ESTABLISHED },
	  { OPEN_1, OPEN_2, OPEN_3, { 0, F | A, 1, 1 } } },
	{ "half closed", { TCPS_FIN_WAIT_2, TCPS_CLOSE_WAIT },
	  { OPEN_1, OPEN_2, OPEN_3, { 0, F | A, 1, 1 }, { 1, A, 1, 2 } } },
	{ "last ACK", { TCPS_FIN_WAIT_2, TCPS_LAST_ACK },
	  { OPEN_1, OPEN_2, OPEN_3, { 0, F | A, 1, 1 }, { 1, F | A, 1, 2 } } },
	{ "TIME-WAIT", { TCPS_TIME_WAIT, TCPS_CLOSED },
	  { OPEN_1, OPEN_2, OPEN_3, { 0, F | A, 1, 1 }, { 1, F | A, 1, 2 },
	    { 0, A, 2, 2 } } },
	{ "FINs cross", { TCPS_FIN_WAIT_1, TCPS_FIN_WAIT_1 },
	  { OPEN_1, OPEN_2, OPEN_3, { 0, F | A, 1, 1 }, { 1, F | A, 1, 1 } } },
	{ "closing", { TCPS_CLOSING, TCPS_CLOSING },
	  { OPEN_1, OPEN_2, OPEN_3, { 0, F | A, 1, 1 }, { 1, F | A, 1, 1 },
	    { 0, A, 2, 2 } } },
	{ "refused", { TCPS_CLOSED, TCPS_CLOSED },
	  { { 0, S, 0, 0 }, { 1, R | A, 0, 1 } } },
	{ "aborted", { TCPS_CLOSED, TCPS_CLOSED },
	  { OPEN_1, OPEN_2, OPEN_3, { 1, R, 1, 0 } } },
	{ "adopted", { TCPS_ESTABLISHED, TCPS_ESTABLISHED },
	  { { 0, A, 1, 1 } } },
};

/* The next segments: in sequence, old, ahead, far off. */
static const struct move alphabet[] = {
	{ 0, S, 0, 0 }, { 1, S, 0, 0 }, { 0, S, 100, 0 }, { 1, S, 100, 0 },
	{ 1, S | A, 0, 1 }, { 0, S | A, 0, 1 }, { 1, S | A, 100, 1 },
	{ 0, A, 1, 1 }, { 1, A, 1, 1 }, { 0, A, 2, 2 }, { 1, A, 2, 2 },
	{ 0, A, 1, 2 }, { 1, A, 1, 2 }, { 0, A, 9, 5 }, { 1, A, 9, 5 },
	{ 0, F | A, 1, 1 }, { 1, F | A, 1, 1 }, { 1, F | A, 1, 2 },
	{ 0, F | A, 1, 2 }, { 0, R, 1, 0 }, { 1, R, 1, 0 }, { 0, R, 2, 0 },
	{ 1, R | A, 0, 1 }, { 1, R, 999, 0 }, { 0, R | A, 2, 2 },
	{ 0, A, 60000, 60000 }, { 1, S | F, 1, 1 }, { 0, F, 1, 0 },
	{ 1, 0, 0, 0 }, { 1, 0xff, 0, 0 },
};

static struct tcps_segment make_segment(const struct move *move)
{
	u32 iss[2] = { 1000, 0xffffffff };

	return (struct tcps_segment){
		.seq = iss[move->side] + move->seq,
		.ack = move->flags & A ? iss[!move->side] + move->ack : 0,
		.flags = move->flags,
		.window = 1000,
		.wscale = TCPS_WSCALE_NONE,
	};
}

static void stage_name(const struct stage *stage, char *name)
{
	strscpy(name, stage->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(stage, stages, stage_name);

/* Invariants of any step of any connection. */
static const char *broken(const struct tcps_conn *before,
			  const struct tcps_conn *conn,
			  const struct tcps_segment *seg,
			  const struct tcps_step *step)
{
	u8 at[2] = { tcps_fsm_state(before, 0), tcps_fsm_state(before, 1) };
	unsigned int i, transitions = 0;

	if (step->n > TCPS_STEP_MAX)
		return "too many changes";
	for (i = 0; i < step->n; i++) {
		const struct tcps_change *change = &step->change[i];
		bool note = change->flags & TCPS_CHANGE_NOTE;

		if (change->side > 1 || change->from >= TCPS_STATE_MAX ||
		    change->to >= TCPS_STATE_MAX ||
		    change->cause >= TCPS_CAUSE_MAX ||
		    change->certainty >= TCPS_CERTAINTY_MAX)
			return "a change with a number of no meaning";
		if (change->from != at[change->side])
			return "a change from a state it was not in";
		if ((change->from == change->to) != note)
			return "a transition to itself, or a note that moves";
		at[change->side] = change->to;
		transitions += !note;
	}
	if (at[0] != tcps_fsm_state(conn, 0) || at[1] != tcps_fsm_state(conn, 1))
		return "a state changed without a change";
	/* The rule the packet path relies on. */
	if (!(seg->flags & TCPS_FLAGS_CONTROL) && !tcps_class_conn_expects_ack(before) &&
	    transitions)
		return "an ACK that was not expected changed a state";
	if (tcps_class_of(conn) >= TCPS_CLASS_MAX)
		return "no class";
	if (tcps_fsm_end(conn) >= TCPS_END_MAX)
		return "no end";
	if (tcps_class_of(before) != tcps_class_of(conn) && !step->restart)
		return "the class changed and its timer does not start";
	return NULL;
}

static u32 states_seen[2];

static bool explore(struct kunit *test, const struct tcps_conn *from,
		    const struct tcps_account *account, unsigned int depth)
{
	const struct tcps_tuple tuple = {
		.current_conn = from, .current_account = account,
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(alphabet); i++) {
		struct tcps_segment seg = make_segment(&alphabet[i]);
		struct tcps_account copy = account ? *account :
					(struct tcps_account){};
		struct tcps_conn conn = *from;
		struct tcps_step step;
		const char *why;

		if (tcps_place_segment(&tuple, alphabet[i].side, &seg, 2) !=
		    TCPS_PLACE_CURRENT)
			continue;
		tcps_fsm_step(&conn, alphabet[i].side, &seg, 2,
			      account ? &copy : NULL, &step);
		why = broken(from, &conn, &seg, &step);
		if (why) {
			KUNIT_FAIL(test, "%s: %s/%s, move %u, %u to go", why,
				   tcps_state_name(tcps_fsm_state(from, 0)),
				   tcps_state_name(tcps_fsm_state(from, 1)), i,
				   depth);
			return false;
		}
		states_seen[0] |= BIT(tcps_fsm_state(&conn, 0));
		states_seen[1] |= BIT(tcps_fsm_state(&conn, 1));
		if (depth && !explore(test, &conn, account ? &copy : NULL,
				      depth - 1))
			return false;
	}
	return true;
}

static void reach(struct kunit *test, const struct stage *stage,
		  struct tcps_account *account, struct tcps_conn *conn)
{
	const struct move *move = stage->moves;
	struct tcps_segment seg = make_segment(move);
	struct tcps_step step;

	KUNIT_ASSERT_TRUE(test, tcps_fsm_open(conn, move->side, &seg, 1,
					      account, &step));
	while (++move < stage->moves + SEGMENTS_MAX && move->flags) {
		seg = make_segment(move);
		tcps_fsm_step(conn, move->side, &seg, 1, account, &step);
	}
	KUNIT_ASSERT_EQ(test, (u8)tcps_fsm_state(conn, 0), stage->state[0]);
	KUNIT_ASSERT_EQ(test, (u8)tcps_fsm_state(conn, 1), stage->state[1]);
}

static void fsm_sequences(struct kunit *test)
{
	const struct stage *stage = test->param_value;
	struct tcps_conn conn;

	reach(test, stage, NULL, &conn);
	explore(test, &conn, NULL, 2);
}

static void fsm_sequences_accounted(struct kunit *test)
{
	const struct stage *stage = test->param_value;
	struct tcps_account account = {};
	struct tcps_conn conn;

	reach(test, stage, &account, &conn);
	explore(test, &conn, &account, 1);
}

/* After the timer expired, or when it is removed, a connection has ended. */
static void fsm_ends(struct kunit *test)
{
	const struct stage *stage = test->param_value;
	struct tcps_conn conn, copy;
	struct tcps_step step;

	reach(test, stage, NULL, &conn);
	copy = conn;
	tcps_fsm_timeout(&copy, 3, &step);
	KUNIT_EXPECT_TRUE(test, tcps_fsm_ended(&copy));
	KUNIT_EXPECT_NE(test, (u8)tcps_fsm_end(&copy), TCPS_END_STILL_OPEN);
	copy = conn;
	tcps_fsm_remove(&copy, TCPS_CAUSE_EVICT, 3, &step);
	KUNIT_EXPECT_TRUE(test, tcps_fsm_ended(&copy));
	KUNIT_EXPECT_NE(test, (u8)tcps_fsm_end(&copy), TCPS_END_STILL_OPEN);
}

/* Runs after the sequences: they went through all states on both sides. */
static void fsm_all_states_seen(struct kunit *test)
{
	u32 all = BIT(TCPS_STATE_MAX) - 1;

	/* The initiator is never in LISTEN. */
	KUNIT_EXPECT_EQ(test, states_seen[0] | BIT(TCPS_LISTEN), all);
	KUNIT_EXPECT_EQ(test, states_seen[1], all);
}

static struct kunit_case fsm_cases[] = {
	KUNIT_CASE_PARAM(fsm_vector, vector_gen_params),
	KUNIT_CASE(fsm_every_evidence),
	KUNIT_CASE_PARAM(fsm_sequences, stage_gen_params),
	KUNIT_CASE_PARAM(fsm_sequences_accounted, stage_gen_params),
	KUNIT_CASE_PARAM(fsm_ends, stage_gen_params),
	KUNIT_CASE(fsm_all_states_seen),
	{}
};

static struct kunit_suite fsm_suite = {
	.name = "tcpstates_fsm",
	.test_cases = fsm_cases,
};
kunit_test_suite(fsm_suite);
