// SPDX-License-Identifier: GPL-2.0
/* Runs test vectors: reads a line, executes it, and compares the changes. */
#include "vector_run.h"
#include "../../../module/core/class.h"
#include "../../../module/core/names.h"
#include "tuple.h"

#define MS 1000000ULL

/* A text of limited length. */
struct text {
	char *to;
	unsigned int used;
};

static void put(struct text *text, const char *s)
{
	while (*s && text->used + 1 < TCPS_VECTOR_TEXT)
		text->to[text->used++] = *s++;
	text->to[text->used] = '\0';
}

static void put_number(struct text *text, u64 number)
{
	char digits[21];
	unsigned int i = sizeof(digits);

	digits[--i] = '\0';
	do {
		digits[--i] = (char)('0' + (unsigned int)(number % 10));
		number /= 10;
	} while (number);
	put(text, digits + i);
}

static void put_item(struct text *text, const char *s)
{
	if (text->used)
		put(text, ", ");
	put(text, s);
}

/* One line being read. */
struct reader {
	const char *at;
	const char *end;
};

static void skip_blanks(struct reader *reader)
{
	while (reader->at < reader->end && *reader->at == ' ')
		reader->at++;
}

/* If the next word is @word, consume it. */
static bool take(struct reader *reader, const char *word)
{
	const char *at;

	skip_blanks(reader);
	for (at = reader->at; *word; at++, word++)
		if (at >= reader->end || *at != *word)
			return false;
	if (at < reader->end && *at != ' ')
		return false;
	reader->at = at;
	return true;
}

/* The same for the beginning of a word, as in "len=1460" and "FIN-ACK". */
static bool take_prefix(struct reader *reader, const char *prefix)
{
	const char *at;

	skip_blanks(reader);
	for (at = reader->at; *prefix; at++, prefix++)
		if (at >= reader->end || *at != *prefix)
			return false;
	reader->at = at;
	return true;
}

static bool take_number(struct reader *reader, u64 *number)
{
	bool any = false;

	skip_blanks(reader);
	for (*number = 0; reader->at < reader->end && *reader->at >= '0' &&
	     *reader->at <= '9'; reader->at++, any = true)
		*number = *number * 10 + (unsigned int)(*reader->at - '0');
	return any;
}

struct run {
	const struct tcps_vector_way *way;
	struct tuple tuple;
	struct text got;
	bool restart;
	u64 now;
};

/* The side of the connection that is "i" or "r" in the script. */
static unsigned int side_of(const struct run *run, unsigned int role)
{
	return run->way->flip ? !role : role;
}

static const char *who(const struct run *run, unsigned int side)
{
	return side == side_of(run, 0) ? "i" : "r";
}

static void put_change(struct run *run, bool pending,
		       const struct tcps_change *change)
{
	static const char *const arrows[TCPS_CERTAINTY_MAX] = {
		[TCPS_OBSERVED] = "->",
		[TCPS_PRESUMED] = "?>",
		[TCPS_INFERRED] = "~>",
	};

	put_item(&run->got, pending ? "attempt " : "");
	put(&run->got, who(run, change->side));
	if (change->flags & TCPS_CHANGE_NOTE) {
		put(&run->got, change->certainty == TCPS_OBSERVED ? " note " : " uncertain note ");
		put(&run->got, tcps_cause_name(change->cause));
		return;
	}
	put(&run->got, " ");
	put(&run->got, tcps_state_name(change->from));
	put(&run->got, arrows[change->certainty]);
	put(&run->got, tcps_state_name(change->to));
	put(&run->got, " ");
	put(&run->got, tcps_cause_name(change->cause));
	if (change->flags & TCPS_CHANGE_RETRACT)
		put(&run->got, " back");
}

static void note_step(struct tuple *tuple, bool pending,
		      const struct tcps_step *step)
{
	struct run *run = tuple->arg;
	unsigned int i;

	run->restart = step->restart;
	for (i = 0; i < step->n; i++)
		put_change(run, pending, &step->change[i]);
}

static void note_end(struct tuple *tuple, bool pending)
{
	struct run *run = tuple->arg;

	put_item(&run->got, pending ? "given up" : "reopen");
}

static const struct tuple_ops ops = {
	.changed = note_step,
	.ended = note_end,
};

static bool take_flags(struct reader *reader, u8 *flags)
{
	static const struct {
		const char *name;
		u8 flag;
	} names[] = {
		{ "SYN", TCPS_FLAG_SYN }, { "ACK", TCPS_FLAG_ACK },
		{ "FIN", TCPS_FLAG_FIN }, { "RST", TCPS_FLAG_RST },
		{ "PSH", TCPS_FLAG_PSH }, { "URG", TCPS_FLAG_URG },
		{ "NONE", 0 },
	};
	unsigned int i;

	*flags = 0;
	do {
		for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
			if (take_prefix(reader, names[i].name))
				break;
		if (i == sizeof(names) / sizeof(names[0]))
			return false;
		*flags |= names[i].flag;
	} while (take_prefix(reader, "-"));
	return true;
}

static bool do_segment(struct run *run, struct reader *reader,
		       unsigned int role)
{
	struct tcps_segment seg = {
		.window = 65535,
		.wscale = TCPS_WSCALE_NONE,
	};
	unsigned int side = side_of(run, role);
	u64 number;

	if (!take_flags(reader, &seg.flags) || !take_number(reader, &number))
		return false;
	seg.seq = (u32)number + run->way->shift[role];
	if (seg.flags & TCPS_FLAG_ACK) {
		if (!take_number(reader, &number))
			return false;
		seg.ack = (u32)number + run->way->shift[!role];
	}
	for (;;) {
		if (take_prefix(reader, "len=") && take_number(reader, &number))
			seg.len = (u32)number;
		else if (take_prefix(reader, "win=") &&
			 take_number(reader, &number))
			seg.window = (u16)number;
		else if (take_prefix(reader, "ws=") &&
			 take_number(reader, &number))
			seg.wscale = (u8)number;
		else
			break;
	}

	if (!tuple_segment(&run->tuple, side, &seg, run->now))
		put_item(&run->got, "nothing");
	return true;
}

static bool do_wait(struct run *run, struct reader *reader)
{
	u64 number;

	if (!take_number(reader, &number))
		return false;
	if (take_prefix(reader, "ms"))
		run->now += number * MS;
	else if (take_prefix(reader, "s"))
		run->now += number * 1000 * MS;
	else
		return false;
	return true;
}

static bool do_icmp(struct run *run, struct reader *reader)
{
	unsigned int role;
	u64 seq;

	if (take(reader, "i"))
		role = 0;
	else if (take(reader, "r"))
		role = 1;
	else
		return false;
	if (!take_number(reader, &seq))
		return false;
	tuple_icmp(&run->tuple, side_of(run, role),
		   (u32)seq + run->way->shift[role], take(reader, "fatal"),
		   run->now);
	take(reader, "soft");
	return true;
}

static void put_pair(struct text *text, u64 first, u64 second)
{
	put_number(text, first);
	put(text, " ");
	put_number(text, second);
}

static void put_role(struct text *text, unsigned int role)
{
	put(text, role == TCPS_ROLE_NONE ? "none" : tcps_role_name(role));
}

static void put_ms(struct text *text, u64 ns)
{
	if (ns == TCPS_UNKNOWN_NS)
		put(text, "unknown");
	else
		put_number(text, ns / MS);
}

static void put_times(struct text *text, const u64 state_ns[TCPS_STATE_MAX])
{
	unsigned int state;

	for (state = 0; state < TCPS_STATE_MAX; state++) {
		if (!state_ns[state])
			continue;
		put_item(text, tcps_state_name(state));
		put(text, " ");
		put_number(text, state_ns[state] / MS);
	}
}

static bool ask_verdict(struct run *run, const struct tcps_conn *conn,
			struct reader *reader)
{
	struct tcps_verdict verdict;
	struct text *got = &run->got;

	tcps_verdict_make(&verdict, conn, run->now);
	if (take(reader, "end")) {
		put(got, tcps_end_name(verdict.end));
	} else if (take(reader, "bytes")) {
		put_pair(got, verdict.bytes[0], verdict.bytes[1]);
	} else if (take(reader, "zeek")) {
		put(got, tcps_zeek_name(verdict.zeek));
	} else if (take(reader, "closed_first")) {
		put_role(got, verdict.closed_first);
	} else if (take(reader, "reset_by")) {
		put_role(got, verdict.reset_by);
	} else if (take(reader, "repeats")) {
		put_pair(got, verdict.syn_repeats, verdict.syn_ack_repeats);
		put(got, " ");
		put_pair(got, verdict.fin_repeats[0], verdict.fin_repeats[1]);
	} else if (take(reader, "handshake")) {
		put_ms(got, verdict.syn_to_syn_ack);
		put(got, " ");
		put_ms(got, verdict.syn_ack_to_ack);
	} else if (take(reader, "half_close")) {
		put_ms(got, verdict.half_close_ns);
	} else if (take(reader, "roles")) {
		put(got, verdict.roles_known ? "known" : "unknown");
		put(got, verdict.adopted ? " adopted" : "");
	} else if (take(reader, "times")) {
		put_times(got, verdict.state_ns[take(reader, "r")]);
		take(reader, "i");
	} else {
		return false;
	}
	return true;
}

/* Is it known that the SYN of this end was acknowledged, and by what? */
static const char *syn_acked(const struct tcps_endpoint *ep)
{
	if (!(ep->known & TCPS_KNOW_SYN_ACKED))
		return "unknown";
	return ep->proven & TCPS_KNOW_SYN_ACKED ? "proven" : "presumed";
}

static bool ask(struct run *run, struct reader *reader)
{
	bool pending = take(reader, "attempt");
	const struct tcps_conn *conn = &run->tuple.conn[pending];
	const struct tcps_account *account = &run->tuple.account[pending];
	unsigned int i = side_of(run, 0);
	struct text *got = &run->got;

	if (take(reader, "states")) {
		put(got, tcps_state_name(tcps_fsm_state(conn, i)));
		put(got, " ");
		put(got, tcps_state_name(tcps_fsm_state(conn, !i)));
	} else if (take(reader, "syn_acked")) {
		put(got, syn_acked(&conn->ep[i]));
		put(got, " ");
		put(got, syn_acked(&conn->ep[!i]));
	} else if (take(reader, "class")) {
		put(got, tcps_class_name(tcps_class_of(conn)));
	} else if (take(reader, "expects_ack")) {
		put(got, tcps_class_conn_expects_ack(conn) ? "yes" : "no");
	} else if (take(reader, "ended")) {
		put(got, tcps_fsm_ended(conn) ? "yes" : "no");
	} else if (take(reader, "restart")) {
		put(got, run->restart ? "yes" : "no");
	} else if (take(reader, "packets")) {
		put_pair(got, account->packets[i], account->packets[!i]);
	} else if (take(reader, "rtt")) {
		put_pair(got, account->rtt_ns[i] / MS, account->rtt_ns[!i] / MS);
	} else {
		return ask_verdict(run, conn, reader);
	}
	return true;
}

static void remove_flow(struct run *run, enum tcps_cause cause)
{
	struct tcps_step step;

	tcps_fsm_remove(&run->tuple.conn[0], cause, run->now, &step);
	note_step(&run->tuple, false, &step);
}

static bool act(struct run *run, struct reader *reader)
{
	if (take(reader, "i"))
		return do_segment(run, reader, 0);
	if (take(reader, "r"))
		return do_segment(run, reader, 1);
	if (take(reader, "wait"))
		return do_wait(run, reader);
	if (take(reader, "icmp"))
		return do_icmp(run, reader);
	if (take(reader, "timeout"))
		tuple_timeout(&run->tuple, take(reader, "attempt"), run->now);
	else if (take(reader, "gap"))
		tcps_fsm_gap(&run->tuple.conn[0]);
	else if (take(reader, "evict"))
		remove_flow(run, TCPS_CAUSE_EVICT);
	else if (take(reader, "stop"))
		remove_flow(run, TCPS_CAUSE_STOP);
	else
		return ask(run, reader);
	return true;
}

/* "command : expected"; the colon may stand at the end of the line. */
static bool run_line(struct run *run, const char *line, const char *end)
{
	struct reader command = { line, line };
	struct reader expected = { end, end };
	const char *got = run->got.to;

	while (command.end < end && *command.end != ':')
		command.end++;
	if (command.end < end)
		expected.at = command.end + 1;
	run->got.used = 0;
	run->got.to[0] = '\0';
	run->now += MS;
	if (!act(run, &command)) {
		put(&run->got, "(not understood)");
		return false;
	}
	skip_blanks(&command);
	skip_blanks(&expected);
	while (expected.end > expected.at && expected.end[-1] == ' ')
		expected.end--;
	while (expected.at < expected.end && *got == *expected.at) {
		got++;
		expected.at++;
	}
	return command.at == command.end && expected.at == expected.end &&
	       !*got;
}

/**
 * tcps_vector_run() - run one script in one way
 * @vector: the script
 * @way:    the way
 * @result: filled in if it fails
 *
 * Return: true if every line gave the expected result.
 */
bool tcps_vector_run(const struct tcps_vector *vector,
		     const struct tcps_vector_way *way,
		     struct tcps_vector_result *result)
{
	struct run run = {
		.way = way,
		.tuple = {
			.accounted = way->tracked,
			.stray.side = TCPS_SIDE_NONE,
			.ops = &ops,
		},
		.got.to = result->got,
		.now = 1000 * MS,
	};
	const char *line = vector->script;
	struct text step = { .to = result->step };

	run.tuple.arg = &run;
	for (result->line = 1; *line; result->line++) {
		const char *end = line;

		while (*end && *end != '\n')
			end++;
		if (!run_line(&run, line, end)) {
			for (; line < end; line++) {
				char one[2] = { *line, '\0' };

				put(&step, one);
			}
			return false;
		}
		line = *end ? end + 1 : end;
	}
	return true;
}
