// SPDX-License-Identifier: GPL-2.0
#include "report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "trace.h"

#define KINDS 400

/**
 * struct kind - one kind of error, counted
 * @property: the property that it violates
 * @what:     description
 * @times:    views in which it was found
 * @view:     the first of them, which is the shortest
 * @world:    a world that contradicts it
 * @at_once:  that world is right after the last segment
 */
struct kind {
	enum property property;
	char what[120];
	unsigned long times;
	struct view view;
	u32 world;
	bool at_once;
};

static struct kind kinds[KINDS];
static unsigned int n_kinds;
static unsigned long decided;

/** report_wrong() - a property does not hold */
void report_wrong(enum property property, const struct view *view, u32 world,
		  bool at_once, const char *what)
{
	unsigned int i;

	for (i = 0; i < n_kinds; i++)
		if (kinds[i].property == property &&
		    !strcmp(kinds[i].what, what))
			break;
	if (i == KINDS)
		return;
	if (i == n_kinds) {
		n_kinds++;
		kinds[i] = (struct kind){
			.property = property, .view = *view, .world = world,
			.at_once = at_once,
		};
		snprintf(kinds[i].what, sizeof(kinds[i].what), "%s", what);
	}
	kinds[i].times++;
}

/** report_decided() - count a part of a verdict in which the worlds agree */
void report_decided(void)
{
	decided++;
}

/**
 * report_end() - print the errors found within some bounds
 * @bounds: the bounds
 * @traces: with a trace of each kind
 *
 * Return: the number of errors.
 */
unsigned long report_end(const struct bounds *bounds, bool traces)
{
	static const char *const names[PROPERTIES] = {
		"observed, not so", "reported, cannot be", "verdict", "not reported",
	};
	unsigned long times[PROPERTIES] = { 0 };
	unsigned int i;

	for (i = 0; i < n_kinds; i++) {
		times[kinds[i].property] += kinds[i].times;
		printf("%s: %s: %s (%lu times)\n", bounds->name,
		       names[kinds[i].property], kinds[i].what, kinds[i].times);
		if (traces)
			trace_print(bounds, &kinds[i].view, kinds[i].world,
				    kinds[i].at_once);
	}
	printf("%s: %u worlds, %u views%s; wrong: %lu observed, %lu stories, %lu of %lu verdicts; %lu not reported\n",
	       bounds->name, world_count(), explore_count(),
	       explore_complete() ? "" : " (not all)", times[WRONG_OBSERVED],
	       times[WRONG_STORY], times[WRONG_VERDICT], decided, times[MISSING_STATE]);
	return times[WRONG_OBSERVED] + times[WRONG_STORY] + times[WRONG_VERDICT];
}
