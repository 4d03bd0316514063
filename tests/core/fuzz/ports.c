// SPDX-License-Identifier: GPL-2.0
/*
 * Successive connections of conforming hosts between the same two ports, observed badly: in
 * one direction only, with gaps, out of order, and with segments that a third party
 * injects. The results of the core are compared with the truth. Random, the same in every
 * run.
 *
 *   ports N            that many pairs of ports in each mode; the last line is
 *                      "N passed, N failed"
 *   ports show M A K   the K-th of mode M, segment by segment; A: 1, accounted
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../../module/core/names.h"
#include "../shadow.h"
#include "trip.h"

#define TRIPS 5
#define FLOWS 40
#define SEEN (TRIPS * TRIP_RECORDS)
#define BOTH_WAYS 2

/**
 * struct mode - how connections are observed
 * @name:   name of the mode
 * @way:    the direction that is seen, or %BOTH_WAYS
 * @trips:  maximum of connections between the same ports
 * @gaps:   segments missing in the capture, per mille
 * @skew:   maximum difference of the clocks of the two directions, ms
 * @loss:   segments lost in the network, per mille
 * @jitter: maximum delay of segments, ms
 * @inject: a segment is injected into each connection
 * @found:  minimum of connections found, per mille of those of which a SYN or SYN-ACK was
 *          seen
 * @wrong:  maximum of wrong ones, per mille of those of which enough was seen; %ANY: any;
 *          with sampling, and with accounting
 */
struct mode {
	const char *name;
	unsigned int way;
	unsigned int trips;
	unsigned int gaps;
	unsigned int skew;
	unsigned int loss;
	unsigned int jitter;
	bool inject;
	unsigned int found;
	unsigned int wrong[2];
};

#define ANY 1000

static const struct mode modes[] = {
	{ "all seen", BOTH_WAYS, 1, 0, 0, 10, 5, false, 1000, { 0, 0 } },
	{ "reuse", BOTH_WAYS, TRIPS, 0, 0, 10, 5, false, 995, { 5, 5 } },
	{ "initiator's way", 0, 1, 0, 0, 10, 5, false, 995, { ANY, ANY } },
	{ "responder's way", 1, 1, 0, 0, 10, 5, false, 995, { ANY, ANY } },
	{ "reuse, initiator's way", 0, TRIPS, 0, 0, 10, 5, false, 995, { ANY, ANY } },
	{ "reuse, responder's way", 1, TRIPS, 0, 0, 10, 5, false, 995, { ANY, ANY } },
	{ "gaps 1 %", BOTH_WAYS, 1, 10, 0, 0, 0, false, 995, { 5, 5 } },
	{ "gaps 5 %", BOTH_WAYS, 1, 50, 0, 0, 0, false, 995, { 5, 5 } },
	{ "gaps 10 %", BOTH_WAYS, 1, 100, 0, 0, 0, false, 990, { ANY, ANY } },
	{ "gaps 30 %", BOTH_WAYS, 1, 300, 0, 0, 0, false, 900, { ANY, ANY } },
	{ "reuse, gaps 5 %", BOTH_WAYS, TRIPS, 50, 0, 0, 0, false, 950, { ANY, ANY } },
	{ "clocks 5 ms apart", BOTH_WAYS, 1, 0, 5, 0, 0, false, 995, { ANY, ANY } },
	{ "clocks 50 ms apart", BOTH_WAYS, 1, 0, 50, 0, 0, false, 950, { ANY, ANY } },
	/* Not 0, as it should be: see testing.rst. */
	{ "injected", BOTH_WAYS, 1, 0, 0, 0, 0, true, 995, { 100, 5 } },
};

/**
 * struct sight - segments seen of one connection, and the results
 * @trip:     the connection
 * @from:     time of its first segment seen
 * @to:       time of the last one
 * @opened:   a SYN or SYN-ACK was seen
 * @enough:   so were the last FIN or RST of each end, and a segment after a FIN
 * @flows:    flows reported that began in its time
 * @verdict:  of the latest
 */
struct sight {
	struct trip trip;
	u64 from, to;
	bool opened;
	bool enough;
	unsigned int flows;
	struct shadow_verdict verdict;
};

/**
 * struct tally - figures of a mode
 * @opened:  connections of which a SYN or SYN-ACK was seen
 * @found:   of these, those reported as exactly one flow
 * @several: those reported as several flows
 * @enough:  connections of which enough was seen
 * @wrong:   of these, those with a wrong result
 * @decided: of those found, those that ended as planned; of these:
 * @first:   closed-first is right
 * @end:     how they ended
 * @octets:  octets both ways
 * @more:    more octets are reported than were sent
 */
struct tally {
	unsigned long opened, found, decided, several, enough, wrong, first, end, octets,
		      more;
};

static struct sight sights[TRIPS];
static unsigned int n_sights;
static struct trip_record seen[SEEN];
static unsigned int n_seen;
static struct shadow_verdict verdicts[FLOWS];
static unsigned int n_verdicts;
static bool show;

static void ended(const struct shadow_verdict *verdict)
{
	if (n_verdicts < FLOWS)
		verdicts[n_verdicts++] = *verdict;
}

static u32 next_iss(u32 iss, bool *higher)
{
	*higher = false;
	switch (trip_random(3)) {
	case 0:
		*higher = true;
		return iss + 50000 + trip_random(1 << 20);
	case 1:
		return iss - 50000 - trip_random(1 << 20);
	default:
		return trip_random(~0U);
	}
}

/* Time until the ports are reused. */
static u64 pause_after(enum trip_course course, bool higher)
{
	switch (course) {
	case TRIP_CLOSED:	/* the end of TIME-WAIT, or a higher number */
		return (higher ? 1 : 61000) * HOST_MSEC +
		       trip_random(10000) * HOST_MSEC;
	case TRIP_SILENT:
		return trip_random(100000) * HOST_MSEC + HOST_SEC;
	default:
		return trip_random(5000) * HOST_MSEC + HOST_MSEC;
	}
}

static void make_trips(const struct mode *mode)
{
	unsigned int n = mode->trips > 1 ? 2 + trip_random(TRIPS - 1) : 1, i;
	struct trip_plan plan = {
		.start = 10 * HOST_SEC,
		.iss = { trip_random(~0U), trip_random(~0U) },
		.loss = mode->loss,
		.jitter = mode->jitter,
		.inject = mode->inject,
	};
	bool higher, unused;

	n_sights = n;
	for (i = 0; i < n; i++) {
		memset(&sights[i], 0, sizeof(sights[i]));
		plan.course = trip_random(5) ? trip_random(2) ? TRIP_CLOSED :
			      TRIP_ABORTED : trip_random(TRIP_COURSES);
		trip_make(&sights[i].trip, &plan);
		plan.iss[0] = next_iss(plan.iss[0], &higher);
		plan.iss[1] = next_iss(plan.iss[1], &unused);
		plan.start = sights[i].trip.stop +
			     pause_after(plan.course, higher);
	}
}

static int by_time(const void *a, const void *b)
{
	const struct trip_record *x = a, *y = b;

	return x->at < y->at ? -1 : x->at > y->at;
}

/* Was enough seen to know all, according to the connection's segments? */
static bool saw_enough(const struct sight *sight, const bool *got)
{
	const struct trip *trip = &sight->trip;
	int last[2] = { -1, -1 };
	unsigned int i;
	int latest;

	for (i = 0; i < trip->n; i++)
		if (trip->record[i].seg.flags &
		    (TCPS_FLAG_FIN | TCPS_FLAG_RST))
			last[trip->record[i].from] = (int)i;
	for (i = 0; i < 2; i++)
		if (last[i] >= 0 && !got[last[i]])
			return false;
	latest = last[0] > last[1] ? last[0] : last[1];
	if (latest < 0 || !sight->opened || !trip->decided)
		return false;
	if (trip->record[latest].seg.flags & TCPS_FLAG_RST)
		return true;
	for (i = (unsigned int)latest + 1; i < trip->n; i++)
		if (got[i])
			return true;
	return false;
}

static void record(const struct mode *mode)
{
	bool got[TRIP_RECORDS];
	u64 skew = mode->skew ? trip_random(2 * mode->skew * 1000) * 1000ULL : 0;
	unsigned int k, i;

	n_seen = 0;
	for (k = 0; k < n_sights; k++) {
		struct sight *sight = &sights[k];

		for (i = 0; i < sight->trip.n; i++) {
			struct trip_record one = sight->trip.record[i];

			got[i] = (mode->way == BOTH_WAYS ||
				  mode->way == one.from) &&
				 trip_random(1000) >= mode->gaps;
			if (!got[i])
				continue;
			if (one.from)
				one.at += skew;
			else
				one.at += mode->skew * HOST_MSEC;
			if (!sight->from || one.at < sight->from)
				sight->from = one.at;
			if (one.at > sight->to)
				sight->to = one.at;
			sight->opened |= one.seg.flags & TCPS_FLAG_SYN;
			seen[n_seen++] = one;
		}
		sight->enough = saw_enough(sight, got);
	}
	qsort(seen, n_seen, sizeof(seen[0]), by_time);
}

static void show_changes(const struct trip_record *one,
			 const struct shadow_report *report)
{
	const struct tcps_segment *seg = &one->seg;
	unsigned int i;

	printf("%10.3f %u %s%s%s%s seq=%u ack=%u len=%u%s\n",
	       (double)one->at / 1e9, one->from,
	       seg->flags & TCPS_FLAG_SYN ? "S" : "",
	       seg->flags & TCPS_FLAG_FIN ? "F" : "",
	       seg->flags & TCPS_FLAG_RST ? "R" : "",
	       seg->flags & TCPS_FLAG_ACK ? "A" : "", seg->seq, seg->ack,
	       seg->len, report->another ? " ANOTHER" : "");
	for (i = 0; i < report->n; i++) {
		const struct tcps_change *change = &report->change[i];

		printf("             %u %s>%s %s %s%s\n", change->side,
		       tcps_state_name(change->from),
		       tcps_state_name(change->to),
		       tcps_cause_name(change->cause),
		       tcps_certainty_name(change->certainty),
		       change->flags & TCPS_CHANGE_RETRACT ? " back" :
		       change->flags & TCPS_CHANGE_NOTE ? " note" : "");
	}
}

static void show_core(bool accounted)
{
	struct shadow_report report;
	struct shadow shadow;
	unsigned int i;
	u64 last = 0;

	n_verdicts = 0;
	shadow_init(&shadow, accounted);
	shadow.ended = ended;
	for (i = 0; i < n_seen; i++) {
		last = seen[i].at;
		shadow_pass_time(&shadow, last);
		if (!shadow_looks(&shadow, &seen[i].seg) && trip_random(64))
			continue;
		shadow_segment(&shadow, seen[i].from, &seen[i].seg, last,
			       &report);
		if (show)
			show_changes(&seen[i], &report);
	}
	shadow_pass_time(&shadow, last + 500000 * HOST_SEC);
}

/* The connection in whose time a flow began. */
static struct sight *sight_of(u64 start)
{
	struct sight *found = &sights[0];
	unsigned int k;

	for (k = 0; k < n_sights; k++)
		if (sights[k].from && sights[k].from <= start)
			found = &sights[k];
	return found;
}

static bool right_end(const struct trip *trip, const struct shadow_verdict *verdict)
{
	if (trip->end == TCPS_END_TIMEOUT)
		return verdict->end == TCPS_END_TIMEOUT ||
		       verdict->end == TCPS_END_HALF_OPEN;
	return verdict->end == trip->end &&
	       (trip->end == TCPS_END_FIN || verdict->reset_by == trip->reset_by);
}

/* All octets before a FIN; before a RST, at least those that arrived. */
static bool right_octets(const struct mode *mode, bool accounted,
			 const struct trip *trip, unsigned int side, u64 count)
{
	bool all = accounted && mode->way == BOTH_WAYS && !mode->gaps;

	if (trip->end == TCPS_END_FIN)
		return count == trip->octets[side];
	return count <= trip->octets[side] && (!all || count >= trip->taken[side]);
}

static void judge(const struct mode *mode, bool accounted, struct tally *tally,
		  const struct sight *sight)
{
	const struct trip *trip = &sight->trip;
	const struct shadow_verdict *verdict = &sight->verdict;
	bool first, end, octets;

	if (sight->opened)
		tally->opened++;
	if (sight->enough)
		tally->enough++;
	if (sight->flows > 1)
		tally->several++;
	if (sight->flows != 1) {
		tally->wrong += sight->enough;
		return;
	}
	first = verdict->closed_first == trip->closed_first ||
		(trip->closed_first == TRIP_EITHER &&
		 verdict->closed_first != SHADOW_NOBODY);
	end = right_end(trip, verdict);
	octets = right_octets(mode, accounted, trip, 0, verdict->octets[0]) &&
		 right_octets(mode, accounted, trip, 1, verdict->octets[1]);
	if (sight->opened)
		tally->found++;
	if (sight->opened && trip->decided) {
		tally->decided++;
		tally->first += first;
		tally->end += end;
		tally->octets += octets;
	}
	if (verdict->octets[0] > trip->octets[0] ||
	    verdict->octets[1] > trip->octets[1])
		tally->more++;
	if (sight->enough && !(first && end && octets))
		tally->wrong++;
	if (show)
		printf("true: %s first %u by %u octets %u %u; reported: %s first %u by %u octets %llu %llu%s\n",
		       tcps_end_name(trip->end), trip->closed_first,
		       trip->reset_by, trip->octets[0], trip->octets[1],
		       tcps_end_name(verdict->end), verdict->closed_first,
		       verdict->reset_by, (unsigned long long)verdict->octets[0],
		       (unsigned long long)verdict->octets[1],
		       sight->enough ? "" : " (not enough seen)");
}

static void try_one(const struct mode *mode, bool accounted, u64 seed,
		    struct tally *tally)
{
	unsigned int i;

	trip_seed(seed);
	make_trips(mode);
	record(mode);
	show_core(accounted);
	for (i = 0; i < n_verdicts; i++) {
		struct sight *sight = sight_of(verdicts[i].start);

		sight->flows++;
		sight->verdict = verdicts[i];
	}
	for (i = 0; i < n_sights; i++)
		judge(mode, accounted, tally, &sights[i]);
}

static double percent(unsigned long part, unsigned long whole)
{
	return whole ? 100.0 * (double)part / (double)whole : 100.0;
}

static bool report_mode(const struct mode *mode, bool accounted,
			const struct tally *tally)
{
	bool right = tally->found * 1000 >= tally->opened * mode->found &&
		     (mode->wrong[accounted] == ANY ||
		      tally->wrong * 1000 <=
		      tally->enough * mode->wrong[accounted]);

	/* Not 0, as it should be: see testing.rst. */
	if (mode->way != BOTH_WAYS && tally->more * 1000 > tally->opened * 2)
		right = false;
	printf("%-24s %s  found %6.2f %%  closed first %6.2f %%  end %6.2f %%  octets %6.2f %%  more octets %lu  wrong %lu of %lu%s\n",
	       mode->name, accounted ? "all " : "some",
	       percent(tally->found, tally->opened),
	       percent(tally->first, tally->decided),
	       percent(tally->end, tally->decided),
	       percent(tally->octets, tally->decided), tally->more, tally->wrong,
	       tally->enough, right ? "" : "  MISSED");
	return right;
}

int main(int argc, char **argv)
{
	unsigned long n = argc > 1 ? strtoul(argv[1], NULL, 10) : 1000, i;
	unsigned int m, accounted, passed = 0, failed = 0;
	struct tally tally;

	if (argc > 4) {
		show = true;
		memset(&tally, 0, sizeof(tally));
		try_one(&modes[strtoul(argv[2], NULL, 10)],
			argv[3][0] == '1', strtoul(argv[4], NULL, 10), &tally);
		return 0;
	}
	for (m = 0; m < sizeof(modes) / sizeof(modes[0]); m++)
		for (accounted = 0; accounted < 2; accounted++) {
			memset(&tally, 0, sizeof(tally));
			for (i = 0; i < n; i++) {
				unsigned long before = tally.wrong;

				try_one(&modes[m], accounted, i, &tally);
				if (tally.wrong != before && argc > 2)
					printf("wrong: %u %u %lu\n", m,
					       accounted, i);
			}
			if (report_mode(&modes[m], accounted, &tally))
				passed++;
			else
				failed++;
		}
	printf("%u passed, %u failed\n", passed, failed);
	return failed != 0;
}
