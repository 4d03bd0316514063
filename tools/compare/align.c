// SPDX-License-Identifier: GPL-2.0
/*
 * Offset and drift of the clocks of two places, from segments that both saw. The clock
 * there minus the clock here, over time, is a line. A segment from here to there had some
 * delay: the line lies below the difference of its time stamps. For a segment from there
 * to here, the line lies above it. So each segment excludes a half-plane of the possible
 * lines; those that remain form a convex polygon, whose corners are the extremes. The
 * true line is among them, whatever the delays were and however they differ by
 * direction. Segments alone cannot show more.
 */
#include "compare/align.h"

#include <stdlib.h>

#include "base/alloc.h"

/* Time stamps of each place may be truncated to microseconds. */
#define RESOLUTION 1000.0

/* Stands for no bound: eleven days, ns. */
#define FAR 1e15

/* A segment: its time here, and the difference of its time there, ns. */
struct point {
	double x;
	double y;
};

/* A line: its value at @x = 0, and its slope. */
struct line {
	double a;
	double b;
};

/**
 * struct points - segments of one direction
 * @point: the segments; @n: number of them; @capacity: allocated size
 */
struct points {
	struct point *point;
	size_t n;
	size_t capacity;
};

/**
 * struct tcpst_align - the clocks of two places
 * @begun:  there was a segment
 * @zero:   origin of @x, by the clock here; @shift: origin of @y
 * @points: by direction: [0] to there, which bound the line from above
 * @n:      number of segments
 * @corner: corners of the polygon, after solving; @n_corners: number, 0: no line fits
 */
struct tcpst_align {
	bool begun;
	u64 zero;
	int64_t shift;
	struct points points[2];
	size_t n;
	struct line *corner;
	size_t n_corners;
};

/** tcpst_align_make() - allocate, without segments */
struct tcpst_align *tcpst_align_make(void)
{
	return tcpst_alloc(1, sizeof(struct tcpst_align));
}

/**
 * tcpst_align_add() - add a segment that both places saw
 * @align:   the clocks
 * @here:    its time here, by the clock here
 * @there:   its time there, by the clock there
 * @towards: it went from here to there
 */
void tcpst_align_add(struct tcpst_align *align, u64 here, u64 there, bool towards)
{
	struct points *points = &align->points[!towards];
	int64_t later = (int64_t)(there - here);

	if (!align->begun) {
		align->begun = true;
		align->zero = here;
		align->shift = later;
	}
	if (points->n == points->capacity) {
		points->capacity = points->capacity ? 2 * points->capacity : 64;
		points->point = tcpst_resize(points->point, points->capacity,
					     sizeof(*points->point));
	}
	points->point[points->n++] = (struct point){
		(double)(int64_t)(here - align->zero),
		(double)(later - align->shift),
	};
	align->n++;
}

static int by_x(const void *a, const void *b)
{
	const struct point *first = a, *second = b;

	if (first->x != second->x)
		return first->x < second->x ? -1 : 1;
	return first->y < second->y ? -1 : first->y > second->y;
}

static double turn(const struct point *a, const struct point *b,
		   const struct point *c)
{
	return (b->x - a->x) * (c->y - a->y) - (b->y - a->y) * (c->x - a->x);
}

/* Keep the lower hull, which bounds lines from above; @sign -1: the upper, from below. */
static void keep_hull(struct points *points, double sign)
{
	struct point *at = points->point;
	size_t i, n = 0;

	for (i = 0; i < points->n; i++)
		at[i].y *= sign;
	if (points->n)
		qsort(at, points->n, sizeof(*at), by_x);
	for (i = 0; i < points->n; i++) {
		struct point next = at[i];

		while (n > 1 && turn(&at[n - 2], &at[n - 1], &next) <= 0)
			n--;
		if (!n || at[n - 1].x != next.x || at[n - 1].y > next.y)
			at[n++] = next;
	}
	for (i = 0; i < n; i++)
		at[i].y *= sign;
	points->n = n;
}

/* How far a line is beyond a bound; negative: within it. */
static double beyond(const struct line *line, const struct point *bound,
		     double sign)
{
	return sign * (line->a + line->b * bound->x - bound->y) - RESOLUTION;
}

/* Clip the polygon by a bound. */
static void clip(struct tcpst_align *align, const struct point *bound,
		 double sign)
{
	struct line *old = align->corner, *corner;
	size_t i, n = 0, before = align->n_corners;

	corner = tcpst_alloc(before + 2, sizeof(*corner));
	for (i = 0; i < before; i++) {
		const struct line *one = &old[i], *next = &old[(i + 1) % before];
		double from = beyond(one, bound, sign);
		double to = beyond(next, bound, sign);

		if (from <= 0 && n < before + 2)
			corner[n++] = *one;
		if ((from < 0 && to > 0) || (from > 0 && to < 0)) {
			double part = from / (from - to);

			if (n < before + 2)
				corner[n++] = (struct line){
					one->a + part * (next->a - one->a),
					one->b + part * (next->b - one->b),
				};
		}
	}
	free(old);
	align->corner = corner;
	align->n_corners = n;
}

/**
 * tcpst_align_solve() - find the possible lines
 * @align: the clocks
 *
 * Return: false if no line fits, for example because a clock was set.
 */
bool tcpst_align_solve(struct tcpst_align *align)
{
	unsigned int direction;
	size_t i;

	align->corner = tcpst_alloc(4, sizeof(*align->corner));
	align->corner[0] = (struct line){ -FAR, -TCPST_DRIFT_MAX };
	align->corner[1] = (struct line){ FAR, -TCPST_DRIFT_MAX };
	align->corner[2] = (struct line){ FAR, TCPST_DRIFT_MAX };
	align->corner[3] = (struct line){ -FAR, TCPST_DRIFT_MAX };
	align->n_corners = 4;
	for (direction = 0; direction < 2; direction++) {
		double sign = direction ? -1 : 1;
		struct points *points = &align->points[direction];

		keep_hull(points, sign);
		for (i = 0; i < points->n && align->n_corners; i++)
			clip(align, &points->point[i], sign);
	}
	return align->n_corners;
}

static void bounds(const struct tcpst_align *align, double x, double *min,
		   double *max)
{
	size_t i;

	*min = 2 * FAR;
	*max = -2 * FAR;
	for (i = 0; i < align->n_corners; i++) {
		double value = align->corner[i].a + align->corner[i].b * x;

		*min = value < *min ? value : *min;
		*max = value > *max ? value : *max;
	}
}

/**
 * tcpst_align_guess() - best estimate of the clock there minus the clock here
 * @align:  the clocks, solved
 * @here:   time of the estimate, by the clock here
 * @offset: set to the middle of the possible range; or if only segments of one direction
 *          are known, as if the fastest of them had no delay
 *
 * Return: false if no estimate is possible.
 */
bool tcpst_align_guess(const struct tcpst_align *align, u64 here, int64_t *offset)
{
	double min, max;

	bounds(align, (double)(int64_t)(here - align->zero), &min, &max);
	if (!align->n_corners || (min < -FAR / 2 && max > FAR / 2))
		return false;
	if (min < -FAR / 2)
		min = max;
	else if (max > FAR / 2)
		max = min;
	*offset = (int64_t)((min + max) / 2) + align->shift;
	return true;
}

/**
 * tcpst_align_offset() - range of the clock there minus the clock here
 * @align: the clocks, solved
 * @here:  time of the offset, by the clock here
 */
struct tcpst_range tcpst_align_offset(const struct tcpst_align *align, u64 here)
{
	double min, max;

	bounds(align, (double)(int64_t)(here - align->zero), &min, &max);
	if (!align->n_corners || min < -FAR / 2 || max > FAR / 2)
		return (struct tcpst_range){ .known = false };
	return (struct tcpst_range){
		.min = (int64_t)min - 1 + align->shift,
		.max = (int64_t)max + 1 + align->shift,
		.known = true,
	};
}

/** tcpst_align_drift() - range of the drift of the clock there, as a ratio; false: not known */
bool tcpst_align_drift(const struct tcpst_align *align, double *min, double *max)
{
	size_t i;

	*min = TCPST_DRIFT_MAX;
	*max = -TCPST_DRIFT_MAX;
	for (i = 0; i < align->n_corners; i++) {
		if (align->corner[i].b < *min)
			*min = align->corner[i].b;
		if (align->corner[i].b > *max)
			*max = align->corner[i].b;
	}
	return align->n_corners;
}

/**
 * tcpst_align_delay() - range of the delay of a segment
 * @align:   the clocks, solved
 * @here:    its time here
 * @there:   its time there
 * @towards: it went from here to there
 */
struct tcpst_range tcpst_align_delay(const struct tcpst_align *align, u64 here,
				     u64 there, bool towards)
{
	struct tcpst_range offset = tcpst_align_offset(align, here);
	int64_t later = (int64_t)(there - here);
	struct tcpst_range delay = { .known = offset.known };

	if (!delay.known)
		return delay;
	delay.min = towards ? later - offset.max : offset.min - later;
	delay.max = towards ? later - offset.min : offset.max - later;
	if (delay.min < 0)
		delay.min = 0;
	if (delay.max < 0)
		delay.max = 0;
	return delay;
}

/** tcpst_align_count() - number of segments */
size_t tcpst_align_count(const struct tcpst_align *align)
{
	return align->n;
}

/** tcpst_align_free() - free it; NULL is allowed */
void tcpst_align_free(struct tcpst_align *align)
{
	if (!align)
		return;
	free(align->points[0].point);
	free(align->points[1].point);
	free(align->corner);
	free(align);
}
