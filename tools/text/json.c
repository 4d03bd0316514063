// SPDX-License-Identifier: GPL-2.0
/* Flows, events and counters as JSON. The order of members is part of it. */
#include "text/json.h"

#include <json-c/json.h>

#include "model/flow.h"
#include "model/tunnel.h"
#include "module/core/names.h"
#include "module/core/segment.h"
#include "text/format.h"

static void put(struct json_object *object, const char *name,
		struct json_object *value)
{
	json_object_object_add(object, name, value);
}

static void put_u64(struct json_object *object, const char *name, u64 value)
{
	put(object, name, json_object_new_uint64(value));
}

static void put_word(struct json_object *object, const char *name,
		     const char *value)
{
	put(object, name, json_object_new_string(value));
}

static void put_ns(struct json_object *object, const char *name, u64 ns)
{
	if (ns == TCPS_UNKNOWN_NS)
		put(object, name, NULL);
	else
		put_u64(object, name, ns);
}

static void put_role(struct json_object *object, const char *name,
		     unsigned int role)
{
	if (role < TCPS_ROLE_NONE)
		put_word(object, name, tcps_role_name(role));
	else
		put(object, name, NULL);
}

static void put_pair(struct json_object *object, const char *name,
		     u64 initiator, u64 responder)
{
	struct json_object *pair = json_object_new_object();

	put_u64(pair, "initiator", initiator);
	put_u64(pair, "responder", responder);
	put(object, name, pair);
}

static struct json_object *begin(const char *type)
{
	struct json_object *object = json_object_new_object();

	put_word(object, "type", type);
	return object;
}

static void finish(FILE *file, struct json_object *object)
{
	fputs(json_object_to_json_string_ext(object,
					     JSON_C_TO_STRING_PLAIN |
					     JSON_C_TO_STRING_NOSLASHESCAPE),
	      file);
	putc('\n', file);
	json_object_put(object);
}

static void put_ends(struct json_object *object,
		     const struct tcpst_addrs *ends)
{
	unsigned int role;

	put_word(object, "family", ends->ipv6 ? "ipv6" : "ipv4");
	for (role = 0; role < 2; role++) {
		struct json_object *end = json_object_new_object();
		char text[TCPST_TEXT_SIZE];

		tcpst_format_addr(text, ends, role);
		put_word(end, "addr", text);
		put_u64(end, "port", ends->port[role]);
		put(object, tcps_role_name(role), end);
	}
}

static struct json_object *make_owner(const struct tcpst_owner *who)
{
	char comm[TCPST_TEXT_SIZE];
	struct json_object *owner;

	if (!who->known)
		return NULL;
	owner = json_object_new_object();
	if (who->pid)
		put_u64(owner, "pid", who->pid);
	else
		put(owner, "pid", NULL);
	put_u64(owner, "uid", who->uid);
	tcpst_format_comm(comm, who->comm);
	put_word(owner, "comm", comm);
	if (who->cookie)
		put_u64(owner, "cookie", who->cookie);
	else
		put(owner, "cookie", NULL);
	return owner;
}

static void put_place(struct json_object *object, const char *iface,
		      u32 tunnel)
{
	char text[TCPST_TUNNEL_LEN];

	if (iface && *iface)
		put_word(object, "iface", iface);
	if (tunnel)
		put_word(object, "tunnel", tcpst_tunnel_text(text, tunnel));
}

static void put_frame(struct json_object *object,
		      const struct tcpst_event *event)
{
	if (event->frame)
		put_u64(object, "frame", event->frame);
	put_place(object, event->iface, event->tunnel);
}

/**
 * tcpst_json_event() - write a transition or a segment of note
 * @file:  where
 * @event: the record; of a life only the verdict, by tcpst_json_life()
 */
void tcpst_json_event(FILE *file, const struct tcpst_event *event)
{
	bool note = event->type == TCPST_NOTE;
	struct json_object *object;

	if (event->type == TCPST_LIFE) {
		tcpst_json_life(file, &event->life);
		return;
	}
	object = begin(note ? "note" : "transition");
	put_u64(object, "seqno", event->seqno);
	put_u64(object, "time_ns", event->time_ns);
	put_u64(object, "flow", event->flow);
	put_ends(object, &event->ends);
	put_role(object, "endpoint", event->endpoint);
	if (note) {
		put_word(object, "state", tcps_state_name(event->to));
	} else {
		put_word(object, "from", tcps_state_name(event->from));
		put_word(object, "to", tcps_state_name(event->to));
	}
	put_word(object, "cause", tcps_cause_name(event->cause));
	put_word(object, "certainty", tcps_certainty_name(event->certainty));
	if (event->notes_left_out)
		put_u64(object, "notes_left_out", event->notes_left_out);
	if (event->retract)
		put(object, "retract", json_object_new_boolean(true));
	if (event->segment)
		put_u64(object, "seq", event->seq);
	else
		put(object, "seq", NULL);
	if (event->segment && (event->flags & TCPS_FLAG_ACK))
		put_u64(object, "ack", event->ack);
	else
		put(object, "ack", NULL);
	if (event->owner.known)
		put(object, "owner", make_owner(&event->owner));
	put_frame(object, event);
	finish(file, object);
}

static void put_state_ns(struct json_object *object,
			 const struct tcps_verdict *verdict)
{
	struct json_object *both = json_object_new_object();
	unsigned int role, state;

	for (role = 0; role < 2; role++) {
		struct json_object *one = json_object_new_object();

		for (state = 0; state < TCPS_STATE_MAX; state++)
			if (verdict->state_ns[role][state])
				put_u64(one, tcps_state_name(state),
					verdict->state_ns[role][state]);
		put(both, tcps_role_name(role), one);
	}
	put(object, "state_ns", both);
}

static void put_handshake(struct json_object *object,
			  const struct tcps_verdict *verdict)
{
	struct json_object *legs = json_object_new_object();

	put_ns(legs, "syn_to_synack", verdict->syn_to_syn_ack);
	put_ns(legs, "synack_to_ack", verdict->syn_ack_to_ack);
	put(object, "handshake_ns", legs);
}

static void put_states(struct json_object *object,
		       const struct tcps_verdict *verdict)
{
	struct json_object *states = json_object_new_object();
	unsigned int role;

	for (role = 0; role < 2; role++)
		put_word(states, tcps_role_name(role),
			 tcps_state_name(verdict->state[role]));
	put(object, "states", states);
}

static void put_accounts(struct json_object *object,
			 const struct tcpst_flow *flow)
{
	struct json_object *rtt = json_object_new_object();
	unsigned int role;

	put_pair(object, "packets", flow->packets[TCPS_INITIATOR],
		 flow->packets[TCPS_RESPONDER]);
	for (role = 0; role < 2; role++)
		put_ns(rtt, tcps_role_name(role), flow->rtt_ns[role] ?
		       flow->rtt_ns[role] : TCPS_UNKNOWN_NS);
	put(object, "rtt_ns", rtt);
}

static struct json_object *make_flow(const char *type,
				     const struct tcpst_flow *flow)
{
	const struct tcps_verdict *verdict = &flow->verdict;
	struct json_object *object = begin(type);

	put_u64(object, "flow", flow->id);
	put_ends(object, &flow->ends);
	put_word(object, "roles", verdict->roles_known ? "known" : "unknown");
	put_u64(object, "start_ns", verdict->start);
	put_ns(object, "end_ns", flow->live ? TCPS_UNKNOWN_NS : verdict->stop);
	put_u64(object, "duration_ns", tcpst_flow_duration(flow));
	put_states(object, verdict);
	put_role(object, "closed_first", verdict->closed_first);
	put_word(object, "end", tcps_end_name(verdict->end));
	put_role(object, "reset_by", verdict->reset_by);
	put_u64(object, "syn_repeats", verdict->syn_repeats);
	put_u64(object, "synack_repeats", verdict->syn_ack_repeats);
	put_pair(object, "fin_repeats", verdict->fin_repeats[TCPS_INITIATOR],
		 verdict->fin_repeats[TCPS_RESPONDER]);
	put_handshake(object, verdict);
	put_pair(object, "bytes", verdict->bytes[TCPS_INITIATOR],
		 verdict->bytes[TCPS_RESPONDER]);
	put_state_ns(object, verdict);
	put_ns(object, "half_close_ns", verdict->half_close_ns);
	put_word(object, "zeek_conn_state", tcps_zeek_name(verdict->zeek));
	if (flow->accounted)
		put_accounts(object, flow);
	return object;
}

/**
 * tcpst_json_life() - write what there is to say of an ended flow
 * @file: where
 * @flow: the flow
 */
void tcpst_json_life(FILE *file, const struct tcpst_flow *flow)
{
	struct json_object *object = make_flow("life", flow);

	if (flow->owner.known)
		put(object, "owner", make_owner(&flow->owner));
	put_place(object, flow->iface, flow->tunnel);
	finish(file, object);
}

/**
 * tcpst_json_flow() - write what there is to say of an open flow
 * @file: where
 * @flow: the flow
 */
void tcpst_json_flow(FILE *file, const struct tcpst_flow *flow)
{
	struct json_object *object = make_flow("flow", flow);

	if (flow->live) {
		put_word(object, "class", tcps_class_name(flow->class));
		put_u64(object, "expires_ms", flow->expires_ms);
		put_u64(object, "seen_ns", flow->seen_ns);
	} else {
		put(object, "class", NULL);
		put(object, "expires_ms", NULL);
		put(object, "seen_ns", NULL);
	}
	put(object, "owner", make_owner(&flow->owner));
	put_place(object, flow->iface, flow->tunnel);
	finish(file, object);
}

/**
 * tcpst_json_lost() - write that events were overwritten before they were read
 * @file:  where
 * @count: how many
 */
void tcpst_json_lost(FILE *file, u64 count)
{
	struct json_object *object = begin("lost");

	put_u64(object, "count", count);
	finish(file, object);
}

static struct json_object *make_pairs(const struct tcpst_tally *tally)
{
	struct json_object *pairs = json_object_new_array(), *pair;
	unsigned int i, k;

	for (i = 0; i < TCPS_STATE_MAX; i++) {
		for (k = 0; k < TCPS_STATE_MAX; k++) {
			if (!tally->pairs[i][k])
				continue;
			pair = json_object_new_object();
			put_word(pair, "initiator", tcps_state_name(i));
			put_word(pair, "responder", tcps_state_name(k));
			put_u64(pair, "flows", tally->pairs[i][k]);
			json_object_array_add(pairs, pair);
		}
	}
	return pairs;
}

/* Bins that are not empty, each with the ns that are too many for it. */
static struct json_object *
make_histogram(const struct tcpst_histogram *histogram)
{
	struct json_object *bins = json_object_new_array(), *bin;
	unsigned int i;

	for (i = 0; i < TCPST_HISTOGRAM_BINS; i++) {
		if (!histogram->bin[i])
			continue;
		bin = json_object_new_object();
		put_ns(bin, "below_ns", tcpst_histogram_bound(i));
		put_u64(bin, "count", histogram->bin[i]);
		json_object_array_add(bins, bin);
	}
	return bins;
}

/**
 * tcpst_json_stats() - write counters
 * @file:  where
 * @stats: the counters; of a capture, what only a table has is null
 */
void tcpst_json_stats(FILE *file, const struct tcpst_stats *stats)
{
	struct json_object *counters = json_object_new_object();
	struct json_object *classes = json_object_new_object();
	struct json_object *ends = json_object_new_object();
	struct json_object *object = begin("stats");
	unsigned int i;

	put_u64(object, "flows", stats->flows);
	put_ns(object, "max_flows",
	       stats->capture ? TCPS_UNKNOWN_NS : stats->max_flows);
	put_u64(object, "half_open", stats->half_open);
	put_ns(object, "max_half_open",
	       stats->capture ? TCPS_UNKNOWN_NS : stats->max_half_open);
	put_u64(object, "first_seqno", stats->first);
	put_u64(object, "next_seqno", stats->next);
	for (i = 0; i < TCPS_CLASS_MAX; i++)
		put_u64(classes, tcps_class_name(i), stats->classes[i]);
	put(object, "classes", classes);
	for (i = 0; i < TCPS_END_MAX; i++)
		put_u64(ends, tcps_end_name(i), stats->ends[i]);
	put(object, "ends", ends);
	put(object, "pairs", make_pairs(&stats->tally));
	put(object, "syn_to_synack",
	    make_histogram(&stats->tally.handshake[0]));
	put(object, "synack_to_ack",
	    make_histogram(&stats->tally.handshake[1]));
	put(object, "lifetime", make_histogram(&stats->tally.duration));
	for (i = 0; i < stats->n_counters; i++)
		put_u64(counters, stats->counters[i].name,
			stats->counters[i].value);
	put(object, "counters", counters);
	finish(file, object);
}
