// SPDX-License-Identifier: GPL-2.0
/* Breadth-first search through all observable sequences of segments. */
#include "explore.h"

#include <stdlib.h>
#include <string.h>

#include "intern.h"
#include "property.h"

#define LABELS 256

static struct intern cores, sets, keys;
static struct view *views;
static size_t n_views, views_cap;
static u32 views_limit;
static bool complete;

/* A set of worlds under construction; @seen: by world, the round in which it was added. */
struct set {
	u32 *world;
	size_t n, cap;
	u32 *seen;
	size_t seen_cap;
	u32 round;
};

static struct set closure, next[LABELS];

static void set_begin(struct set *set)
{
	set->n = 0;
	set->round++;
}

static void set_add(struct set *set, u32 world)
{
	size_t before = set->seen_cap;

	set->seen = model_grow(set->seen, &set->seen_cap, world + 1,
			       sizeof(u32));
	memset(set->seen + before, 0, (set->seen_cap - before) * sizeof(u32));
	if (set->seen[world] == set->round)
		return;
	set->seen[world] = set->round;
	set->world = model_grow(set->world, &set->cap, set->n + 1, sizeof(u32));
	set->world[set->n++] = world;
}

static int by_number(const void *a, const void *b)
{
	u32 x = *(const u32 *)a, y = *(const u32 *)b;

	return x < y ? -1 : x > y;
}

static u32 set_number(struct set *set)
{
	qsort(set->world, set->n, sizeof(u32), by_number);
	return intern_add(&sets, set->world, set->n * sizeof(u32), NULL);
}

static bool samples;

/* Does a move show a segment to the core? */
static bool shown(const struct shadow *shadow, const struct edge *edge)
{
	unsigned int from;

	return edge->label != EDGE_SILENT &&
	       (samples || shadow_looks(shadow, world_segment(edge->label, &from)));
}

/* May it show none? */
static bool silent(const struct shadow *shadow, const struct edge *edge)
{
	unsigned int from;

	return edge->label == EDGE_SILENT ||
	       !shadow_looks(shadow, world_segment(edge->label, &from));
}

/* Add all worlds that silent moves lead to. */
static void close_set(u32 number, const struct shadow *shadow)
{
	const struct edge *edges;
	const u32 *world;
	unsigned int n, i;
	size_t size, k;

	set_begin(&closure);
	world = intern_get(&sets, number, &size);
	for (k = 0; k < size / sizeof(u32); k++)
		set_add(&closure, world[k]);
	for (k = 0; k < closure.n; k++) {
		edges = world_edges(closure.world[k], &n);
		for (i = 0; i < n; i++)
			if (silent(shadow, &edges[i]))
				set_add(&closure, edges[i].to);
	}
}

static void sort_by_label(const struct shadow *shadow, bool used[LABELS])
{
	const struct edge *edges;
	unsigned int n, i;
	size_t k;

	memset(used, 0, LABELS * sizeof(bool));
	for (k = 0; k < closure.n; k++) {
		edges = world_edges(closure.world[k], &n);
		for (i = 0; i < n; i++) {
			unsigned int label = edges[i].label;

			if (!shown(shadow, &edges[i]))
				continue;
			if (!used[label])
				set_begin(&next[label]);
			used[label] = true;
			set_add(&next[label], edges[i].to);
		}
	}
}

/*
 * One world for each truth in a set: only those without forgery, if there are any, since
 * forged segments cannot be distinguished until none is left.
 */
static void make_scene(struct scene *scene, const u32 *world, size_t n)
{
	static u32 seen[2][1 << 16], space[2][1 << 16], round;
	size_t k;

	*scene = (struct scene){ .world = space[0], .rests = space[1] };
	for (k = 0; k < n; k++)
		if (!(world_flags(world[k]) & WORLD_FORGED))
			scene->honest = true;
	round++;
	for (k = 0; k < n; k++) {
		u8 flags = world_flags(world[k]);
		u16 truth = world_truth(world[k]);

		if (scene->honest && flags & WORLD_FORGED)
			continue;
		if (flags & WORLD_SPARE)
			scene->spare = true;
		if (seen[0][truth] != round) {
			seen[0][truth] = round;
			scene->world[scene->n++] = world[k];
		}
		if (flags & WORLD_RESTS && seen[1][truth] != round) {
			seen[1][truth] = round;
			scene->rests[scene->n_rests++] = world[k];
		}
	}
}

static u32 core_number(const struct core *core)
{
	return intern_add(&cores, core, sizeof(*core), NULL);
}

static void add_view(struct view *view)
{
	u32 key[2] = { view->core, view->worlds };
	bool is_new;

	if (n_views >= views_limit) {
		complete = false;
		return;
	}
	intern_add(&keys, key, sizeof(key), &is_new);
	if (!is_new)
		return;
	views = model_grow(views, &views_cap, n_views + 1, sizeof(*views));
	views[n_views++] = *view;
}

static void follow(u32 number, const struct core *before, unsigned int label)
{
	struct core core = *before;
	struct shadow_report report;
	struct scene scene;
	unsigned int from, i;
	struct view view = {
		.parent = number,
		.label = (u8)label,
		.flags = views[number].flags,
		.length = views[number].length + 1,
	};
	const struct tcps_segment *seg = world_segment((u8)label, &from);

	shadow_segment(&core.shadow, from, seg, HOST_SEC, &report);
	shadow_forget_counts(&core.shadow);
	for (i = 0; i < report.n; i++)
		story_add(&core.story, &report.change[i]);
	view.core = core_number(&core);
	view.worlds = set_number(&next[label]);
	make_scene(&scene, next[label].world, next[label].n);
	property_changes(&view, &report, &scene);
	/* No world has two connections: there is nothing to compare another with. */
	if (!report.another)
		add_view(&view);
}

static void expand(u32 number)
{
	struct core core;
	bool used[LABELS];
	struct scene scene;
	unsigned int label;

	memcpy(&core, intern_get(&cores, views[number].core, NULL),
	       sizeof(core));
	close_set(views[number].worlds, &core.shadow);
	make_scene(&scene, closure.world, closure.n);
	property_view(&views[number], &core, &scene);
	sort_by_label(&core.shadow, used);
	for (label = 0; label < LABELS; label++)
		if (used[label])
			follow(number, &core, label);
}

/**
 * explore() - check the core against all that can be observed within bounds
 * @bounds:    the bounds
 * @views_max: stop after this many views
 */
void explore(const struct bounds *bounds, u32 views_max)
{
	static const u32 first;
	struct core core;
	struct view view = { .parent = VIEW_NOBODY };
	u32 i;

	samples = bounds->samples;
	world_graph_init(bounds);
	intern_init(&cores);
	intern_init(&sets);
	intern_init(&keys);
	views_limit = views_max;
	complete = true;
	memset(&core, 0, sizeof(core));
	shadow_init(&core.shadow, bounds->accounted);
	if (bounds->older)
		shadow_begin_older(&core.shadow, HOST_SEC);
	view.core = core_number(&core);
	view.worlds = intern_add(&sets, &first, sizeof(first), NULL);
	add_view(&view);
	for (i = 0; i < n_views; i++)
		expand(i);
}

u32 explore_count(void)
{
	return (u32)n_views;
}

/** explore_complete() - was everything within the bounds explored? */
bool explore_complete(void)
{
	return complete;
}

const struct view *explore_view(u32 view)
{
	return &views[view];
}
