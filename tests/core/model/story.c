// SPDX-License-Identifier: GPL-2.0
#include "story.h"

/* Can an end get from one state to another (RFC 9293 figure 5)? */
static bool leads(enum tcps_state a, enum tcps_state b)
{
	static const u8 place[TCPS_STATE_MAX] = {
		[TCPS_SYN_SENT] = 1, [TCPS_SYN_RECEIVED] = 2,
		[TCPS_ESTABLISHED] = 3, [TCPS_FIN_WAIT_1] = 4,
		[TCPS_CLOSE_WAIT] = 4, [TCPS_FIN_WAIT_2] = 5,
		[TCPS_CLOSING] = 5, [TCPS_LAST_ACK] = 5, [TCPS_TIME_WAIT] = 6,
		[TCPS_CLOSED] = 7,
	};
	bool passive[2] = {
		a == TCPS_CLOSE_WAIT || a == TCPS_LAST_ACK,
		b == TCPS_CLOSE_WAIT || b == TCPS_LAST_ACK,
	};

	if (place[a] >= place[b])
		return false;
	return place[a] < 4 || place[b] == 7 || passive[0] == passive[1];
}

static void push(struct story *story, const struct tcps_change *change)
{
	unsigned int side = change->side, n = story->n[side];

	if (n == WORLD_PATH)
		return;
	story->path[side][n] = change->to;
	story->how[side][n] = change->certainty;
	story->cause[side][n] = change->cause;
	story->n[side]++;
}

static void drop(struct story *story, unsigned int side)
{
	unsigned int n = --story->n[side];

	story->path[side][n] = story->how[side][n] = story->cause[side][n] = 0;
}

/**
 * story_add() - add a transition
 * @story:  of the connection
 * @change: the transition; a note is ignored
 *
 * A retraction shows in which state the end really was. If the story has that state, later
 * ones are removed; if not, it replaces those that cannot precede it.
 */
void story_add(struct story *story, const struct tcps_change *change)
{
	unsigned int side = change->side, i;
	const u8 *path = story->path[side];

	if (change->flags & TCPS_CHANGE_NOTE)
		return;
	if (change->flags & TCPS_CHANGE_RETRACT) {
		for (i = 0; i < story->n[side]; i++)
			if (path[i] == change->to)
				break;
		if (i < story->n[side]) {
			while (story->n[side] > i + 1)
				drop(story, side);
			return;
		}
		if (story->n[side])
			drop(story, side);
		while (story->n[side] &&
		       !leads(path[story->n[side] - 1], change->to))
			drop(story, side);
	}
	if (change->to != TCPS_LISTEN)
		push(story, change);
}

/** truth_has() - was a host in a state? LISTEN and CLOSED: has it no connection? */
bool truth_has(const struct truth *truth, unsigned int side,
	       enum tcps_state state)
{
	unsigned int n = truth->n[side], i;

	if (state == TCPS_CLOSED || state == TCPS_LISTEN)
		return n == 1 || truth->path[side][n - 1] == TCPS_CLOSED;
	for (i = 1; i < n; i++)
		if (truth->path[side][i] == state)
			return true;
	return false;
}

/** story_fits() - can the story of an end be true, as far as it is reported? */
bool story_fits(const struct story *story, unsigned int side,
		const struct truth *truth)
{
	unsigned int i, k = 1;

	for (i = 0; i < story->n[side]; i++, k++) {
		u8 state = story->path[side][i];

		if (state == TCPS_CLOSED)
			return truth_has(truth, side, TCPS_CLOSED);
		while (k < truth->n[side] && truth->path[side][k] != state)
			k++;
		if (k >= truth->n[side])
			return false;
	}
	return true;
}
