/* SPDX-License-Identifier: GPL-2.0 */
/*
 * One connection between two conforming hosts (host.c) through a network, as recorded at
 * one place on the path, and the truth about it.
 */
#ifndef TCPS_FUZZ_TRIP_H
#define TCPS_FUZZ_TRIP_H

#include "host.h"

#define TRIP_RECORDS 400
#define TRIP_NOBODY 2
#define TRIP_EITHER 3

/* The course of a connection. */
enum trip_course {
	TRIP_CLOSED,	/* both close */
	TRIP_ABORTED,	/* one of them aborts */
	TRIP_REFUSED,	/* nothing listens */
	TRIP_SILENT,	/* both hosts vanish in the middle, silently */
	TRIP_COURSES
};

/**
 * struct trip_plan - the plan of a connection
 * @start:  when host 0 connects, ns
 * @iss:    of both hosts
 * @course: its course
 * @loss:   segments lost, per mille, on each half of the path
 * @jitter: maximum additional delay on each half, ms
 * @inject: a third party sends one segment into the window, beyond all data that will be
 *          sent
 */
struct trip_plan {
	u64 start;
	u32 iss[2];
	enum trip_course course;
	unsigned int loss;
	unsigned int jitter;
	bool inject;
};

/**
 * struct trip_record - a segment that has passed
 * @at:   when, ns
 * @from: the side that sent it
 * @seg:  the segment
 */
struct trip_record {
	u64 at;
	unsigned int from;
	struct tcps_segment seg;
};

/**
 * struct trip - the recorded segments, and the truth
 * @record:       the segments, in the order in which they passed
 * @n:            number of segments
 * @stop:         when no segment was in flight any more
 * @end:          enum tcps_end; %TCPS_END_TIMEOUT stands for any end by silence
 * @closed_first: host that sent the first FIN, or %TRIP_NOBODY; %TRIP_EITHER if the
 *                FINs crossed, because then no observer on the path can know
 * @reset_by:     host that aborted, or refused, or %TRIP_NOBODY
 * @octets:       octets of payload that each host has sent
 * @taken:        of these, those that the other host has received in order
 * @decided:      both hosts have ended as planned
 */
struct trip {
	struct trip_record record[TRIP_RECORDS];
	unsigned int n;
	u64 stop;
	enum tcps_end end;
	unsigned int closed_first;
	unsigned int reset_by;
	u32 octets[2];
	u32 taken[2];
	bool decided;
};

void trip_seed(u64 seed);
u32 trip_random(u32 limit);
void trip_make(struct trip *trip, const struct trip_plan *plan);

#endif /* TCPS_FUZZ_TRIP_H */
