// SPDX-License-Identifier: GPL-2.0
#include "trace.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../../module/core/names.h"
#include "intern.h"

#define LENGTH_MAX 200

/* A world after some of the segments: a node on the path to the last. */
struct place {
	u32 seen;	/* how many segments of the view have passed */
	u32 world;
};

struct step {
	u32 from;	/* place before */
	struct edge edge;
};

static u8 labels[LENGTH_MAX];
static unsigned int n_labels;
static struct shadow shadows[LENGTH_MAX + 1];
static bool sampled;

static void list_labels(const struct view *view)
{
	const struct view *at = view;
	unsigned int i;

	n_labels = view->length < LENGTH_MAX ? view->length : LENGTH_MAX;
	for (i = n_labels; i; i--) {
		labels[i - 1] = at->label;
		if (at->parent == VIEW_NOBODY)
			break;
		at = explore_view(at->parent);
	}
}

static void segment_text(char *to, size_t size, u8 label)
{
	unsigned int from;
	const struct tcps_segment *seg = world_segment(label, &from);
	char ack[24] = "", len[16] = "";

	if (seg->flags & TCPS_FLAG_ACK)
		snprintf(ack, sizeof(ack), " ack %d",
			 (int)(seg->ack - world_iss(!from)));
	if (seg->len)
		snprintf(len, sizeof(len), " len %u", seg->len);
	snprintf(to, size, "%u: %s%s%s%s seq %d%s%s", from,
		 seg->flags & TCPS_FLAG_SYN ? "SYN " : "",
		 seg->flags & TCPS_FLAG_FIN ? "FIN " : "",
		 seg->flags & TCPS_FLAG_RST ? "RST " : "",
		 seg->flags == TCPS_FLAG_ACK ? (seg->len ? "data" : "ACK") : "",
		 (int)(seg->seq - world_iss(from)), ack, len);
}

static void print_core(const struct bounds *bounds)
{
	struct shadow shadow;
	struct shadow_report report;
	unsigned int i, k, from;
	char text[80];

	shadow_init(&shadow, bounds->accounted);
	if (bounds->older)
		shadow_begin_older(&shadow, HOST_SEC);
	shadows[0] = shadow;
	printf("  seen, and reported by the core:\n");
	for (i = 0; i < n_labels; i++) {
		const struct tcps_segment *seg = world_segment(labels[i], &from);

		shadow_segment(&shadow, from, seg, HOST_SEC, &report);
		shadows[i + 1] = shadow;
		segment_text(text, sizeof(text), labels[i]);
		printf("    %-32s%s", text,
		       report.another ? " ANOTHER CONNECTION" : "");
		for (k = 0; k < report.n; k++) {
			const struct tcps_change *change = &report.change[k];

			if (change->flags & TCPS_CHANGE_NOTE)
				printf(" %u:(%s)", change->side,
				       tcps_cause_name(change->cause));
			else
				printf(" %u:%s>%s %s%s", change->side,
				       tcps_state_name(change->from),
				       tcps_state_name(change->to),
				       tcps_certainty_name(change->certainty),
				       change->flags & TCPS_CHANGE_RETRACT ?
				       " taken back" : "");
			printf("%s", k + 1 < report.n ? "," : "");
		}
		printf("\n");
	}
}

static void print_move(const struct edge *edge)
{
	static const char *const acts[] = {
		[ACT_HABITS] = "and its peer are as they are",
		[ACT_CONNECT] = "connects", [ACT_WRITE] = "writes",
		[ACT_FINISH] = "writes the last octet and closes",
		[ACT_ACKNOWLEDGE] = "acknowledges",
		[ACT_CLOSE] = "closes", [ACT_ABORT] = "aborts",
		[ACT_TIMER] = "sends again", [ACT_PROBE] = "probes",
		[ACT_EXPIRE] = "forgets",
		[ACT_PASS] = "passes", [ACT_PASS_LATE] = "passes late",
		[ACT_PASS_TWICE] = "passes, and is doubled",
		[ACT_MISS] = "passes unseen", [ACT_FORGE] = "is forged",
		[ACT_DELAY] = "is late", [ACT_ARRIVE] = "arrives",
		[ACT_ARRIVE_LATE] = "arrives late",
		[ACT_ARRIVE_TWICE] = "arrives, and is doubled",
	};
	const struct truth *truth = world_truth_get(world_truth(edge->to));
	char text[80], what[120];

	if (edge->act <= ACT_EXPIRE) {
		snprintf(what, sizeof(what), "host %u %s", edge->who,
			 acts[edge->act]);
	} else {
		segment_text(text, sizeof(text), edge->seg);
		snprintf(what, sizeof(what), "%s%s %s",
			 edge->label != EDGE_SILENT ? "* " : "  ", text,
			 acts[edge->act]);
	}
	printf("    %-48s %s, %s\n", what,
	       tcps_state_name(truth->path[0][truth->n[0] - 1]),
	       tcps_state_name(truth->path[1][truth->n[1] - 1]));
}

/* Breadth-first search through the worlds that show the view, for the wanted one. */
static void print_world(u32 world, bool at_once)
{
	struct intern places;
	struct step *steps = NULL;
	size_t cap = 0;
	u32 at, found = ~0U, chain[400], n_chain = 0;
	struct place first = { 0, 0 }, place, to;
	const struct edge *edges;
	unsigned int n, i, from;
	bool is_new;

	intern_init(&places);
	intern_add(&places, &first, sizeof(first), NULL);
	steps = model_grow(steps, &cap, 1, sizeof(*steps));
	steps[0].from = ~0U;
	for (at = 0; at < places.n && found == ~0U; at++) {
		memcpy(&place, intern_get(&places, at, NULL), sizeof(place));
		if (!at_once && place.seen == n_labels && place.world == world) {
			found = at;
			break;
		}
		edges = world_edges(place.world, &n);
		for (i = 0; i < n && found == ~0U; i++) {
			bool looks = edges[i].label != EDGE_SILENT &&
				shadow_looks(&shadows[place.seen],
					     world_segment(edges[i].label, &from));
			bool next = edges[i].label != EDGE_SILENT &&
				place.seen < n_labels &&
				edges[i].label == labels[place.seen];
			bool shown = next && (looks || sampled);

			if (looks && !next)
				continue;
			to = (struct place){ place.seen + shown, edges[i].to };
			intern_add(&places, &to, sizeof(to), &is_new);
			steps = model_grow(steps, &cap, places.n + 1,
					   sizeof(*steps));
			if (is_new)
				steps[places.n - 1] = (struct step){ at, edges[i] };
			if (!at_once || !shown || to.seen < n_labels ||
			    to.world != world)
				continue;
			found = places.n;
			steps[found] = (struct step){ at, edges[i] };
		}
	}
	printf("  while in one world:\n");
	if (found == ~0U)
		printf("    (not found)\n");
	for (at = found; at != ~0U && n_chain < 400 && steps[at].from != ~0U;
	     at = steps[at].from)
		chain[n_chain++] = at;
	while (n_chain)
		print_move(&steps[chain[--n_chain]].edge);
	free(steps);
}

/**
 * trace_print() - print how a view is reached
 * @bounds:  of the worlds
 * @view:    the segments seen
 * @world:   one that shows them
 * @at_once: ... right after the last segment
 */
void trace_print(const struct bounds *bounds, const struct view *view,
		 u32 world, bool at_once)
{
	sampled = bounds->samples;
	list_labels(view);
	print_core(bounds);
	print_world(world, at_once);
}
