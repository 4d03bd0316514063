// SPDX-License-Identifier: GPL-2.0
/*
 * Segments whose octets are in other segments at the other place. Offload merges small
 * segments and splits large ones: then a segment is not lost or injected as long as all
 * of its octets are there.
 */
#include "compare/regroup.h"

#include <stdlib.h>

#include "base/alloc.h"

/**
 * struct piece - octets of a segment without a partner
 * @from, @to: sequence numbers of the first place, @to exclusive
 * @place, @index: the segment
 * @covered: all of them are in pieces of the other place
 */
struct piece {
	u64 from;
	u64 to;
	unsigned int place;
	bool covered;
	size_t index;
};

static int by_octets(const void *a, const void *b)
{
	const struct piece *first = a, *second = b;

	if (first->from != second->from)
		return first->from < second->from ? -1 : 1;
	return first->to > second->to ? -1 : first->to < second->to;
}

/* A contiguous run of octets. */
struct run {
	u64 from;
	u64 to;
};

static size_t make_runs(struct run *run, const struct piece *piece, size_t n,
			unsigned int place)
{
	size_t i, made = 0;

	for (i = 0; i < n; i++) {
		if (piece[i].place != place)
			continue;
		if (!made || piece[i].from > run[made - 1].to)
			run[made++] = (struct run){ piece[i].from, piece[i].to };
		else if (piece[i].to > run[made - 1].to)
			run[made - 1].to = piece[i].to;
	}
	return made;
}

/* Mark pieces of @place that pieces of the other place cover without a gap. */
static void find_covered(struct piece *piece, size_t n, unsigned int place)
{
	struct run *run = tcpst_alloc(n + 1, sizeof(*run));
	size_t n_runs = make_runs(run, piece, n, !place), i, k = 0;

	for (i = 0; i < n && n_runs; i++) {
		if (piece[i].place != place)
			continue;
		while (k + 1 < n_runs && run[k + 1].from <= piece[i].from)
			k++;
		piece[i].covered = run[k].from <= piece[i].from &&
				   run[k].to >= piece[i].to;
	}
	free(run);
}

/*
 * Pieces that overlap are regrouped if both places have the same number of octets, or if
 * others cover them. If all pieces are equal, they are copies of one segment, of which some
 * are missing.
 */
static void regroup(struct tcpst_pairs *pairs, struct piece *piece, size_t n)
{
	bool alike = true;
	u64 octets[2] = { 0 };
	size_t i;

	for (i = 0; i < n; i++) {
		alike &= piece[i].from == piece->from && piece[i].to == piece->to;
		octets[piece[i].place] += piece[i].to - piece[i].from;
	}
	if (alike || !octets[0] || !octets[1])
		return;
	find_covered(piece, n, 0);
	find_covered(piece, n, 1);
	for (i = 0; i < n; i++)
		if (piece[i].covered || octets[0] == octets[1])
			pairs->state[piece[i].place][piece[i].index] =
				TCPST_PAIR_REGROUPED;
}

static size_t collect(struct piece *piece, size_t n, const struct tcpst_pairs *pairs,
		      unsigned int place, unsigned int sender)
{
	const struct tcpst_view *view = place ? pairs->there : pairs->here;
	u32 base = pairs->here->flow.iss[sender] + (place ? pairs->shift[sender] : 0);
	size_t i;

	for (i = 0; i < view->n; i++) {
		const struct tcpst_sighting *seen = &view->seen[i];
		u32 from = seen->seq - base;

		if (seen->sender != sender || !seen->len ||
		    pairs->doubt[place][i] ||
		    pairs->to[place][i] != TCPST_UNPAIRED)
			continue;
		piece[n++] = (struct piece){
			.from = from, .to = (u64)from + seen->len,
			.place = place, .index = i,
		};
	}
	return n;
}

/**
 * tcpst_regroup() - find segments whose octets are in others at the other place
 * @pairs:  the pairs, complete
 * @sender: sender of the segments
 */
void tcpst_regroup(struct tcpst_pairs *pairs, unsigned int sender)
{
	struct piece *piece = tcpst_alloc(pairs->here->n + pairs->there->n + 1,
					  sizeof(*piece));
	size_t n = collect(piece, 0, pairs, 0, sender), i, k;

	n = collect(piece, n, pairs, 1, sender);
	if (n)
		qsort(piece, n, sizeof(*piece), by_octets);
	for (i = 0; i < n; i = k) {
		u64 end = piece[i].to;

		for (k = i + 1; k < n && piece[k].from < end; k++)
			if (piece[k].to > end)
				end = piece[k].to;
		regroup(pairs, piece + i, k - i);
	}
	free(piece);
}
