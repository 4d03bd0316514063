// SPDX-License-Identifier: GPL-2.0
/* Selection and order of the flows in the full-screen view. */
#include "top/top.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "module/core/names.h"
#include "report/peers.h"

#define SECOND 1000000000ULL

/* Programs may need time to close; handshakes should not. */
#define CLOSE_WAIT_NS (5 * SECOND)
#define HALF_OPEN_NS (1 * SECOND)

const char *const tcpst_top_views[TCPST_TOP_VIEW_MAX] = {
	[TCPST_TOP_ALL] = "all", [TCPST_TOP_STUCK] = "stuck",
	[TCPST_TOP_OPENING] = "opening", [TCPST_TOP_OPEN] = "open",
	[TCPST_TOP_CLOSING] = "closing", [TCPST_TOP_OVER] = "over",
};

const char *const tcpst_top_sorts[TCPST_TOP_SORT_MAX] = {
	[TCPST_TOP_BY_PROBLEM] = "problem", [TCPST_TOP_BY_FLOW] = "flow", [TCPST_TOP_BY_INITIATOR] = "initiator",
	[TCPST_TOP_BY_RESPONDER] = "responder",
	[TCPST_TOP_BY_STATES] = "states", [TCPST_TOP_BY_WAIT] = "time in them",
	[TCPST_TOP_BY_AGE] = "age", [TCPST_TOP_BY_HANDSHAKE] = "handshake",
	[TCPST_TOP_BY_OCTETS] = "octets",
};

static unsigned int why_stuck(const struct tcpst_top_flow *flow, u64 now)
{
	const struct tcps_verdict *verdict = &flow->flow.verdict;
	u64 spent[2] = { 0, 0 };
	unsigned int role;

	for (role = 0; role < 2; role++)
		if (now > flow->entered[role])
			spent[role] = now - flow->entered[role];
	if (verdict->state[TCPS_RESPONDER] == TCPS_SYN_RECEIVED)
		return spent[TCPS_RESPONDER] >= HALF_OPEN_NS ?
		       TCPST_TOP_HALF_OPEN : TCPST_TOP_WELL;
	if (verdict->state[TCPS_INITIATOR] == TCPS_SYN_SENT)
		return verdict->syn_repeats ? TCPST_TOP_RETRYING :
					      TCPST_TOP_WELL;
	for (role = 0; role < 2; role++)
		if (verdict->state[role] == TCPS_CLOSE_WAIT &&
		    spent[role] >= CLOSE_WAIT_NS)
			return TCPST_TOP_CLOSE_WAIT;
	for (role = 0; role < 2; role++)
		if (verdict->state[role] == TCPS_FIN_WAIT_2 &&
		    spent[role] >= CLOSE_WAIT_NS)
			return TCPST_TOP_FIN_WAIT_2;
	return TCPST_TOP_WELL;
}

static unsigned int phase(const struct tcpst_top_flow *flow)
{
	const u8 *state = flow->flow.verdict.state;
	bool gone[2];
	unsigned int role;

	for (role = 0; role < 2; role++)
		gone[role] = state[role] == TCPS_CLOSED ||
			     state[role] == TCPS_LISTEN ||
			     state[role] == TCPS_TIME_WAIT;
	if (state[0] == TCPS_SYN_SENT || state[0] == TCPS_SYN_RECEIVED ||
	    state[1] == TCPS_SYN_SENT || state[1] == TCPS_SYN_RECEIVED)
		return TCPST_TOP_OPENING;
	if (gone[0] && gone[1])
		return TCPST_TOP_OVER;
	if (state[0] == TCPS_ESTABLISHED && state[1] == TCPS_ESTABLISHED)
		return TCPST_TOP_OPEN;
	return TCPST_TOP_CLOSING;
}

static bool is_listed(const struct tcpst_top *top,
		      const struct tcpst_top_flow *flow)
{
	char ends[2][TCPST_TEXT_SIZE], line[4 * TCPST_TEXT_SIZE];
	const struct tcpst_flow *known = &flow->flow;

	if (top->view == TCPST_TOP_STUCK ? !flow->stuck :
	    top->view != TCPST_TOP_ALL && top->view != phase(flow))
		return false;
	if (*top->within) {
		char name[TCPST_GROUP_NAME];

		tcpst_groups_name(top->groups, name, known);
		if (strcmp(name, top->within))
			return false;
	}
	if (!*top->filter)
		return true;
	tcpst_format_end(ends[0], &top->style, &known->ends, 0);
	tcpst_format_end(ends[1], &top->style, &known->ends, 1);
	snprintf(line, sizeof(line), "%s %s %s %s %s %s %s", ends[0], ends[1],
		 tcps_state_name(known->verdict.state[0]),
		 tcps_state_name(known->verdict.state[1]),
		 known->owner[0].comm, known->owner[1].comm,
		 known->netns ? known->netns : "");
	return strcasestr(line, top->filter);
}

static int compare(u64 a, u64 b)
{
	return a < b ? -1 : a > b;
}

static int compare_end(const struct tcpst_flow *a, const struct tcpst_flow *b,
		       unsigned int role)
{
	int order = compare(a->ends.ipv6, b->ends.ipv6);

	if (!order)
		order = memcmp(a->ends.addr[role], b->ends.addr[role],
			       a->ends.ipv6 ? 16 : 4);
	return order ? order :
	       compare(a->ends.port[role], b->ends.port[role]);
}

static int compare_states(const struct tcpst_flow *a,
			  const struct tcpst_flow *b)
{
	int order = compare(a->verdict.state[0], b->verdict.state[0]);

	return order ? order :
	       compare(a->verdict.state[1], b->verdict.state[1]);
}

/* Stuck connections first, the longest stuck before others. */
static int compare_problem(const struct tcpst_top_flow *a,
			   const struct tcpst_top_flow *b)
{
	int order = compare(!a->stuck, !b->stuck);

	return order || !a->stuck ? order : compare(b->wait, a->wait);
}

static int by_choice(const void *first, const void *second, void *arg)
{
	const struct tcpst_top_flow *a = *(const struct tcpst_top_flow **)first;
	const struct tcpst_top_flow *b =
		*(const struct tcpst_top_flow **)second;
	const struct tcps_verdict *x = &a->flow.verdict, *y = &b->flow.verdict;
	const struct tcpst_top *top = arg;
	int order = 0;

	/* Numbers in descending order, words in ascending. */
	switch (top->sort) {
	case TCPST_TOP_BY_PROBLEM:
		order = compare_problem(a, b);
		break;
	case TCPST_TOP_BY_INITIATOR:
		order = compare_end(&a->flow, &b->flow, TCPS_INITIATOR);
		break;
	case TCPST_TOP_BY_RESPONDER:
		order = compare_end(&a->flow, &b->flow, TCPS_RESPONDER);
		break;
	case TCPST_TOP_BY_STATES:
		order = compare_states(&a->flow, &b->flow);
		break;
	case TCPST_TOP_BY_WAIT:
		order = compare(b->wait, a->wait);
		break;
	case TCPST_TOP_BY_AGE:
		order = compare(b->age, a->age);
		break;
	case TCPST_TOP_BY_HANDSHAKE:
		order = compare(b->handshake, a->handshake);
		break;
	case TCPST_TOP_BY_OCTETS:
		order = compare(y->bytes[0] + y->bytes[1],
				x->bytes[0] + x->bytes[1]);
		break;
	default:
		break;
	}
	if (!order)
		order = compare(b->flow.id, a->flow.id);
	if (!order && a->flow.netns && b->flow.netns)
		order = strcmp(a->flow.netns, b->flow.netns);
	return top->reverse ? -order : order;
}

/* Ties go to the older flow, so that the order on the screen is stable. */
static bool slower(const struct tcpst_top_flow *a,
		   const struct tcpst_top_flow *b)
{
	if (a->handshake != b->handshake)
		return a->handshake > b->handshake;
	return a->flow.id < b->flow.id;
}

static void rank_handshake(struct tcpst_top *top,
			   const struct tcpst_top_flow *flow)
{
	unsigned int at = top->n_slowest;

	if (!flow->handshake)
		return;
	while (at && slower(flow, top->slowest[at - 1]))
		at--;
	if (at == TCPST_TOP_SLOWEST)
		return;
	if (top->n_slowest < TCPST_TOP_SLOWEST)
		top->n_slowest++;
	memmove(&top->slowest[at + 1], &top->slowest[at],
		(top->n_slowest - at - 1) * sizeof(*top->slowest));
	top->slowest[at] = flow;
}

static void reckon(struct tcpst_top *top, struct tcpst_top_flow *flow)
{
	u64 latest = flow->entered[0] > flow->entered[1] ? flow->entered[0] :
							   flow->entered[1];
	u64 start = flow->flow.verdict.start;
	unsigned int role;

	flow->wait = top->clock > latest ? top->clock - latest : 0;
	flow->age = top->clock > start ? top->clock - start : 0;
	flow->handshake = tcpst_flow_handshake(&flow->flow);
	flow->stuck = (u8)why_stuck(flow, top->clock);
	top->stuck[flow->stuck]++;
	top->n_wanted++;
	rank_handshake(top, flow);
	for (role = 0; role < 2; role++)
		top->states[role][flow->flow.verdict.state[role]]++;
}

/** tcpst_top_list() - count all flows, and select and sort those shown */
void tcpst_top_list(struct tcpst_top *top)
{
	size_t i;

	memset(top->states, 0, sizeof(top->states));
	memset(top->stuck, 0, sizeof(top->stuck));
	top->n_list = 0;
	top->ipv6 = false;
	top->n_wanted = 0;
	top->n_slowest = 0;
	for (i = 0; i < top->flows.n; i++) {
		struct tcpst_top_flow *flow = &top->flows.flow[i];

		/* The kernel has filtered them already; a capture has all flows. */
		if (!tcpst_wanted_flow(&top->options->wanted, &flow->flow))
			continue;
		reckon(top, flow);
		if (!is_listed(top, flow))
			continue;
		top->list[top->n_list++] = flow;
		top->ipv6 |= flow->flow.ends.ipv6;
	}
	if (top->n_list)
		qsort_r(top->list, top->n_list, sizeof(*top->list), by_choice,
			top);
	/* The cursor follows the selected flow, or stays where it was. */
	if (top->grouped)
		tcpst_top_groups_make(top);
	for (i = 0; !top->grouped && top->selected && i < top->n_list; i++)
		if (top->list[i]->flow.id == top->selected &&
		    top->list[i]->flow.netns == top->selected_netns)
			top->cursor = i;
	tcpst_top_move(top, 0);
}

/* Until the cursor is moved it stays on the first line, whatever is inserted there. */
static void select_line(struct tcpst_top *top, bool moved, size_t n)
{
	if (top->grouped && (moved || *top->chosen)) {
		*top->chosen = '\0';
		if (n)
			tcpst_groups_name_of(top->groups, top->chosen,
					     top->group[top->cursor]);
	} else if (!top->grouped && (moved || top->selected)) {
		top->selected = n ? top->list[top->cursor]->flow.id : 0;
		top->selected_netns = n ? top->list[top->cursor]->flow.netns : NULL;
	}
}

/** tcpst_top_move() - move the cursor by lines, within the list */
void tcpst_top_move(struct tcpst_top *top, long by)
{
	const size_t n = top->grouped ? top->n_groups : top->n_list;
	long at = (long)top->cursor + by;

	if (at >= (long)n)
		at = (long)n - 1;
	top->cursor = at > 0 ? (size_t)at : 0;
	select_line(top, by, n);
	if (top->cursor < top->scroll)
		top->scroll = top->cursor;
	if (top->page && top->cursor >= top->scroll + top->page)
		top->scroll = top->cursor - top->page + 1;
	if (top->page && top->scroll + top->page > n)
		top->scroll = n > top->page ? n - top->page : 0;
}
