// SPDX-License-Identifier: GPL-2.0
/* Number of ends in each state, over time. */
#include "report/series.h"

#include <string.h>

#define FIRST_WIDTH 1000000ULL	/* 1 ms */

/* Merge two intervals; changes in the first last for the whole second. */
static void merge(struct tcpst_series_interval *into,
		  const struct tcpst_series_interval *first,
		  const struct tcpst_series_interval *second, u64 width)
{
	struct tcpst_series_interval sum;
	unsigned int role, state;

	for (role = 0; role < 2; role++) {
		for (state = 0; state < TCPS_STATE_MAX; state++) {
			sum.change[role][state] = first->change[role][state] +
						  second->change[role][state];
			sum.moment[role][state] =
				first->moment[role][state] +
				(double)first->change[role][state] *
					(double)width +
				second->moment[role][state];
		}
	}
	*into = sum;
}

static void widen(struct tcpst_series *series)
{
	unsigned int i, half = TCPST_SERIES_INTERVALS / 2;

	for (i = 0; i < half; i++)
		merge(&series->interval[i], &series->interval[2 * i],
		      &series->interval[2 * i + 1], series->width);
	memset(&series->interval[half], 0, half * sizeof(*series->interval));
	series->width *= 2;
}

/** tcpst_series_add() - count a transition; other events only extend the series */
void tcpst_series_add(struct tcpst_series *series,
		      const struct tcpst_event *event)
{
	struct tcpst_series_interval *interval;
	u64 at = event->time_ns;
	double left;

	if (!series->start) {
		series->start = at;
		series->width = FIRST_WIDTH;
	}
	/* Captures of several interfaces are not always in order. */
	if (at < series->start)
		at = series->start;
	if (at > series->last)
		series->last = at;
	while (at - series->start >= series->width * TCPST_SERIES_INTERVALS)
		widen(series);
	if (event->type != TCPST_TRANSITION)
		return;
	interval = &series->interval[(at - series->start) / series->width];
	left = (double)(series->width - (at - series->start) % series->width);
	interval->change[event->endpoint][event->from]--;
	interval->change[event->endpoint][event->to]++;
	interval->moment[event->endpoint][event->from] -= left;
	interval->moment[event->endpoint][event->to] += left;
}

/* A state without a connection. */
static bool is_nothing(unsigned int state)
{
	return state == TCPS_CLOSED || state == TCPS_LISTEN;
}

/**
 * tcpst_series_levels() - convert changes to levels
 * @series: the series
 * @last:   ends in each state at the end, by role: levels are computed backwards
 *          from there, because the beginning may not have been seen
 * @levels: filled in
 */
void tcpst_series_levels(const struct tcpst_series *series,
			 const int64_t last[2][TCPS_STATE_MAX + 1],
			 struct tcpst_levels *levels)
{
	unsigned int role, state, i;

	memset(levels, 0, sizeof(*levels));
	if (!series->start)
		return;
	levels->n = (series->last - series->start) / series->width + 1;
	for (role = 0; role < 2; role++) {
		for (state = 0; state < TCPS_STATE_MAX; state++) {
			int64_t level = last[role][state];

			if (is_nothing(state))
				continue;
			for (i = 0; i < levels->n; i++)
				level -= series->interval[i].change[role][state];
			for (i = 0; i < levels->n; i++) {
				double mean = (double)level +
					series->interval[i].moment[role][state] /
					(double)series->width;

				if (mean > 0)	/* it may be negative if records were lost */
					levels->level[i][role][state] = mean;
				level += series->interval[i].change[role][state];
			}
		}
	}
	for (i = 0; i < levels->n; i++) {
		for (role = 0; role < 2; role++) {
			double sum = 0;

			for (state = 0; state < TCPS_STATE_MAX; state++)
				sum += levels->level[i][role][state];
			if (sum > levels->most[role])
				levels->most[role] = sum;
		}
	}
}
