// SPDX-License-Identifier: GPL-2.0
/*
 * Clock skew between capture points (files, or interfaces of one file) that are read
 * together. A segment captured at both passes one point first, and segments of the
 * other end pass the other point first. So if the segments of both ends have later time
 * stamps at the same point, the clock of that point is ahead. If each point has only one
 * direction, the skew shows when a SYN-ACK seems to precede its SYN.
 */
#include "source/capture/skew.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

/* Slots for recent segments, and for recent SYNs. */
#define SEGMENTS (1U << 16)
#define SYNS (1U << 12)

/* Limits of capture points, of pairs of them, and of differences kept per direction. */
#define PLACES 64
#define PAIRS 16
#define OFFSETS 64

/* Minimum number of differences. */
#define OFFSETS_MIN 4

/* A smaller difference may be network delay, or normal inaccuracy of clocks. */
#define NEAR_NS 5000000
/* The limit if there is only one direction: the delay may be long. */
#define FAR_NS 1000000000

/* The first copy of a segment, or of a SYN. */
struct slot {
	u64 print;
	u64 time;
	u32 place;
	bool used;
	bool answer;
};

/**
 * struct pair - two capture points of the same connections
 * @place:  their numbers, the lower one first
 * @n:      number of segments captured at both, by direction
 * @offset: how much later a segment was captured at the second, ns; the first such
 *          differences
 * @early:  how much later a SYN has been captured at a point than its answer at the
 *          other, maximum, ns
 */
struct pair {
	unsigned int place[2];
	u64 n[2];
	int64_t offset[2][OFFSETS];
	u64 early[2];
};

/**
 * struct tcpst_skew - segments, and the capture points that saw them
 * @segment: segments, and @syn: SYNs and their answers, by their prints
 * @place:   capture points, @n_places of them; @latest: index of the latest one
 * @pair:    pairs of capture points, @n of them
 */
struct tcpst_skew {
	struct slot segment[SEGMENTS];
	struct slot syn[SYNS];
	struct tcpst_skew_place place[PLACES];
	unsigned int n_places;
	unsigned int latest;
	struct pair pair[PAIRS];
	unsigned int n;
};

/** tcpst_skew_open() - begin to compare clocks */
struct tcpst_skew *tcpst_skew_open(void)
{
	return tcpst_alloc(1, sizeof(struct tcpst_skew));
}

/* Find or add a pair. Return: NULL if there are too many. */
static struct pair *find_pair(struct tcpst_skew *skew, unsigned int a,
			      unsigned int b)
{
	unsigned int low = a < b ? a : b, high = a < b ? b : a, i;

	for (i = 0; i < skew->n; i++)
		if (skew->pair[i].place[0] == low &&
		    skew->pair[i].place[1] == high)
			return &skew->pair[i];
	if (skew->n == PAIRS)
		return NULL;
	skew->pair[skew->n].place[0] = low;
	skew->pair[skew->n].place[1] = high;
	return &skew->pair[skew->n++];
}

/* Direction of a segment: 1 if the lower of the two ends sends it, else 0. */
static unsigned int direction(const struct tcpst_packet *packet)
{
	int order = memcmp(packet->addr[0], packet->addr[1],
			   sizeof(packet->addr[0]));

	return order ? order < 0 : packet->port[0] < packet->port[1];
}

static void note_copy(struct tcpst_skew *skew, const struct slot *first,
		      const struct tcpst_packet *packet, unsigned int place,
		      u64 time_ns)
{
	struct pair *pair = find_pair(skew, first->place, place);
	unsigned int to = direction(packet);
	int64_t offset = (int64_t)(time_ns - first->time);

	if (!pair)
		return;
	if (pair->n[to] < OFFSETS)
		pair->offset[to][pair->n[to]] =
			place > first->place ? offset : -offset;
	pair->n[to]++;
}

static void note_segment(struct tcpst_skew *skew,
			 const struct tcpst_packet *packet, unsigned int place,
			 u64 time_ns)
{
	struct slot *slot = &skew->segment[packet->print % SEGMENTS];

	if (slot->used && slot->print == packet->print) {
		if (slot->place != place)
			note_copy(skew, slot, packet, place, time_ns);
		return;
	}
	*slot = (struct slot){
		.print = packet->print,
		.time = time_ns,
		.place = place,
		.used = true,
	};
}

/* A print that is the same for a SYN and for the SYN-ACK that answers it. */
static u64 print_of_syn(const struct tcpst_packet *packet, bool answer)
{
	u32 seq = answer ? packet->seg.ack - 1 : packet->seg.seq;
	u64 words[4], print;

	memcpy(words, packet->addr[answer], 16);
	memcpy(words + 2, packet->addr[!answer], 16);
	print = (u64)seq << 32 | (u32)packet->port[answer] << 16 |
		packet->port[!answer];
	print = (print ^ words[0] ^ words[1]) * 0x9e3779b97f4a7c15ULL;
	print = (print ^ print >> 29 ^ words[2] ^ words[3]) *
		0xd6e8feb86659fd93ULL;
	return print ^ print >> 32;
}

static void note_syn(struct tcpst_skew *skew, const struct tcpst_packet *packet,
		     unsigned int place, u64 time_ns)
{
	bool answer = packet->seg.flags & TCPS_FLAG_ACK;
	u64 print = print_of_syn(packet, answer);
	struct slot *slot = &skew->syn[print % SYNS];
	struct pair *pair;
	u64 *early;

	if (slot->used && slot->print == print) {
		if (answer || !slot->answer)
			return;
		pair = slot->place != place && time_ns > slot->time ?
		       find_pair(skew, slot->place, place) : NULL;
		if (pair) {
			early = &pair->early[place > slot->place];
			if (time_ns - slot->time > *early)
				*early = time_ns - slot->time;
		}
	}
	*slot = (struct slot){
		.print = print,
		.time = time_ns,
		.place = place,
		.used = true,
		.answer = answer,
	};
}

/* Find or add a capture point. Return: its number; PLACES if there are too many. */
static unsigned int find_place(struct tcpst_skew *skew,
			       const struct tcpst_skew_place *place)
{
	const struct tcpst_skew_place *known = &skew->place[skew->latest];
	unsigned int i;

	if (skew->n_places && known->file == place->file &&
	    known->iface == place->iface)
		return skew->latest;
	for (i = 0; i < skew->n_places; i++)
		if (skew->place[i].file == place->file &&
		    skew->place[i].iface == place->iface)
			break;
	if (i == PLACES)
		return i;
	if (i == skew->n_places)
		skew->place[skew->n_places++] = *place;
	skew->latest = i;
	return i;
}

/**
 * tcpst_skew_note() - record a segment
 * @skew:    the capture points
 * @packet:  the segment, with its print
 * @where:   the point at which it was captured
 * @time_ns: its time stamp there
 */
void tcpst_skew_note(struct tcpst_skew *skew, const struct tcpst_packet *packet,
		     const struct tcpst_skew_place *where, u64 time_ns)
{
	unsigned int place = find_place(skew, where);

	if (place == PLACES)
		return;
	note_segment(skew, packet, place, time_ns);
	if (packet->seg.flags & TCPS_FLAG_SYN)
		note_syn(skew, packet, place, time_ns);
}

static int compare(const void *a, const void *b)
{
	int64_t first = *(const int64_t *)a, second = *(const int64_t *)b;

	return (first > second) - (first < second);
}

/* Median of the differences of a direction, ns; 0: there are too few. */
static int64_t middle(struct pair *pair, unsigned int to)
{
	u64 n = pair->n[to] < OFFSETS ? pair->n[to] : OFFSETS;

	if (n < OFFSETS_MIN)
		return 0;
	qsort(pair->offset[to], n, sizeof(pair->offset[to][0]), compare);
	return pair->offset[to][n / 2];
}

static bool is_beyond(int64_t offset, int64_t limit)
{
	return offset > limit || offset < -limit;
}

/* How far the clock of the second point is ahead, ns; 0: no skew is known. */
static int64_t offset_of(struct pair *pair)
{
	int64_t a = middle(pair, 0), b = middle(pair, 1);

	if (a && b)
		return is_beyond(a, NEAR_NS) && is_beyond(b, NEAR_NS) &&
		       (a < 0) == (b < 0) ? a / 2 + b / 2 : 0;
	return is_beyond(a + b, FAR_NS) ? a + b : 0;
}

static void take(struct tcpst_skew_found *found, const struct tcpst_skew *skew,
		 const struct pair *pair, int64_t offset, u64 shared)
{
	u64 ns = (u64)(offset < 0 ? -offset : offset);

	if (ns <= found->ns)
		return;
	found->ns = ns;
	found->ahead = skew->place[pair->place[offset > 0]];
	found->behind = skew->place[pair->place[offset <= 0]];
	found->shared = shared;
}

/**
 * tcpst_skew_find() - find the largest skew
 * @skew:  the capture points, after the last segment
 * @found: filled in
 */
void tcpst_skew_find(struct tcpst_skew *skew, struct tcpst_skew_found *found)
{
	unsigned int i;

	*found = (struct tcpst_skew_found){ .ns = 0 };
	for (i = 0; i < skew->n; i++) {
		struct pair *pair = &skew->pair[i];
		u64 shared = pair->n[0] + pair->n[1];

		take(found, skew, pair, offset_of(pair), shared);
		if (shared)
			continue;
		take(found, skew, pair, (int64_t)pair->early[1], 0);
		take(found, skew, pair, -(int64_t)pair->early[0], 0);
	}
}

/** tcpst_skew_close() - free it; NULL is allowed */
void tcpst_skew_close(struct tcpst_skew *skew)
{
	free(skew);
}
