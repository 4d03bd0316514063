// SPDX-License-Identifier: GPL-2.0
/* Summary of a connection at several places: counts, delays, changes. */
#include "compare/outcome.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "module/core/options.h"
#include "text/format.h"

static int by_value(const void *a, const void *b)
{
	int64_t one = *(const int64_t *)a, other = *(const int64_t *)b;

	return one < other ? -1 : one > other;
}

/*
 * Delays of segments on a stretch, if both its places saw them. Each segment has a minimum
 * and a maximum delay; the median delay is between the median of the minima and that of
 * the maxima.
 */
static void measure(struct tcpst_outcome *outcome,
		    const struct tcpst_comparison *comparison,
		    const struct tcpst_path *path, unsigned int at, bool towards)
{
	int64_t *min = tcpst_alloc(path->n + 1, sizeof(*min));
	int64_t *max = tcpst_alloc(path->n + 1, sizeof(*max));
	size_t i, n = 0;

	for (i = 0; i < path->n; i++) {
		const struct tcpst_row *row = &path->row[i];
		struct tcpst_range delay;

		if (row->fate[at] != TCPST_FATE_PASSED ||
		    tcpst_path_towards(path, row->sender) != towards)
			continue;
		delay = tcpst_align_delay(comparison->align[at][at + 1],
					  path->view[at]->seen[row->at[at]].time_ns,
					  path->view[at + 1]->seen[row->at[at + 1]].time_ns,
					  towards);
		if (!delay.known)
			continue;
		min[n] = delay.min;
		max[n++] = delay.max;
	}
	if (n) {
		qsort(min, n, sizeof(*min), by_value);
		qsort(max, n, sizeof(*max), by_value);
		outcome->least[at][towards] = (struct tcpst_range){
			min[0], max[0], true,
		};
		outcome->delay[at][towards] = (struct tcpst_range){
			min[n / 2], max[n / 2], true,
		};
	}
	free(min);
	free(max);
}

static struct tcpst_changed *add(struct tcpst_outcome *outcome,
				 unsigned int stretch, const char *what)
{
	struct tcpst_changed *changed = &outcome->changed[outcome->n_changed];

	if (outcome->n_changed < TCPST_CHANGES_MAX - 1)
		outcome->n_changed++;
	*changed = (struct tcpst_changed){ .stretch = stretch, .what = what };
	return changed;
}

/* The first SYN, or SYN-ACK, of an end. */
static const struct tcpst_sighting *syn_of(const struct tcpst_view *view,
					   unsigned int sender)
{
	size_t i;

	for (i = 0; i < view->n; i++)
		if (view->seen[i].sender == sender &&
		    (view->seen[i].flags & TCPS_FLAG_SYN) &&
		    view->seen[i].options)
			return &view->seen[i];
	return NULL;
}

static void put_option(char text[64], u32 options, u32 bit)
{
	if (!(options & bit))
		snprintf(text, 64, "none");
	else if (bit == TCPS_OPTION_MSS)
		snprintf(text, 64, "%u", options & 0xffff);
	else if (bit == TCPS_OPTION_WSCALE)
		snprintf(text, 64, "%u",
			 options >> TCPS_OPTION_WSCALE_SHIFT & 0xf);
	else
		snprintf(text, 64, "yes");
}

static void compare_options(struct tcpst_outcome *outcome, unsigned int at,
			    u32 here, u32 there)
{
	static const struct {
		u32 bit;
		u32 value;
		const char *name;
	} options[] = {
		{ TCPS_OPTION_MSS, 0xffff, "MSS" },
		{ TCPS_OPTION_WSCALE, 0xf << TCPS_OPTION_WSCALE_SHIFT,
		  "window scale" },
		{ TCPS_OPTION_SACK, 0, "SACK" },
		{ TCPS_OPTION_TIMESTAMPS, 0, "time stamps" },
		{ TCPS_OPTION_MPTCP, 0, "MPTCP" },
		{ TCPS_OPTION_FAST_OPEN, 0, "fast open" },
		{ TCPS_OPTION_ECN, 0, "ECN" },
		{ TCPS_OPTION_ACCURATE_ECN, 0, "accurate ECN" },
	};
	unsigned int i;

	/* Options cut off by the snapshot length were not removed. */
	if ((here | there) & TCPS_OPTION_CUT)
		return;
	for (i = 0; i < sizeof(options) / sizeof(options[0]); i++) {
		struct tcpst_changed *changed;

		if (!((here ^ there) & (options[i].bit | options[i].value)))
			continue;
		changed = add(outcome, at, options[i].name);
		put_option(changed->from, here, options[i].bit);
		put_option(changed->to, there, options[i].bit);
	}
}

static void compare_ends(struct tcpst_outcome *outcome, unsigned int at,
			 const struct tcpst_path *path, unsigned int role)
{
	static const char *const names[] = { "initiator", "responder" };
	static const struct tcpst_style style = { .utf8 = false };
	const struct tcpst_addrs *here = &path->view[at]->flow.ends;
	const struct tcpst_addrs *there = &path->view[at + 1]->flow.ends;
	unsigned int one = role ^ path->turned[at];
	unsigned int other = role ^ path->turned[at + 1];
	char from[TCPST_TEXT_SIZE], to[TCPST_TEXT_SIZE];
	struct tcpst_changed *changed;

	if (here->ipv6 == there->ipv6 && here->port[one] == there->port[other] &&
	    !memcmp(here->addr[one], there->addr[other], 16))
		return;
	changed = add(outcome, at, names[role]);
	tcpst_format_end(from, &style, here, one);
	tcpst_format_end(to, &style, there, other);
	snprintf(changed->from, sizeof(changed->from), "%.63s", from);
	snprintf(changed->to, sizeof(changed->to), "%.63s", to);
}

static void compare_numbers(struct tcpst_outcome *outcome, unsigned int at,
			    const struct tcpst_path *path, unsigned int role)
{
	static const char *const names[] = { "ISN of the initiator",
					     "ISN of the responder" };
	const struct tcpst_flow *here = &path->view[at]->flow;
	const struct tcpst_flow *there = &path->view[at + 1]->flow;
	struct tcpst_changed *changed;

	if (!here->iss_known[role] || !there->iss_known[role] ||
	    here->iss[role] == there->iss[role])
		return;
	changed = add(outcome, at, names[role]);
	snprintf(changed->from, sizeof(changed->from), "%u", here->iss[role]);
	snprintf(changed->to, sizeof(changed->to), "%u", there->iss[role]);
}

static void find_changes(struct tcpst_outcome *outcome, unsigned int at,
			 const struct tcpst_path *path)
{
	unsigned int role;

	for (role = 0; role < 2; role++) {
		const struct tcpst_sighting *here, *there;

		compare_ends(outcome, at, path, role);
		compare_numbers(outcome, at, path, role);
		here = syn_of(path->view[at], role);
		there = syn_of(path->view[at + 1], role);
		if (here && there)
			compare_options(outcome, at, here->options,
					there->options);
	}
}

/**
 * tcpst_outcome_make() - summarize a connection
 * @outcome:    filled in
 * @comparison: after tcpst_compare()
 * @path:       the connection
 */
void tcpst_outcome_make(struct tcpst_outcome *outcome,
			const struct tcpst_comparison *comparison,
			const struct tcpst_path *path)
{
	unsigned int at, towards;
	size_t i;

	*outcome = (struct tcpst_outcome){ .n_changed = 0 };
	for (at = 0; at + 1 < comparison->n_places; at++) {
		for (i = 0; i < path->n; i++) {
			const struct tcpst_row *row = &path->row[i];

			towards = tcpst_path_towards(path, row->sender);
			outcome->count[at][towards][row->fate[at]]++;
		}
		if (!path->view[at] || !path->view[at + 1])
			continue;
		for (towards = 0; towards < 2; towards++)
			if (comparison->aligned[at][at + 1])
				measure(outcome, comparison, path, at, towards);
		find_changes(outcome, at, path);
	}
}

/** tcpst_outcome_count() - number of segments with a fate, on all stretches, both directions */
size_t tcpst_outcome_count(const struct tcpst_outcome *outcome,
			   const struct tcpst_comparison *comparison,
			   unsigned int fate)
{
	unsigned int at;
	size_t n = 0;

	for (at = 0; at + 1 < comparison->n_places; at++)
		n += outcome->count[at][0][fate] + outcome->count[at][1][fate];
	return n;
}
