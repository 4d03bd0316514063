// SPDX-License-Identifier: GPL-2.0
/*
 * Segments that arrived, though the capture of a place that they pass does not have them:
 * captures drop packets on busy machines. (Or there is another path, which looks the same.)
 * Three observations prove it, each with what the place itself saw:
 *
 * - The segment was seen before the place and behind it (rejoin.c).
 * - It was seen before the place, its last octet passed there in no segment, and an ACK of
 *   that octet did: the receiver has it.
 * - It was seen behind the place, its last octet passed there in no segment, and its sender
 *   continued beyond that octet: it had sent it before.
 *
 * A segment without payload, SYN and FIN has no octet, so only the first one applies. Where a
 * capture is known to be incomplete, it is not known whether such a segment passed, nor whether
 * one that was seen only behind the place was injected, unless its TTL shows it; and an ACK
 * that another place saw may have passed there, too.
 */
#include "compare/uncaptured.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

/* No position. */
#define NONE INT64_MIN

/* Octets [first, end) of a sender, seen at a place. */
struct span {
	int64_t first;
	int64_t end;
};

/* The octets of a segment, and which one of its peer it expects next, or NONE. */
struct extent {
	struct span span;
	int64_t ack;
};

/**
 * struct sent - what a place saw of one sender, as positions on a line that never wraps
 * @span:  octets, sorted and merged; @n: number of them
 * @went:  the highest sequence number of its segments
 * @acked: the highest number that its peer acknowledged, of those that were sent
 */
struct sent {
	struct span *span;
	size_t n;
	int64_t went;
	int64_t acked;
};

/**
 * struct tcpst_numbers - octets of a connection, by place
 * @path:     the connection
 * @n_places: number of places
 * @at:       by place and segment
 * @sent:     by place and sender
 * @reach:    by sender, the end of its octets, according to any place
 * @first:    by sender, first octets of its rows that have any, sorted
 * @end:      by sender, ends of these, sorted
 * @n:        by sender, number of these
 */
struct tcpst_numbers {
	const struct tcpst_path *path;
	unsigned int n_places;
	struct extent *at[TCPST_PLACES_MAX];
	struct sent sent[TCPST_PLACES_MAX][2];
	int64_t reach[2];
	int64_t *first[2];
	int64_t *end[2];
	size_t n[2];
};

static u32 octets_of(const struct tcpst_sighting *seen)
{
	return seen->len + !!(seen->flags & TCPS_FLAG_SYN) + !!(seen->flags & TCPS_FLAG_FIN);
}

/* A forged segment is not evidence of what its alleged sender did. */
static bool is_evidence(const struct tcpst_sighting *seen)
{
	return !seen->foreign && !(seen->flags & TCPS_FLAG_RST);
}

/* The sequence number with which the lines of all places begin. */
static void find_base(const struct tcpst_path *path, unsigned int n_places, u32 base[2])
{
	bool known[2] = { false, false };
	unsigned int at;
	size_t i;

	for (at = 0; at < n_places; at++)
		for (i = 0; path->view[at] && i < path->view[at]->n; i++) {
			const struct tcpst_sighting *seen = &path->view[at]->seen[i];

			if (known[seen->sender] || !is_evidence(seen))
				continue;
			known[seen->sender] = true;
			base[seen->sender] = tcpst_path_number(path, at, seen->sender, seen->seq);
		}
}

/* A position, which is near the latest one. */
static int64_t position(int64_t *latest, u32 base, u32 number, bool evidence)
{
	int64_t at = *latest + (int32_t)(number - (base + (u32)*latest));

	if (evidence && at > *latest)
		*latest = at;
	return at;
}

static int by_first(const void *a, const void *b)
{
	const struct span *one = a, *other = b;

	return one->first < other->first ? -1 : one->first > other->first;
}

static void merge(struct sent *sent)
{
	size_t i, n = 0;

	if (sent->n)
		qsort(sent->span, sent->n, sizeof(*sent->span), by_first);
	for (i = 0; i < sent->n; i++) {
		if (n && sent->span[i].first <= sent->span[n - 1].end) {
			if (sent->span[i].end > sent->span[n - 1].end)
				sent->span[n - 1].end = sent->span[i].end;
		} else {
			sent->span[n++] = sent->span[i];
		}
	}
	sent->n = n;
}

static void look_at(struct tcpst_numbers *numbers, unsigned int at, const u32 base[2])
{
	const struct tcpst_view *view = numbers->path->view[at];
	struct sent *sent = numbers->sent[at];
	int64_t latest[2] = { 0, 0 };
	size_t i;

	for (i = 0; i < view->n; i++) {
		const struct tcpst_sighting *seen = &view->seen[i];
		struct extent *extent = &numbers->at[at][i];
		struct sent *mine = &sent[seen->sender];
		bool evidence = is_evidence(seen);

		extent->span.first = position(&latest[seen->sender], base[seen->sender],
					      tcpst_path_number(numbers->path, at, seen->sender, seen->seq),
					      evidence);
		extent->span.end = extent->span.first + octets_of(seen);
		extent->ack = NONE;
		if (extent->span.end > extent->span.first)
			mine->span[mine->n++] = extent->span;
		if (evidence && extent->span.first > mine->went)
			mine->went = extent->span.first;
		if (evidence && seen->flags & TCPS_FLAG_ACK)
			extent->ack = position(&latest[!seen->sender], base[!seen->sender],
					       tcpst_path_number(numbers->path, at, !seen->sender, seen->ack),
					       true);
	}
	merge(&sent[0]);
	merge(&sent[1]);
}

static void alloc_place(struct tcpst_numbers *numbers, unsigned int at)
{
	size_t n = numbers->path->view[at]->n + 1;
	unsigned int sender;

	numbers->at[at] = tcpst_alloc(n, sizeof(struct extent));
	for (sender = 0; sender < 2; sender++)
		numbers->sent[at][sender] = (struct sent){
			.span = tcpst_alloc(n, sizeof(struct span)),
			.went = NONE,
			.acked = NONE,
		};
}

static void find_reach(struct tcpst_numbers *numbers)
{
	unsigned int at, sender;

	for (sender = 0; sender < 2; sender++) {
		numbers->reach[sender] = NONE;
		for (at = 0; at < numbers->n_places; at++) {
			const struct sent *sent = &numbers->sent[at][sender];

			if (sent->n && sent->span[sent->n - 1].end > numbers->reach[sender])
				numbers->reach[sender] = sent->span[sent->n - 1].end;
		}
	}
}

/* An ACK of what nobody has sent is forged, or of another connection. */
static void find_acked(struct tcpst_numbers *numbers, unsigned int at)
{
	const struct tcpst_view *view = numbers->path->view[at];
	size_t i;

	for (i = 0; i < view->n; i++) {
		unsigned int peer = !view->seen[i].sender;
		int64_t ack = numbers->at[at][i].ack;

		if (ack <= numbers->reach[peer] && ack > numbers->sent[at][peer].acked)
			numbers->sent[at][peer].acked = ack;
	}
}

/* Octets of a segment, from the first place that saw it. */
static struct span span_of(const struct tcpst_numbers *numbers, const struct tcpst_row *row)
{
	unsigned int at = 0;

	while (row->at[at] == TCPST_UNPAIRED)
		at++;
	return numbers->at[at][row->at[at]].span;
}

static int by_position(const void *a, const void *b)
{
	const int64_t *one = a, *other = b;

	return *one < *other ? -1 : *one > *other;
}

static void collect_rows(struct tcpst_numbers *numbers, unsigned int sender)
{
	const struct tcpst_path *path = numbers->path;
	int64_t *first = tcpst_alloc(path->n + 1, sizeof(*first));
	int64_t *end = tcpst_alloc(path->n + 1, sizeof(*end));
	size_t i, n = 0;

	for (i = 0; i < path->n; i++) {
		struct span span;

		if (path->row[i].sender != sender)
			continue;
		span = span_of(numbers, &path->row[i]);
		if (span.end == span.first)
			continue;
		first[n] = span.first;
		end[n++] = span.end;
	}
	if (n) {
		qsort(first, n, sizeof(*first), by_position);
		qsort(end, n, sizeof(*end), by_position);
	}
	numbers->first[sender] = first;
	numbers->end[sender] = end;
	numbers->n[sender] = n;
}

/**
 * tcpst_uncaptured_begin() - collect the octets of a connection, by place
 * @path:     the connection, with its rows
 * @n_places: number of places
 *
 * Return: to be freed by tcpst_uncaptured_end().
 */
struct tcpst_numbers *tcpst_uncaptured_begin(const struct tcpst_path *path,
					     unsigned int n_places)
{
	struct tcpst_numbers *numbers = tcpst_alloc(1, sizeof(*numbers));
	u32 base[2] = { 0, 0 };
	unsigned int at;

	numbers->path = path;
	numbers->n_places = n_places;
	find_base(path, n_places, base);
	for (at = 0; at < n_places; at++) {
		if (!path->view[at])
			continue;
		alloc_place(numbers, at);
		look_at(numbers, at, base);
	}
	find_reach(numbers);
	for (at = 0; at < n_places; at++)
		if (path->view[at])
			find_acked(numbers, at);
	collect_rows(numbers, 0);
	collect_rows(numbers, 1);
	return numbers;
}

/** tcpst_uncaptured_end() - free it; NULL is allowed */
void tcpst_uncaptured_end(struct tcpst_numbers *numbers)
{
	unsigned int at, sender;

	if (!numbers)
		return;
	for (at = 0; at < numbers->n_places; at++) {
		free(numbers->at[at]);
		for (sender = 0; sender < 2; sender++)
			free(numbers->sent[at][sender].span);
	}
	for (sender = 0; sender < 2; sender++) {
		free(numbers->first[sender]);
		free(numbers->end[sender]);
	}
	free(numbers);
}

static bool has_octet(const struct sent *sent, int64_t octet)
{
	size_t low = 0, high = sent->n;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (sent->span[middle].end <= octet)
			low = middle + 1;
		else
			high = middle;
	}
	return low < sent->n && sent->span[low].first <= octet;
}

/* How many of the sorted positions are not above @position? */
static size_t count_up_to(const int64_t *sorted, size_t n, int64_t position)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (sorted[middle] <= position)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Is there only one segment that brought that octet, wherever it was seen? */
static bool is_only(const struct tcpst_numbers *numbers, unsigned int sender, int64_t octet)
{
	size_t n = numbers->n[sender];

	return count_up_to(numbers->first[sender], n, octet) -
	       count_up_to(numbers->end[sender], n, octet) < 2;
}

/* Was it seen nearer to its sender than @place, and nearer to its receiver? */
static void sides_of(const struct tcpst_numbers *numbers, const struct tcpst_row *row,
		     unsigned int place, bool *before, bool *behind)
{
	bool towards = tcpst_path_towards(numbers->path, row->sender);
	unsigned int at;

	*before = false;
	*behind = false;
	for (at = 0; at < numbers->n_places; at++) {
		if (row->at[at] == TCPST_UNPAIRED)
			continue;
		if ((at < place) == towards)
			*before = true;
		else
			*behind = true;
	}
}

/* What the receiver has, according to the place, or to any. */
static int64_t acked_of(const struct tcpst_numbers *numbers, unsigned int place,
			unsigned int sender, bool any)
{
	int64_t acked = numbers->sent[place][sender].acked;
	unsigned int at;

	for (at = 0; any && at < numbers->n_places; at++)
		if (numbers->path->view[at] && numbers->sent[at][sender].acked > acked)
			acked = numbers->sent[at][sender].acked;
	return acked;
}

/*
 * Nothing proves it: is it known that it did not pass? In an incomplete capture only if
 * another segment brought its octet: then its sender retransmitted it.
 */
static enum tcpst_passage unproven(const struct tcpst_row *row, bool incomplete,
				   bool retransmitted)
{
	return !incomplete || row->foreign || retransmitted ? TCPST_PASSAGE_UNPROVEN :
							      TCPST_PASSAGE_DOUBTFUL;
}

/**
 * tcpst_uncaptured_test() - did a segment pass a place that did not see it?
 * @numbers: of its connection
 * @row:     the segment
 * @place:   the place
 * @incomplete: its capture is known to be incomplete
 */
enum tcpst_passage tcpst_uncaptured_test(const struct tcpst_numbers *numbers,
					 const struct tcpst_row *row, unsigned int place,
					 bool incomplete)
{
	const struct sent *sent = &numbers->sent[place][row->sender];
	const struct span span = span_of(numbers, row);
	bool before, behind, passed, only;

	sides_of(numbers, row, place, &before, &behind);
	if (before && behind)
		return TCPST_PASSAGE_PROVEN;
	if (span.end == span.first)
		return unproven(row, incomplete, false);
	if (row->foreign || !numbers->path->view[place])
		return TCPST_PASSAGE_UNPROVEN;
	only = is_only(numbers, row->sender, span.end - 1);
	passed = before ? acked_of(numbers, place, row->sender, incomplete) >= span.end :
			  sent->went >= span.end;
	if (!passed || has_octet(sent, span.end - 1))
		return unproven(row, incomplete, before && !only);
	return only ? TCPST_PASSAGE_PROVEN : TCPST_PASSAGE_DOUBTFUL;
}
