// SPDX-License-Identifier: GPL-2.0
/*
 * A segment that was seen before and behind a place whose capture does not have it appears
 * as two, because segments are paired between neighbouring places. They are joined if there
 * are no other copies of it.
 */
#include "compare/rejoin.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

/* Instead of the sender of a row that was joined to another one. */
#define GONE 0xff

/* A row, and what identifies its segment at other places: see struct item in pair.c. */
struct half {
	u32 sender;
	u32 flags;
	u32 seq;
	u32 ack;
	u32 len;
	size_t row;
};

#define IDENTITY offsetof(struct half, row)

static int by_identity(const void *a, const void *b)
{
	const struct half *one = a, *other = b;
	int order = memcmp(one, other, IDENTITY);

	if (order)
		return order;
	return one->row < other->row ? -1 : one->row > other->row;
}

static struct half half_of(const struct tcpst_path *path, size_t row)
{
	unsigned int at;
	const struct tcpst_sighting *seen = tcpst_row_seen(path, &path->row[row], &at);
	bool ack = seen->flags & TCPS_FLAG_ACK;

	return (struct half){
		.sender = seen->sender,
		.flags = seen->flags & ~(u32)(TCPS_FLAG_ECE | TCPS_FLAG_CWR),
		.seq = tcpst_path_number(path, at, seen->sender, seen->seq),
		.ack = ack ? tcpst_path_number(path, at, !seen->sender, seen->ack) : 0,
		.len = seen->len,
		.row = row,
	};
}

static unsigned int first_place(const struct tcpst_row *row)
{
	unsigned int at = 0;

	while (row->at[at] == TCPST_UNPAIRED)
		at++;
	return at;
}

static unsigned int last_place(const struct tcpst_row *row)
{
	unsigned int at = TCPST_PLACES_MAX;

	while (row->at[--at] == TCPST_UNPAIRED)
		;
	return at;
}

/* By their marks, if they are known, which no two segments of a host share for long. */
static bool same_mark(const struct tcpst_path *path, const struct tcpst_row *near,
		      const struct tcpst_row *far)
{
	unsigned int here = last_place(near), there = first_place(far);
	const struct tcpst_sighting *one = &path->view[here]->seen[near->at[here]];
	const struct tcpst_sighting *other = &path->view[there]->seen[far->at[there]];

	if (one->cut || other->cut)
		return tcpst_sighting_brief(one) == tcpst_sighting_brief(other);
	return !one->mark || !other->mark || one->mark == other->mark;
}

/* Is there a place between them that saw the connection? */
static bool apart(const struct tcpst_path *path, const struct tcpst_row *near,
		  const struct tcpst_row *far)
{
	unsigned int at = last_place(near), end = first_place(far);

	while (++at < end)
		if (path->view[at])
			return true;
	return false;
}

/* Two rows are one segment, if there are no other copies of it. */
static void join(struct tcpst_path *path, size_t one, size_t other)
{
	struct tcpst_row *near = &path->row[one], *far = &path->row[other], *swap;
	unsigned int at;

	if (first_place(near) > first_place(far)) {
		swap = near;
		near = far;
		far = swap;
	}
	if (last_place(near) >= first_place(far) || !apart(path, near, far) ||
	    !same_mark(path, near, far))
		return;
	for (at = first_place(far); at < TCPST_PLACES_MAX; at++) {
		near->at[at] = far->at[at];
		near->fate[at] = far->fate[at];
		near->doubt[at] = far->doubt[at];
	}
	if (far->time < near->time)
		near->time = far->time;
	far->sender = GONE;
}

static void remove_gone(struct tcpst_path *path)
{
	size_t i, n = 0;

	for (i = 0; i < path->n; i++)
		if (path->row[i].sender != GONE)
			path->row[n++] = path->row[i];
	path->n = n;
}

/**
 * tcpst_rejoin() - join segments seen before and behind a place, but not there
 * @path:     the connection; segments were paired between neighbouring places
 * @n_places: number of places
 */
void tcpst_rejoin(struct tcpst_path *path, unsigned int n_places)
{
	struct half *half;
	size_t i, n;

	if (n_places < 3)
		return;
	half = tcpst_alloc(path->n + 1, sizeof(*half));
	for (i = 0; i < path->n; i++)
		half[i] = half_of(path, i);
	if (path->n)
		qsort(half, path->n, sizeof(*half), by_identity);
	for (i = 0; i < path->n; i += n) {
		for (n = 1; i + n < path->n; n++)
			if (memcmp(&half[i], &half[i + n], IDENTITY))
				break;
		if (n == 2)
			join(path, half[i].row, half[i + 1].row);
	}
	free(half);
	remove_gone(path);
}
