// SPDX-License-Identifier: GPL-2.0
/*
 * Moving segments from one connection of a place to another. Any number of segments may
 * be moved, so a move takes constant time: the segment is appended to the other
 * connection and marked as gone in the first, until both are sorted.
 */
#include "compare/view.h"

#include <stdlib.h>

#include "base/alloc.h"

/* Sender of a segment that was moved away. */
#define GONE 2

/** tcpst_view_is_gone() - was that segment moved away? */
bool tcpst_view_is_gone(const struct tcpst_view *view, size_t index)
{
	return view->seen[index].sender == GONE;
}

/**
 * tcpst_view_move() - move a segment; call tcpst_view_sort() on both afterwards
 * @from:   the connection it was in
 * @index:  its index, not gone yet; indices do not change
 * @to:     the connection it belongs to
 * @turned: the roles are swapped there
 */
void tcpst_view_move(struct tcpst_view *from, size_t index, struct tcpst_view *to,
		     bool turned)
{
	struct tcpst_sighting *seen;

	if (to->n == to->capacity) {
		to->capacity = 2 * to->n + 1;
		to->seen = tcpst_resize(to->seen, to->capacity,
					sizeof(*to->seen));
	}
	seen = &to->seen[to->n++];
	*seen = from->seen[index];
	seen->sender ^= turned;
	from->seen[index].sender = GONE;
}

static int by_time(const void *a, const void *b)
{
	const struct tcpst_sighting *one = a, *other = b;

	if (one->time_ns != other->time_ns)
		return one->time_ns < other->time_ns ? -1 : 1;
	return one->frame < other->frame ? -1 : one->frame > other->frame;
}

/** tcpst_view_sort() - remove segments that are gone, and sort the others by time */
void tcpst_view_sort(struct tcpst_view *view)
{
	size_t i, n = 0;

	for (i = 0; i < view->n; i++)
		if (!tcpst_view_is_gone(view, i))
			view->seen[n++] = view->seen[i];
	view->n = n;
	if (n)
		qsort(view->seen, n, sizeof(*view->seen), by_time);
}
