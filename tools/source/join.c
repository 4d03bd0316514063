// SPDX-License-Identifier: GPL-2.0
/*
 * Joining flows with Zeek's log of connections (conn.log): a connection is the same if it
 * has the same ends, whichever is the originator, and the times overlap. The log may be in
 * columns or JSON, as Zeek writes it, and compressed.
 */
#include "source/join.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/diag.h"
#include "base/stop.h"
#include "source/capture/input.h"
#include "source/zeek_log.h"

/* Tolerance of times: with a larger gap, the same ends are another connection. */
#define NEAR_NS 1000000000ULL

/* Limit of a line; longer ones are not connections. */
#define LINE_MAX (1U << 16)

/**
 * struct tcpst_join - a log that was read
 * @path:   its path
 * @zeek:   its connections, sorted by ends, then by time
 * @n:      number of @zeek; @capacity: allocated size
 * @asked:  number of flows looked up
 * @found:  number of those found
 */
struct tcpst_join {
	const char *path;
	struct tcpst_zeek *zeek;
	size_t n;
	size_t capacity;
	u64 asked;
	u64 found;
};

static int compare_ends(const struct tcpst_addrs *a, const struct tcpst_addrs *b)
{
	int order = memcmp(a->addr, b->addr, sizeof(a->addr));

	if (!order)
		order = memcmp(a->port, b->port, sizeof(a->port));
	return order ? order : a->ipv6 - b->ipv6;
}

static int compare(const void *a, const void *b)
{
	const struct tcpst_zeek *first = a, *second = b;
	int order = compare_ends(&first->ends, &second->ends);

	if (order || first->start == second->start)
		return order;
	return first->start < second->start ? -1 : 1;
}

/* Sort the ends, independently of which opened the connection. */
static void put_in_order(struct tcpst_addrs *ends)
{
	struct tcpst_addrs turned = { .ipv6 = ends->ipv6 };
	unsigned int i;

	for (i = 0; i < 2; i++) {
		memcpy(turned.addr[i], ends->addr[!i], sizeof(turned.addr[i]));
		turned.port[i] = ends->port[!i];
	}
	if (compare_ends(ends, &turned) > 0)
		*ends = turned;
}

static void add(struct tcpst_join *join, const struct tcpst_zeek *zeek)
{
	if (join->n == join->capacity) {
		join->capacity = join->capacity ? 2 * join->capacity : 1024;
		join->zeek = tcpst_resize(join->zeek, join->capacity,
					  sizeof(*join->zeek));
	}
	join->zeek[join->n] = *zeek;
	put_in_order(&join->zeek[join->n++].ends);
}

static bool go_on(void *arg)
{
	(void)arg;
	return !tcpst_stop_asked();
}

/* Read the log line by line; the last one may have no newline. */
static void read_lines(struct tcpst_join *join, struct tcpst_input *input,
		       struct tcpst_zeek_log *log)
{
	static char line[LINE_MAX];
	struct tcpst_zeek zeek;
	size_t length = 0, got, i;
	u8 octets[4096];

	do {
		got = tcpst_input_take(input, octets, sizeof(octets));
		for (i = 0; i < got + !got; i++) {
			if (got && octets[i] != '\n') {
				if (length < LINE_MAX - 1)
					line[length++] = (char)octets[i];
				continue;
			}
			line[length] = '\0';
			length = 0;
			if (tcpst_zeek_log_line(log, line, &zeek))
				add(join, &zeek);
		}
	} while (got);
}

/**
 * tcpst_join_open() - read a log of Zeek
 * @joinp: set, even on failure, to be freed by tcpst_join_close()
 * @path:  path of the log; must live as long
 *
 * Return: exit status; unless %TCPST_OK, the error has been reported.
 */
int tcpst_join_open(struct tcpst_join **joinp, const char *path)
{
	static const struct tcpst_input_ops waits = { .wait = go_on };
	struct tcpst_join *join = tcpst_alloc(1, sizeof(*join));
	struct tcpst_zeek_log log = { .separator = '\t' };
	struct tcpst_input *input;
	const char *why;
	int error;

	*joinp = join;
	join->path = path;
	error = tcpst_input_open(&input, path, &waits);
	if (error)
		return tcpst_fail("%s: %s", path, strerror(error));
	read_lines(join, input, &log);
	why = tcpst_input_error(input);
	error = why ? tcpst_fail("%s: %s", path, why) : TCPST_OK;
	tcpst_input_close(input);
	if (!error && !log.known)
		return tcpst_fail("%s: not a Zeek conn.log: it has neither a #fields line nor JSON with ts, uid and id.orig_h",
				  path);
	if (join->n)
		qsort(join->zeek, join->n, sizeof(*join->zeek), compare);
	return error;
}

static u64 distance(u64 a, u64 b)
{
	return a > b ? a - b : b - a;
}

/* The first connection with these ends. */
static size_t find_first(const struct tcpst_join *join,
			 const struct tcpst_addrs *ends)
{
	size_t low = 0, high = join->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare_ends(&join->zeek[middle].ends, ends) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The connection with the same ends and the nearest start, if the times overlap. */
static const struct tcpst_zeek *find(const struct tcpst_join *join,
				     const struct tcpst_flow *flow)
{
	u64 start = flow->verdict.start, end = start + tcpst_flow_duration(flow);
	const struct tcpst_zeek *best = NULL;
	struct tcpst_addrs ends = flow->ends;
	size_t i;

	put_in_order(&ends);
	for (i = find_first(join, &ends);
	     i < join->n && !compare_ends(&join->zeek[i].ends, &ends); i++) {
		const struct tcpst_zeek *zeek = &join->zeek[i];

		if (zeek->start > end + NEAR_NS || zeek->end + NEAR_NS < start)
			continue;
		if (!best || distance(zeek->start, start) <
			     distance(best->start, start))
			best = zeek;
	}
	return best;
}

/**
 * tcpst_join_flow() - find a flow in the log
 * @join: the log
 * @flow: its @zeek_uid is set if it is found
 */
void tcpst_join_flow(struct tcpst_join *join, struct tcpst_flow *flow)
{
	const struct tcpst_zeek *zeek = find(join, flow);

	join->asked++;
	join->found += !!zeek;
	flow->zeek_uid = zeek ? zeek->uid : "";
}

/** tcpst_join_close() - report if no flow was found, and free the log; NULL is allowed */
void tcpst_join_close(struct tcpst_join *join)
{
	if (!join)
		return;
	if (join->asked && !join->found)
		tcpst_remark("none of the connections is in %s, which has %zu TCP connections: it seems to be from another time or place",
			     join->path, join->n);
	free(join->zeek);
	free(join);
}
