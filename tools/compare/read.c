// SPDX-License-Identifier: GPL-2.0
/*
 * Reading a place. A capture is replayed through the state machine, which assigns
 * segments to connections even if ports are reused; from a recording, and from the
 * module's recorder, only segments that caused events are known.
 */
#include "compare/read.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "compare/settle.h"
#include "model/offer.h"

/**
 * struct known - a connection that is being read
 * @view:  its data so far; while a capture is read, the senders of segments are
 *         sides, because the roles may still be swapped
 * @named: @addr and @port are set
 * @addr, @port: the end on side 0
 * @ended: it has been read completely
 */
struct known {
	struct tcpst_view view;
	bool named;
	u8 addr[16];
	u16 port;
	bool ended;
};

/**
 * struct reading - a place that is being read
 * @place:  filled in
 * @file:   its file; NULL: it is read from the module
 * @wanted: connections wanted
 * @known:  connections by number, from 1
 * @n:      number of @known
 * @seqno:  number of the last event
 */
struct reading {
	struct tcpst_place *place;
	const struct tcpst_file *file;
	const struct tcpst_wanted *wanted;
	struct known *known;
	size_t n;
	u64 seqno;
};

/* Connections of a capture are numbered from 1; those of a recording have any numbers. */
static struct known *known_of(struct reading *reading, u64 flow)
{
	size_t before = reading->n;

	if (!flow || flow > 1ULL << 28)
		return NULL;
	if (flow >= reading->n) {
		while (flow >= reading->n)
			reading->n = reading->n ? 2 * reading->n : 1024;
		reading->known = tcpst_resize(reading->known, reading->n,
					      sizeof(*reading->known));
		memset(reading->known + before, 0,
		       (reading->n - before) * sizeof(*reading->known));
	}
	return &reading->known[flow];
}

static struct tcpst_sighting *add(struct tcpst_view *view)
{
	if (view->n == view->capacity) {
		view->capacity = view->capacity ? 2 * view->capacity : 16;
		view->seen = tcpst_resize(view->seen, view->capacity,
					  sizeof(*view->seen));
	}
	return &view->seen[view->n++];
}

static void pass_time(struct tcpst_place *place, u64 time_ns)
{
	if (!place->first || time_ns < place->first)
		place->first = time_ns;
	if (time_ns > place->last)
		place->last = time_ns;
}

static void take_segment(const struct tcpst_placed *segment, void *arg)
{
	const struct tcpst_packet *packet = segment->packet;
	struct reading *reading = arg;
	struct known *known = known_of(reading, segment->flow);

	if (!known)
		return;
	if (!known->named) {
		known->named = true;
		/* The end on side 0: the sender or the receiver. */
		memcpy(known->addr, packet->addr[segment->side],
		       sizeof(known->addr));
		known->port = packet->port[segment->side];
	}
	pass_time(reading->place, segment->time_ns);
	reading->place->cut |= packet->cut;
	*add(&known->view) = (struct tcpst_sighting){
		.time_ns = segment->time_ns,
		.frame = segment->frame,
		.mark = packet->mark,
		.seq = packet->seg.seq,
		.ack = packet->seg.ack,
		.len = packet->seg.len,
		.options = packet->options,
		.window = packet->seg.window,
		.id = packet->id,
		.flags = packet->seg.flags,
		.ttl = packet->ttl,
		.sender = (u8)segment->side,
		.cut = packet->cut,
	};
}

/* Is the event of the same segment? A segment may cause several events. */
static bool is_same(const struct tcpst_sighting *seen,
		    const struct tcpst_event *event)
{
	return seen->time_ns == event->time_ns && seen->seq == event->seq &&
	       seen->flags == event->flags && seen->sender == event->sender &&
	       seen->len == event->len;
}

static void take_record(struct reading *reading,
			const struct tcpst_event *event)
{
	struct known *known = known_of(reading, event->flow);
	struct tcpst_view *view;

	pass_time(reading->place, event->time_ns);
	if (!known || !event->segment || event->sender > 1)
		return;
	view = &known->view;
	if (view->n && is_same(&view->seen[view->n - 1], event))
		return;
	*add(view) = (struct tcpst_sighting){
		.time_ns = event->time_ns,
		.seq = event->seq,
		.ack = event->ack,
		.len = event->len,
		.options = event->options,
		.window = event->window,
		.flags = event->flags,
		.sender = event->sender,
	};
}

/* Is the initiator on side 1? */
static bool is_turned(const struct known *known, const struct tcpst_flow *flow)
{
	return known->named &&
	       (flow->ends.port[TCPS_INITIATOR] != known->port ||
		memcmp(flow->ends.addr[TCPS_INITIATOR], known->addr,
		       flow->ends.ipv6 ? 16 : 4));
}

/*
 * For a connection first seen mid-stream, the state machine counts from the first segment
 * seen: this is not its initial sequence number, and differs between places.
 */
static void check_numbers(struct tcpst_view *view)
{
	bool seen[2] = { false };
	unsigned int role;
	size_t i;

	for (i = 0; i < view->n; i++)
		if ((view->seen[i].flags & TCPS_FLAG_SYN) &&
		    view->seen[i].seq == view->flow.iss[view->seen[i].sender])
			seen[view->seen[i].sender] = true;
	for (role = 0; role < 2; role++)
		view->flow.iss_known[role] &= seen[role];
}

static void forget(struct known *known)
{
	free(known->view.seen);
	free(known->view.move);
	*known = (struct known){ .named = false };
}

static void take_life(struct reading *reading, const struct tcpst_flow *flow)
{
	struct tcpst_place *place = reading->place;
	struct known *known = known_of(reading, flow->id);
	struct tcpst_view *view;
	bool turned;
	size_t i;

	if (!known || !tcpst_wanted_flow(reading->wanted, flow)) {
		if (known)
			forget(known);
		return;
	}
	if (place->n == place->capacity) {
		place->capacity = place->capacity ? 2 * place->capacity : 64;
		place->view = tcpst_resize(place->view, place->capacity,
					   sizeof(*place->view));
	}
	view = &place->view[place->n++];
	*view = known->view;
	view->flow = *flow;
	turned = is_turned(known, flow);
	for (i = 0; i < view->n; i++) {
		view->seen[i].sender ^= turned;
		tcpst_offer_note(view->flow.options, view->seen[i].sender,
				 view->seen[i].options);
	}
	check_numbers(view);
	*known = (struct known){ .ended = true };
}

static void take_move(struct reading *reading, const struct tcpst_event *event)
{
	struct known *known = known_of(reading, event->flow);
	struct tcpst_view *view;

	if (!known || event->type != TCPST_TRANSITION)
		return;
	view = &known->view;
	if (view->n_moves == view->move_capacity) {
		view->move_capacity = view->move_capacity ?
				      2 * view->move_capacity : 16;
		view->move = tcpst_resize(view->move, view->move_capacity,
					  sizeof(*view->move));
	}
	view->move[view->n_moves++] = (struct tcpst_move){
		.time_ns = event->time_ns,
		.role = event->endpoint,
		.to = event->to,
	};
}

/* Are only segments known that caused events? */
static bool is_sparse(const struct reading *reading)
{
	return !reading->file || reading->file->recording.recorded.is;
}

static void take_event(const struct tcpst_event *event, void *arg)
{
	struct reading *reading = arg;

	reading->seqno = event->seqno;
	take_move(reading, event);
	if (event->type == TCPST_LIFE)
		take_life(reading, &event->life);
	else if (is_sparse(reading))
		take_record(reading, event);
}

static int by_start(const void *a, const void *b)
{
	const struct tcpst_view *first = a, *second = b;

	if (first->flow.verdict.start != second->flow.verdict.start)
		return first->flow.verdict.start < second->flow.verdict.start ?
		       -1 : 1;
	return first->flow.id < second->flow.id ? -1 : 1;
}

static void finish(struct reading *reading)
{
	struct tcpst_place *place = reading->place;
	size_t i;

	place->sparse = is_sparse(reading);
	for (i = 0; i < reading->n; i++)
		forget(&reading->known[i]);
	free(reading->known);
	if (place->n)
		qsort(place->view, place->n, sizeof(*place->view), by_start);
	tcpst_place_settle(place);
}

/**
 * tcpst_place_read() - read a place from a file
 * @place:  with its name set; filled in. To be freed by tcpst_place_free(), even on failure
 * @file:   the file
 * @wanted: connections wanted
 *
 * Return: 0, or negative if the file could not be read, or not completely.
 */
int tcpst_place_read(struct tcpst_place *place, struct tcpst_file *file,
		     const struct tcpst_wanted *wanted)
{
	struct reading reading = {
		.place = place, .file = file, .wanted = wanted,
	};
	const struct tcpst_replay_ops ops = {
		.segment = take_segment,
		.event = take_event,
		.arg = &reading,
	};
	int failed = tcpst_file_replay(file, &ops);

	finish(&reading);
	return failed;
}

static void take_open(const struct tcpst_flow *flow, void *arg)
{
	GArray *open = arg;

	g_array_append_val(open, *flow);
}

/* Read the recorder, the table, and the events recorded meanwhile, so that there is no gap. */
static int read_live(struct reading *reading, struct tcpst_source *source, GArray *open)
{
	const struct tcpst_wanted all = {
		.filter.types = 1U << TCPST_TRANSITION | 1U << TCPST_NOTE |
				1U << TCPST_LIFE,
	};
	struct tcpst_query query = {
		.wanted = &all,
		.since = { .kind = TCPST_SINCE_ALL },
	};
	const struct tcpst_sink sink = { .event = take_event, .arg = reading };
	int error = tcpst_source_events(source, &query, &sink);

	if (!error)
		error = tcpst_source_flows(source, reading->wanted, take_open, open);
	if (reading->seqno)
		query.since = (struct tcpst_since){ TCPST_SINCE_SEQNO,
						    reading->seqno + 1 };
	return error ? error : tcpst_source_events(source, &query, &sink);
}

/**
 * tcpst_place_read_live() - read a place from the module's recorder
 * @place:  with its name set; filled in. To be freed by tcpst_place_free(), even on failure
 * @source: source of a network namespace
 * @wanted: connections wanted
 *
 * Return: as tcpst_source_events().
 */
int tcpst_place_read_live(struct tcpst_place *place, struct tcpst_source *source,
			  const struct tcpst_wanted *wanted)
{
	struct reading reading = { .place = place, .wanted = wanted };
	GArray *open = g_array_new(FALSE, FALSE, sizeof(struct tcpst_flow));
	guint i;
	int error;

	place->live = true;
	error = read_live(&reading, source, open);
	for (i = 0; i < open->len; i++) {
		const struct tcpst_flow *flow =
			&g_array_index(open, struct tcpst_flow, i);
		const struct known *known = known_of(&reading, flow->id);

		if (known && !known->ended)
			take_life(&reading, flow);
	}
	g_array_free(open, TRUE);
	if (place->first)
		pass_time(place, tcpst_clock_real());
	finish(&reading);
	return error;
}

/** tcpst_place_free() - free a place */
void tcpst_place_free(struct tcpst_place *place)
{
	size_t i;

	for (i = 0; i < place->n; i++) {
		free(place->view[i].seen);
		free(place->view[i].move);
	}
	free(place->view);
}
