// SPDX-License-Identifier: GPL-2.0
/*
 * Cost of comparing as captures grow: basic blocks of tools/compare that are executed,
 * counted by code that the compiler adds, and lines that are moved. Twice as many segments
 * may cost little more than twice as much, even if many are late, lost or merged. No
 * clock is read.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compare/path.h"
#include "compare/settle.h"

#define MANY 100000
/* Of n log n it is 2.2, and of n * n it is 4. */
#define GROWTH 2.6
/* Octets of a cache line. */
#define LINE 64

void __sanitizer_cov_trace_pc(void);
void *__real_memmove(void *to, const void *from, size_t size);
void *__wrap_memmove(void *to, const void *from, size_t size);

static unsigned long long steps;

void __sanitizer_cov_trace_pc(void)
{
	steps++;
}

void *__wrap_memmove(void *to, const void *from, size_t size)
{
	steps += size / LINE;
	return __real_memmove(to, from, size);
}

static void see(struct tcpst_view *view, struct tcpst_sighting seen)
{
	if (view->n == view->capacity) {
		view->capacity = 2 * view->n + 16;
		view->seen = realloc(view->seen,
				     view->capacity * sizeof(*view->seen));
		if (!view->seen)
			exit(1);
	}
	view->seen[view->n++] = seen;
}

/* One more connection between the two hosts, with its handshake. */
static struct tcpst_view *open_view(struct tcpst_place *place, u16 port, u32 iss)
{
	struct tcpst_view *view = &place->view[place->n++];
	u64 at = 1000000000ULL * place->n;

	view->flow.id = place->n;
	view->flow.ends.addr[TCPS_INITIATOR][0] = 1;
	view->flow.ends.addr[TCPS_RESPONDER][0] = 2;
	view->flow.ends.port[TCPS_INITIATOR] = port;
	view->flow.ends.port[TCPS_RESPONDER] = 80;
	view->flow.iss_known[0] = view->flow.iss_known[1] = true;
	view->flow.iss[TCPS_INITIATOR] = iss;
	view->flow.iss[TCPS_RESPONDER] = iss;
	view->flow.verdict.start = at;
	see(view, (struct tcpst_sighting){
		.time_ns = at, .seq = iss, .flags = TCPS_FLAG_SYN });
	see(view, (struct tcpst_sighting){
		.time_ns = at + 1, .seq = iss, .ack = iss + 1, .sender = 1,
		.flags = TCPS_FLAG_SYN | TCPS_FLAG_ACK });
	see(view, (struct tcpst_sighting){
		.time_ns = at + 2, .seq = iss + 1, .ack = iss + 1,
		.flags = TCPS_FLAG_ACK });
	return view;
}

/* Number @i of the responder, @len octets after @skip. */
static void see_data(struct tcpst_view *view, size_t i, u32 len, u32 skip)
{
	u32 iss = view->flow.iss[1];

	see(view, (struct tcpst_sighting){
		.time_ns = 2000000000000ULL + 1000 * i, .frame = i + 10, .sender = 1,
		.seq = iss + 1 + (u32)i * len + skip, .ack = iss + 1, .len = len,
		.flags = TCPS_FLAG_ACK });
}

static struct tcpst_comparison *make(unsigned int n_places)
{
	struct tcpst_comparison *comparison = calloc(1, sizeof(*comparison));
	unsigned int i;

	if (!comparison)
		exit(1);
	for (i = 0; i < n_places; i++) {
		struct tcpst_place *place = &comparison->place[i];

		place->name = "place";
		place->last = ~0ULL >> 2;
		place->view = calloc(4, sizeof(*place->view));
		if (!place->view)
			exit(1);
	}
	comparison->n_places = n_places;
	return comparison;
}

/* Segments that one place takes for those of another connection than the other place. */
static void make_late(struct tcpst_comparison *comparison, size_t n, u32 len)
{
	unsigned int place;
	size_t i;

	for (place = 0; place < 2; place++) {
		struct tcpst_view *one =
			open_view(&comparison->place[place], 1000, 5000);
		struct tcpst_view *other =
			open_view(&comparison->place[place], 2000, 5000);

		for (i = 0; i < n; i++)
			see_data(place ? other : one, i, len, 0);
	}
}

static void late(struct tcpst_comparison *comparison, size_t n)
{
	make_late(comparison, n, 10);
}

static void late_alike(struct tcpst_comparison *comparison, size_t n)
{
	make_late(comparison, n, 0);
}

/* Copies that nothing distinguishes, of which every other one is lost. */
static void half_lost(struct tcpst_comparison *comparison, size_t n)
{
	struct tcpst_view *here = open_view(&comparison->place[0], 1000, 5000);
	struct tcpst_view *there = open_view(&comparison->place[1], 1000, 5000);
	size_t i;

	for (i = 0; i < n; i++) {
		see_data(there, i, 0, 0);
		if (i % 2)
			see_data(here, i, 0, 0);
	}
}

/* Octets that are in other segments at the other place, each in the half of two. */
static void regrouped(struct tcpst_comparison *comparison, size_t n)
{
	struct tcpst_view *here = open_view(&comparison->place[0], 1000, 5000);
	struct tcpst_view *there = open_view(&comparison->place[1], 1000, 5000);
	size_t i;

	for (i = 0; i < n; i++) {
		see_data(here, i, 10, 0);
		see_data(there, i, 10, 5);
	}
}

/* Segments with the numbers of the next connection between the same ports. */
static void other_numbers(struct tcpst_comparison *comparison, size_t n)
{
	struct tcpst_view *one, *other;
	unsigned int place;
	size_t i;

	for (place = 0; place < 2; place++) {
		one = open_view(&comparison->place[place], 1000, 5000);
		other = open_view(&comparison->place[place], 1000, 50000000);
		see(other, (struct tcpst_sighting){
			.time_ns = 1, .seq = 50000001, .ack = 50000001 + 10 * (u32)n,
			.flags = TCPS_FLAG_ACK });
		for (i = 0; i < n; i++) {
			see_data(other, i, 10, 0);
			see(one, other->seen[--other->n]);
		}
		tcpst_place_settle(&comparison->place[place]);
	}
}

static const struct {
	const char *name;
	void (*make)(struct tcpst_comparison *comparison, size_t n);
	size_t passed;	/* of MANY, besides the handshakes */
} cases[] = {
	{ "segments late, and of another connection", late, MANY },
	{ "segments late, and all alike", late_alike, MANY },
	{ "copies of which half are lost", half_lost, MANY / 2 },
	{ "segments regrouped", regrouped, 0 },
	{ "segments with the numbers of the next connection", other_numbers, MANY + 1 },
};

static size_t count_passed(const struct tcpst_comparison *comparison)
{
	size_t i, k, passed = 0;

	for (i = 0; i < comparison->n; i++)
		for (k = 0; k < comparison->path[i].n; k++)
			passed += comparison->path[i].row[k].fate[0] ==
				  TCPST_FATE_PASSED;
	return passed - 3 * comparison->n;
}

static unsigned long long measure(unsigned int which, size_t n, size_t *passed)
{
	struct tcpst_comparison *comparison = make(2);
	unsigned int i, k;

	steps = 0;
	cases[which].make(comparison, n);
	tcpst_compare(comparison);
	*passed = count_passed(comparison);
	tcpst_compare_free(comparison);
	for (i = 0; i < comparison->n_places; i++) {
		for (k = 0; k < comparison->place[i].n; k++)
			free(comparison->place[i].view[k].seen);
		free(comparison->place[i].view);
	}
	free(comparison);
	return steps;
}

int main(void)
{
	unsigned int which, failed = 0, all = sizeof(cases) / sizeof(cases[0]);

	for (which = 0; which < all; which++) {
		unsigned long long half, whole;
		size_t passed;
		bool good;

		half = measure(which, MANY / 2, &passed);
		whole = measure(which, MANY, &passed);
		good = half > MANY && (double)whole < GROWTH * (double)half &&
		       passed == cases[which].passed;
		printf("%s - compare: %s: %llu steps for %d, %llu for twice as many, %zu passed\n",
		       good ? "ok" : "not ok", cases[which].name, half, MANY / 2,
		       whole, passed);
		failed += !good;
	}
	printf("%u passed, %u failed\n", all - failed, failed);
	return !!failed;
}
