// SPDX-License-Identifier: GPL-2.0
#include "property.h"

#include <stdio.h>
#include <string.h>

#include "../../../module/core/names.h"
#include "report.h"

#define UNDECIDED 0xff

static const char *const sides[] = { "initiator", "responder", "nobody" };

static const struct truth *truth_of(u32 world)
{
	return world_truth_get(world_truth(world));
}

/* Has an end closed, or was it refused? Another connection may follow. */
static bool over(const struct truth *truth)
{
	unsigned int i;

	if (truth->rst)
		return true;
	for (i = 0; i < 2; i++)
		if (truth->n[i] > 1 && truth_has(truth, i, TCPS_CLOSED))
			return true;
	return false;
}

/* An end that opens later may have reported before that it was closed. */
static bool has_happened(const struct truth *truth,
			 const struct tcps_change *change)
{
	if (change->from == TCPS_LISTEN && change->to == TCPS_CLOSED &&
	    truth->path[change->side][0] == TCPS_CLOSED)
		return true;
	return truth_has(truth, change->side, change->to);
}

/**
 * property_changes() - are the observed transitions true?
 * @view:   the segments seen
 * @report: the core's report of the last segment
 * @scene:  the worlds right after that
 */
void property_changes(const struct view *view,
		      const struct shadow_report *report,
		      const struct scene *scene)
{
	char what[120];
	unsigned int i, k;

	for (k = 0; k < scene->n; k++)
		if (!over(truth_of(scene->world[k])))
			break;
	if (report->another && scene->honest && k < scene->n)
		report_wrong(WRONG_OBSERVED, view, scene->world[k], true,
			     "another connection where there is one");
	if (report->another)
		return;
	for (i = 0; scene->honest && i < report->n; i++) {
		const struct tcps_change *change = &report->change[i];

		if (change->flags || change->certainty != TCPS_OBSERVED)
			continue;
		for (k = 0; k < scene->n; k++)
			if (!has_happened(truth_of(scene->world[k]), change))
				break;
		if (k == scene->n)
			continue;
		snprintf(what, sizeof(what), "%s %s > %s by %s",
			 sides[change->side], tcps_state_name(change->from),
			 tcps_state_name(change->to),
			 tcps_cause_name(change->cause));
		report_wrong(WRONG_OBSERVED, view, scene->world[k], true, what);
	}
}

/* Number of steps of the story of an end that some world confirms. */
static unsigned int borne_out(const struct story *story, unsigned int side,
			      const struct scene *scene)
{
	struct story part = *story;
	unsigned int k;

	for (; part.n[side]; part.n[side]--)
		for (k = 0; k < scene->n; k++)
			if (story_fits(&part, side, truth_of(scene->world[k])))
				return part.n[side];
	return 0;
}

static void check_story(struct view *view, const struct story *story,
			const struct scene *scene)
{
	unsigned int side, k;
	char what[120];

	for (k = 0; k < scene->n; k++) {
		const struct truth *truth = truth_of(scene->world[k]);

		if (story_fits(story, 0, truth) && story_fits(story, 1, truth)) {
			view->flags &= ~VIEW_WRONG;
			return;
		}
	}
	if (view->flags & VIEW_WRONG)
		return;
	view->flags |= VIEW_WRONG;
	for (side = 0; side < 2; side++) {
		k = borne_out(story, side, scene);
		if (k == story->n[side])
			continue;
		snprintf(what, sizeof(what), "%s %s by %s, %s%s", sides[side],
			 tcps_state_name(story->path[side][k]),
			 tcps_cause_name(story->cause[side][k]),
			 tcps_certainty_name(story->how[side][k]),
			 scene->honest ? "" : ", after a forgery");
		report_wrong(WRONG_STORY, view, scene->world[0], false, what);
		return;
	}
	snprintf(what, sizeof(what), "%s and %s together%s",
		 tcps_state_name(story->n[0] ? story->path[0][story->n[0] - 1] : TCPS_LISTEN),
		 tcps_state_name(story->n[1] ? story->path[1][story->n[1] - 1] : TCPS_LISTEN),
		 scene->honest ? "" : ", after a forgery");
	report_wrong(WRONG_STORY, view, scene->world[0], false, what);
}

static bool has_reported(const struct story *story, unsigned int side,
		     enum tcps_state state)
{
	unsigned int i;

	for (i = 0; i < story->n[side]; i++)
		if (story->path[side][i] == state)
			return true;
	return false;
}

/* A state that an end was in, in all worlds, but that was not reported. */
static void check_missing(struct view *view, const struct story *story,
			 const struct scene *scene)
{
	const struct truth *first = truth_of(scene->world[0]);
	unsigned int side, i, k;
	char what[120];

	for (side = 0; side < 2; side++)
		for (i = 1; i < first->n[side]; i++) {
			u8 state = first->path[side][i];

			if (has_reported(story, side, state))
				continue;
			for (k = 1; k < scene->n; k++)
				if (!truth_has(truth_of(scene->world[k]), side,
					       state))
					break;
			if (k < scene->n)
				continue;
			if (!(view->flags & VIEW_MISSING)) {
				snprintf(what, sizeof(what), "%s %s, reported last %s",
					 sides[side], tcps_state_name(state),
					 tcps_state_name(story->n[side] ?
					 story->path[side][story->n[side] - 1] : TCPS_LISTEN));
				report_wrong(MISSING_STATE, view, scene->world[0],
					     false, what);
			}
			view->flags |= VIEW_MISSING;
			return;
		}
	view->flags &= ~VIEW_MISSING;
}

/* Did an end close by FIN, completely? */
static bool closed_by_fin(const struct truth *truth, unsigned int side)
{
	unsigned int n = truth->n[side];
	const u8 *path = truth->path[side];

	if (truth_has(truth, side, TCPS_TIME_WAIT))
		return true;
	return n > 1 && path[n - 1] == TCPS_CLOSED &&
	       path[n - 2] == TCPS_LAST_ACK && !(truth->reset >> side & 1) &&
	       !(truth->aborted >> side & 1);
}

static bool is_gone(const struct truth *truth, unsigned int side)
{
	return truth_has(truth, side, TCPS_CLOSED) ||
	       truth_has(truth, side, TCPS_TIME_WAIT);
}

static u8 true_end(const struct truth *truth)
{
	bool established = truth_has(truth, 0, TCPS_ESTABLISHED) &&
			   truth_has(truth, 1, TCPS_ESTABLISHED);

	if (!is_gone(truth, 0) || !is_gone(truth, 1))
		return TCPS_END_STILL_OPEN;
	if (closed_by_fin(truth, 0) && closed_by_fin(truth, 1))
		return TCPS_END_FIN;
	if (established && truth->aborted)
		return TCPS_END_RESET;
	if (truth->n[0] == 3 && truth->path[0][1] == TCPS_SYN_SENT &&
	    truth->n[1] == 1 && truth->reset == 1)
		return TCPS_END_REFUSED;
	return UNDECIDED;
}

static u8 true_reset_by(const struct truth *truth)
{
	if (!truth->rst)
		return SHADOW_NOBODY;
	if (truth->aborted == 1 && truth->reset == 2)
		return 0;
	if (truth->aborted == 2 && truth->reset == 1)
		return 1;
	return UNDECIDED;
}

/**
 * enum matter - the parts of a verdict
 */
enum matter {
	MATTER_END, MATTER_CLOSED_FIRST, MATTER_RESET_BY,
	MATTER_OCTETS_0, MATTER_OCTETS_1, MATTER_STATE_0, MATTER_STATE_1,
	MATTERS
};

static u8 true_matter(const struct truth *truth, enum matter matter)
{
	unsigned int side;

	switch (matter) {
	case MATTER_END:
		return true_end(truth);
	case MATTER_CLOSED_FIRST:
		return truth->first_fin;
	case MATTER_RESET_BY:
		return true_reset_by(truth);
	case MATTER_OCTETS_0:
	case MATTER_OCTETS_1:
		return truth->octets[matter - MATTER_OCTETS_0];
	default:
		/* Nothing shows when an end forgets a closed connection. */
		side = matter - MATTER_STATE_0;
		return is_gone(truth, side) ? TCPS_CLOSED :
		       truth->path[side][truth->n[side] - 1];
	}
}

static u8 reported_matter(const struct shadow_verdict *verdict, enum matter matter)
{
	u8 state;

	switch (matter) {
	case MATTER_END:
		return verdict->end;
	case MATTER_CLOSED_FIRST:
		return verdict->closed_first;
	case MATTER_RESET_BY:
		return verdict->reset_by;
	case MATTER_OCTETS_0:
	case MATTER_OCTETS_1:
		return (u8)verdict->octets[matter - MATTER_OCTETS_0];
	default:
		state = verdict->state[matter - MATTER_STATE_0];
		return state == TCPS_LISTEN || state == TCPS_TIME_WAIT ?
		       TCPS_CLOSED : state;
	}
}

static void print_matter(char *to, size_t size, enum matter matter, u8 value)
{
	if (value == UNDECIDED)
		snprintf(to, size, "?");
	else if (matter == MATTER_END)
		snprintf(to, size, "%s", tcps_end_name(value));
	else if (matter >= MATTER_STATE_0)
		snprintf(to, size, "%s", tcps_state_name(value));
	else if (matter >= MATTER_OCTETS_0)
		snprintf(to, size, "%u", value);
	else
		snprintf(to, size, "%s", sides[value]);
}

static void check_verdict(const struct view *view, const struct core *core,
			  const struct scene *scene)
{
	static const char *const names[MATTERS] = {
		"end", "closed first", "reset by", "octets of the initiator",
		"octets of the responder", "state of the initiator",
		"state of the responder",
	};
	bool over = true_end(truth_of(scene->rests[0])) != TCPS_END_STILL_OPEN;
	struct shadow_verdict verdict;
	char what[120], is[20], claim[20];
	unsigned int matter, k;

	if (!shadow_verdict(&core->shadow, over, HOST_SEC, &verdict))
		return;
	for (matter = 0; matter < MATTERS; matter++) {
		u8 value = true_matter(truth_of(scene->rests[0]), matter);

		for (k = 1; k < scene->n_rests; k++)
			if (true_matter(truth_of(scene->rests[k]), matter) !=
			    value)
				break;
		if (k < scene->n_rests || value == UNDECIDED)
			continue;
		report_decided();
		if (reported_matter(&verdict, matter) == value)
			continue;
		print_matter(is, sizeof(is), matter, value);
		print_matter(claim, sizeof(claim), matter,
			   reported_matter(&verdict, matter));
		snprintf(what, sizeof(what), "%s is %s, the verdict has %s%s",
			 names[matter], is, claim,
			 scene->honest ? "" : ", after a forgery");
		report_wrong(WRONG_VERDICT, view, scene->rests[0], false, what);
	}
}

/**
 * property_view() - are the reports true?
 * @view:  the segments seen
 * @core:  the state and reports of the core
 * @scene: the worlds that show exactly this
 */
void property_view(struct view *view, const struct core *core,
		   const struct scene *scene)
{
	if (!scene->spare)
		return;
	check_story(view, &core->story, scene);
	if (scene->honest && core->shadow.tuple.open)
		check_missing(view, &core->story, scene);
	if (scene->n_rests)
		check_verdict(view, core, scene);
}
