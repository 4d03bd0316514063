// SPDX-License-Identifier: GPL-2.0
/*
 * The module's flows, to which segments captured beside it are assigned: by ends and time,
 * and if several flows with the same ends follow one another, by sequence numbers.
 */
#include "source/beside_flows.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "module/core/segment.h"

/* If one place sees nothing of a flow for so long, another one does instead, ns. */
#define PLACE_NS 1000000000ULL

/**
 * struct reported - a segment that an event is about
 * @time_ns: time of the event
 * @sender:  its role
 * @dropped: this machine dropped it: the event shows that, and the segment is left out
 * @found:   it was captured, too
 */
struct reported {
	u64 time_ns;
	u32 seq;
	u32 ack;
	u32 len;
	u8 flags;
	u8 sender;
	bool dropped;
	bool found;
};

/**
 * struct tcpst_beside_flows - the flows
 * @by_ends:  the latest struct tcpst_beside_flow by its ends
 * @by_id:    the same by its number
 * @ended:    those that have ended, in that order
 */
struct tcpst_beside_flows {
	GHashTable *by_ends;
	GHashTable *by_id;
	GQueue *ended;
};

/* The same for both directions. */
static guint hash_ends(gconstpointer key)
{
	const struct tcpst_addrs *ends = key;
	guint hash[2] = { ends->port[0], ends->port[1] }, word;
	unsigned int i, at;

	for (i = 0; i < 2; i++)
		for (at = 0; at < 16; at += sizeof(word)) {
			memcpy(&word, &ends->addr[i][at], sizeof(word));
			hash[i] = (hash[i] ^ word) * 0x9e3779b1U;
			hash[i] ^= hash[i] >> 15;
		}
	return hash[0] + hash[1];
}

static bool is_end(const struct tcpst_addrs *a, unsigned int i,
		   const struct tcpst_addrs *b, unsigned int k)
{
	return a->port[i] == b->port[k] && !memcmp(a->addr[i], b->addr[k], 16);
}

static gboolean same_ends(gconstpointer a, gconstpointer b)
{
	const struct tcpst_addrs *one = a, *other = b;

	return one->ipv6 == other->ipv6 &&
	       ((is_end(one, 0, other, 0) && is_end(one, 1, other, 1)) ||
		(is_end(one, 0, other, 1) && is_end(one, 1, other, 0)));
}

static struct tcpst_beside_flow *add_flow(struct tcpst_beside_flows *flows, u64 id,
					  const struct tcpst_addrs *ends, u64 start)
{
	struct tcpst_beside_flow *flow = tcpst_alloc(1, sizeof(*flow));

	flow->id = id;
	flow->ends = *ends;
	flow->start = start;
	flow->end = UINT64_MAX;
	flow->reported = g_array_new(false, false, sizeof(struct reported));
	flow->next = g_hash_table_lookup(flows->by_ends, ends);
	/* The key is in the value. */
	g_hash_table_replace(flows->by_ends, &flow->ends, flow);
	g_hash_table_insert(flows->by_id, &flow->id, flow);
	return flow;
}

static void free_flow(gpointer data)
{
	struct tcpst_beside_flow *flow = data;

	g_array_free(flow->reported, true);
	free(flow);
}

static void remove_flow(struct tcpst_beside_flows *flows, struct tcpst_beside_flow *flow)
{
	struct tcpst_beside_flow *first, *before;

	first = g_hash_table_lookup(flows->by_ends, &flow->ends);
	before = first;
	if (first == flow) {
		if (flow->next)
			g_hash_table_replace(flows->by_ends, &flow->next->ends, flow->next);
		else
			g_hash_table_remove(flows->by_ends, &flow->ends);
	} else {
		while (before->next != flow)
			before = before->next;
		before->next = flow->next;
	}
	g_hash_table_remove(flows->by_id, &flow->id);	/* which frees it */
}

/**
 * tcpst_beside_flows_add() - add a flow of the table
 * @flows: the flows
 * @flow:  the flow
 */
void tcpst_beside_flows_add(struct tcpst_beside_flows *flows, const struct tcpst_flow *flow)
{
	struct tcpst_beside_flow *added;
	unsigned int role;

	if (g_hash_table_lookup(flows->by_id, &flow->id))
		return;
	added = add_flow(flows, flow->id, &flow->ends, flow->verdict.start);
	for (role = 0; role < 2; role++) {
		added->iss_known[role] = flow->iss_known[role];
		added->iss[role] = flow->iss[role];
		added->state[role] = flow->verdict.state[role];
	}
}

static void end_flow(struct tcpst_beside_flows *flows, struct tcpst_beside_flow *flow,
		     const struct tcpst_event *event)
{
	if (flow->end != UINT64_MAX)
		return;
	flow->end = event->life.verdict.stop;
	g_queue_push_tail(flows->ended, flow);
}

static void forget_reported(struct tcpst_beside_flow *flow, u64 until)
{
	guint n = 0;

	while (n < flow->reported->len &&
	       g_array_index(flow->reported, struct reported, n).time_ns < until)
		n++;
	if (n)
		g_array_remove_range(flow->reported, 0, n);
}

static void note_reported(struct tcpst_beside_flow *flow, const struct tcpst_event *event)
{
	const struct reported reported = {
		.time_ns = event->time_ns, .seq = event->seq, .ack = event->ack,
		.len = event->len, .flags = event->flags, .sender = event->sender,
		.dropped = event->dropped,
	};
	const struct reported *last;

	if (!event->segment)
		return;
	forget_reported(flow, event->time_ns - TCPST_BESIDE_LINGER_NS);
	last = flow->reported->len ? &g_array_index(flow->reported, struct reported,
						flow->reported->len - 1) : NULL;
	if (!last || last->time_ns != reported.time_ns || last->seq != reported.seq ||
	    last->flags != reported.flags || last->dropped != reported.dropped)
		g_array_append_val(flow->reported, reported);
}

/**
 * tcpst_beside_flows_event() - note what an event shows about its flow
 * @flows: the flows
 * @event: the event, in the order of the recorder
 */
void tcpst_beside_flows_event(struct tcpst_beside_flows *flows,
			      const struct tcpst_event *event)
{
	struct tcpst_beside_flow *flow = g_hash_table_lookup(flows->by_id, &event->flow);
	unsigned int role;

	if (!flow && event->type == TCPST_LIFE)
		return;
	if (!flow)
		flow = add_flow(flows, event->flow, &event->ends, event->time_ns);
	if (event->type == TCPST_LIFE) {
		end_flow(flows, flow, event);
		return;
	}
	/* The roles may turn out to have been wrong. */
	flow->ends = event->ends;
	for (role = 0; role < 2; role++) {
		flow->iss_known[role] |= event->iss_known[role];
		if (event->iss_known[role])
			flow->iss[role] = event->iss[role];
	}
	if (event->type == TCPST_TRANSITION && event->endpoint < 2)
		flow->state[event->endpoint] = event->to;
	note_reported(flow, event);
}

static bool is_reported(const struct reported *reported, const struct tcpst_beside_segment *segment)
{
	const struct tcps_segment *seg = &segment->tapped.packet.seg;
	u64 time_ns = segment->tapped.time_ns;

	return !reported->found && reported->sender == segment->sender && reported->seq == seg->seq &&
	       reported->flags == seg->flags && reported->len == seg->len &&
	       (reported->ack == seg->ack || !(seg->flags & TCPS_FLAG_ACK)) &&
	       reported->time_ns < time_ns + TCPST_BESIDE_HOLD_NS &&
	       time_ns < reported->time_ns + TCPST_BESIDE_HOLD_NS;
}

static struct reported *find_reported(const struct tcpst_beside_flow *flow,
			      const struct tcpst_beside_segment *segment)
{
	guint i;

	for (i = 0; i < flow->reported->len; i++) {
		struct reported *reported = &g_array_index(flow->reported, struct reported, i);

		if (is_reported(reported, segment))
			return reported;
	}
	return NULL;
}

/* Distance of the segment from the beginning of a flow, UINT64_MAX: it is not of it. */
static u64 distance(const struct tcpst_beside_flow *flow,
		    const struct tcpst_beside_segment *segment)
{
	const struct tcps_segment *seg = &segment->tapped.packet.seg;
	u64 time_ns = segment->tapped.time_ns;
	unsigned int sender = segment->sender;
	u32 from;

	if (time_ns + TCPST_BESIDE_HOLD_NS < flow->start ||
	    (flow->end != UINT64_MAX && time_ns > flow->end))
		return UINT64_MAX;
	if (!flow->iss_known[sender])
		return UINT32_MAX;
	from = seg->seq - flow->iss[sender];
	return from && seg->flags & TCPS_FLAG_SYN ? UINT64_MAX : from;
}

/* Assign a segment to the flow with its ends, of several the one whose numbers it has. */
static void find_flow(const struct tcpst_beside_flows *flows,
		      struct tcpst_beside_segment *segment)
{
	const struct tcpst_packet *packet = &segment->tapped.packet;
	struct tcpst_addrs ends = {
		.ipv6 = packet->ipv6, .port = { packet->port[0], packet->port[1] },
	};
	u64 nearest = UINT64_MAX;
	struct tcpst_beside_flow *flow;

	memcpy(ends.addr, packet->addr, sizeof(ends.addr));
	for (flow = g_hash_table_lookup(flows->by_ends, &ends); flow; flow = flow->next) {
		unsigned int before = segment->sender;
		u64 far;

		segment->sender = !is_end(&flow->ends, 0, &ends, 0);
		far = distance(flow, segment);
		if (far < nearest) {
			nearest = far;
			segment->flow = flow;
		} else {
			segment->sender = before;
		}
	}
}

/* Each end of a flow has a place where its segments are taken: the first that saw one. */
static bool is_at_place(const struct tcpst_beside_segment *segment)
{
	const struct tcpst_tapped *tapped = &segment->tapped;
	struct tcpst_beside_flow *flow = segment->flow;
	unsigned int sender = segment->sender;

	if (flow->place[sender] != tapped->place && flow->place[sender] &&
	    tapped->time_ns < flow->seen[sender] + PLACE_NS)
		return false;
	flow->place[sender] = tapped->place;
	flow->seen[sender] = tapped->time_ns;
	return true;
}

/**
 * tcpst_beside_flows_assign() - find the flow of a segment
 * @flows:   the flows
 * @segment: filled in, save @tapped
 *
 * Return: false if the segment is to be left out: it has no flow that is wanted, or is seen
 * at another place as well, or the event of its drop shows it.
 */
bool tcpst_beside_flows_assign(const struct tcpst_beside_flows *flows,
			       struct tcpst_beside_segment *segment)
{
	struct reported *reported;

	segment->at = segment->tapped.time_ns;
	find_flow(flows, segment);
	if (!segment->flow || !is_at_place(segment))
		return false;
	reported = find_reported(segment->flow, segment);
	if (!reported)
		return true;
	reported->found = true;
	segment->at = reported->time_ns;
	return !reported->dropped;
}

/**
 * tcpst_beside_flows_forget() - forget flows
 * @flows: the flows
 * @until: those that ended before this time, of which no segment is held any more
 */
void tcpst_beside_flows_forget(struct tcpst_beside_flows *flows, u64 until)
{
	struct tcpst_beside_flow *flow;

	while ((flow = g_queue_peek_head(flows->ended)) && flow->end < until) {
		g_queue_pop_head(flows->ended);
		remove_flow(flows, flow);
	}
}

/** tcpst_beside_flows_new() - allocate, without flows */
struct tcpst_beside_flows *tcpst_beside_flows_new(void)
{
	struct tcpst_beside_flows *flows = tcpst_alloc(1, sizeof(*flows));

	flows->by_ends = g_hash_table_new(hash_ends, same_ends);
	flows->by_id = g_hash_table_new_full(g_int64_hash, g_int64_equal, NULL, free_flow);
	flows->ended = g_queue_new();
	return flows;
}

/** tcpst_beside_flows_free() - free them */
void tcpst_beside_flows_free(struct tcpst_beside_flows *flows)
{
	g_queue_free(flows->ended);
	g_hash_table_destroy(flows->by_ends);
	g_hash_table_destroy(flows->by_id);
	free(flows);
}
