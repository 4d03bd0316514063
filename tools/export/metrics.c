// SPDX-License-Identifier: GPL-2.0
/*
 * Metrics for Prometheus, in its text format. Label values are only names of states,
 * ends and the like, never an address or a port: the number of series does not
 * depend on the traffic.
 */
#include "export/metrics.h"

#include <inttypes.h>

#include "base/clock.h"
#include "export/counter_help.h"
#include "model/flow.h"
#include "module/core/names.h"
#include "module/core/verdict.h"

#define MS 1000000ULL
#define SECOND (1000 * MS)

static const struct tcpst_buckets handshake_buckets = {
	.n = 15,
	.bound = { MS / 10, MS / 4, MS / 2, MS, 5 * MS / 2, 5 * MS, 10 * MS,
		   25 * MS, 50 * MS, 100 * MS, 250 * MS, 500 * MS, SECOND,
		   3 * SECOND, 10 * SECOND },
};

static const struct tcpst_buckets life_buckets = {
	.n = 11,
	.bound = { MS, 10 * MS, 100 * MS, SECOND, 5 * SECOND, 15 * SECOND,
		   60 * SECOND, 300 * SECOND, 1800 * SECOND, 7200 * SECOND,
		   86400 * SECOND },
};

static const char *const leg_names[2] = { "syn_to_synack", "synack_to_ack" };

/** tcpst_metrics_init() - initialize all metrics to 0 */
void tcpst_metrics_init(struct tcpst_metrics *metrics)
{
	*metrics = (struct tcpst_metrics){ 0 };
	pthread_mutex_init(&metrics->lock, NULL);
}

static void add_known(struct tcpst_durations *histogram,
		      const struct tcpst_buckets *buckets, u64 ns)
{
	if (ns != TCPS_UNKNOWN_NS)
		tcpst_durations_add(histogram, buckets, ns);
}

static void count_role(u64 count[2], unsigned int role)
{
	if (role < TCPS_ROLE_NONE)
		count[role]++;
}

/** tcpst_metrics_life() - count an ended flow */
void tcpst_metrics_life(struct tcpst_metrics *metrics,
			const struct tcpst_flow *flow)
{
	const struct tcps_verdict *verdict = &flow->verdict;
	unsigned int role, state;

	pthread_mutex_lock(&metrics->lock);
	add_known(&metrics->handshake[0], &handshake_buckets,
		  verdict->syn_to_syn_ack);
	add_known(&metrics->handshake[1], &handshake_buckets,
		  verdict->syn_ack_to_ack);
	add_known(&metrics->half_close, &life_buckets, verdict->half_close_ns);
	tcpst_durations_add(&metrics->lifetime[verdict->end], &life_buckets,
			    tcpst_flow_duration(flow));
	for (role = 0; role < 2; role++) {
		for (state = 0; state < TCPS_STATE_MAX; state++)
			metrics->state[role][state] +=
				(double)verdict->state_ns[role][state] / 1e9;
		metrics->octets[role] += verdict->bytes[role];
		metrics->fin[role] += verdict->fin_repeats[role];
	}
	count_role(metrics->closed_first, verdict->closed_first);
	count_role(metrics->reset, verdict->reset_by);
	if (verdict->reset_by < TCPS_ROLE_NONE)
		metrics->origin[tcps_hops_origin(flow->rst_usual, flow->rst_ttl)]++;
	metrics->syn += verdict->syn_repeats;
	metrics->syn_ack += verdict->syn_ack_repeats;
	pthread_mutex_unlock(&metrics->lock);
}

/** tcpst_metrics_still_open() - count a flow that is open at the end of a capture */
void tcpst_metrics_still_open(struct tcpst_metrics *metrics,
			      const struct tcpst_flow *flow)
{
	pthread_mutex_lock(&metrics->lock);
	tcpst_silence_add(&metrics->silence, flow, flow->verdict.stop);
	pthread_mutex_unlock(&metrics->lock);
}

/**
 * tcpst_metrics_dumped() - store what a dump of the flow table found
 * @metrics: the metrics
 * @silence: how long peers have been silent, NULL: the module does not answer
 * @began:   when the dump began, ns of tcpst_clock_steady()
 */
void tcpst_metrics_dumped(struct tcpst_metrics *metrics,
			  const struct tcpst_silence *silence, u64 began)
{
	pthread_mutex_lock(&metrics->lock);
	metrics->silence_known = silence;
	if (silence) {
		metrics->silence = *silence;
		metrics->dump_began = began;
		metrics->dump_took = tcpst_clock_steady() - began;
	}
	pthread_mutex_unlock(&metrics->lock);
}

/** tcpst_metrics_lost() - count events that were overwritten unread */
void tcpst_metrics_lost(struct tcpst_metrics *metrics, u64 count)
{
	pthread_mutex_lock(&metrics->lock);
	metrics->lost += count;
	pthread_mutex_unlock(&metrics->lock);
}

static void head(FILE *file, const char *name, const char *type,
		 const char *help)
{
	fprintf(file, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void single(FILE *file, const char *name, const char *type,
		   const char *help, u64 value)
{
	head(file, name, type, help);
	fprintf(file, "%s %" PRIu64 "\n", name, value);
}

static void labelled(FILE *file, const char *name, const char *label,
		     const char *word, u64 value)
{
	fprintf(file, "%s{%s=\"%s\"} %" PRIu64 "\n", name, label, word, value);
}

static void by_role(FILE *file, const char *name, const char *label,
		    const char *help, const u64 value[2])
{
	unsigned int role;

	head(file, name, "counter", help);
	for (role = 0; role < 2; role++)
		labelled(file, name, label, tcps_role_name(role), value[role]);
}

static void print_by_state(FILE *file, const struct tcpst_tally *tally)
{
	static const char name[] = "tcpstates_flows_by_state";
	unsigned int state, other;

	head(file, name, "gauge",
	     "Connections tracked now, by the state of their initiator or responder. For each endpoint the states add up to all connections.");
	for (state = 0; state < TCPS_STATE_MAX; state++) {
		u64 flows[2] = { 0, 0 };
		unsigned int role;

		for (other = 0; other < TCPS_STATE_MAX; other++) {
			flows[TCPS_INITIATOR] += tally->pairs[state][other];
			flows[TCPS_RESPONDER] += tally->pairs[other][state];
		}
		for (role = 0; role < 2; role++)
			fprintf(file, "%s{endpoint=\"%s\",state=\"%s\"} %" PRIu64 "\n",
				name, tcps_role_name(role), tcps_state_name(state),
				flows[role]);
	}
}

static void print_table(FILE *file, const struct tcpst_stats *stats)
{
	unsigned int i;

	head(file, "tcpstates_flows", "gauge",
	     "Connections tracked now, by class: half-open, established, closing and so on.");
	for (i = 0; i < TCPS_CLASS_MAX; i++)
		labelled(file, "tcpstates_flows", "class", tcps_class_name(i),
			 stats->classes[i]);
	if (stats->by_state || !stats->flows)
		print_by_state(file, &stats->tally);
	single(file, "tcpstates_flows_limit", "gauge",
	       "Limit of connections tracked at once (max_flows).", stats->max_flows);
	single(file, "tcpstates_half_open_flows_limit", "gauge",
	       "Limit of half-open connections tracked at once (max_half_open).", stats->max_half_open);
	single(file, "tcpstates_events_recorded_total", "counter",
	       "Events recorded: transitions, notes, and ends of connections.", stats->next);
	single(file, "tcpstates_recorder_bytes", "gauge",
	       "Memory used by the recorder.", stats->recorder_bytes);
}

static void print_stats(FILE *file, const struct tcpst_stats *stats)
{
	char name[TCPST_COUNTER_NAME_LEN + 32];
	unsigned int i;

	if (!stats->capture)
		print_table(file, stats);
	head(file, "tcpstates_flows_ended_total", "counter",
	     "Connections that ended since the module was loaded, those closed when TIME-WAIT is over, by how: fin is a regular close, refused a RST in answer to the SYN, reset a RST later, timeout no segment for too long, half-open a handshake not completed.");
	for (i = TCPS_END_STILL_OPEN + 1; i < TCPS_END_MAX; i++)
		labelled(file, "tcpstates_flows_ended_total", "end",
			 tcps_end_name(i), stats->ends[i]);
	for (i = 0; i < stats->n_counters; i++) {
		snprintf(name, sizeof(name), "tcpstates_%s_total",
			 stats->counters[i].name);
		single(file, name, "counter",
		       tcpst_counter_help(stats->counters[i].name),
		       stats->counters[i].value);
	}
}

static void print_histograms(FILE *file, const struct tcpst_metrics *metrics)
{
	char label[64];
	unsigned int i;

	head(file, "tcpstates_handshake_seconds", "histogram",
	     "Time from SYN to SYN-ACK (the responder's leg) and from SYN-ACK to ACK (the initiator's), of connections that ended.");
	for (i = 0; i < 2; i++) {
		snprintf(label, sizeof(label), "leg=\"%s\"", leg_names[i]);
		tcpst_durations_print(file, &metrics->handshake[i],
				      &handshake_buckets,
				      "tcpstates_handshake_seconds", label);
	}
	head(file, "tcpstates_lifetime_seconds", "histogram",
	     "Time from the first segment until both ends had closed, without TIME-WAIT, by how the connection ended.");
	for (i = TCPS_END_STILL_OPEN + 1; i < TCPS_END_MAX; i++) {
		snprintf(label, sizeof(label), "end=\"%s\"", tcps_end_name(i));
		tcpst_durations_print(file, &metrics->lifetime[i],
				      &life_buckets,
				      "tcpstates_lifetime_seconds", label);
	}
	head(file, "tcpstates_half_close_seconds", "histogram",
	     "Time from the first FIN to that of the other end, of connections that ended.");
	tcpst_durations_print(file, &metrics->half_close, &life_buckets,
			      "tcpstates_half_close_seconds", "");
}

static void print_states(FILE *file, const struct tcpst_metrics *metrics)
{
	unsigned int role, state;

	head(file, "tcpstates_state_seconds_total", "counter",
	     "Time that ends of connections spent in each state, added up when the connection ends.");
	for (role = 0; role < 2; role++)
		for (state = 0; state < TCPS_STATE_MAX; state++)
			fprintf(file,
				"tcpstates_state_seconds_total{endpoint=\"%s\",state=\"%s\"} %.9f\n",
				tcps_role_name(role), tcps_state_name(state),
				metrics->state[role][state]);
}

static void print_counts(FILE *file, const struct tcpst_metrics *metrics)
{
	static const char repeats[] = "tcpstates_repeated_segments_total";
	static const char origins[] = "tcpstates_resets_by_origin_total";
	unsigned int origin;

	by_role(file, "tcpstates_payload_bytes_total", "endpoint",
		"Octets of payload by who sent them, each counted once, added up when the connection ends.",
		metrics->octets);
	by_role(file, "tcpstates_closed_first_total", "endpoint",
		"Connections that ended, by the end that sent the first FIN.",
		metrics->closed_first);
	by_role(file, "tcpstates_resets_total", "endpoint",
		"Connections that ended, by the end whose RST its peer accepted.", metrics->reset);
	head(file, origins, "counter",
	     "The same resets, by the time to live of the RST: sender is that of the end's other segments, elsewhere that of another place, such as a firewall or a forger.");
	for (origin = 0; origin < TCPS_ORIGIN_MAX; origin++)
		labelled(file, origins, "origin", tcpst_origin_name(origin),
			 metrics->origin[origin]);
	head(file, repeats, "counter",
	     "SYNs, SYN-ACKs and FINs sent again, since they or their answers were lost, added up when the connection ends.");
	labelled(file, repeats, "segment", "syn", metrics->syn);
	labelled(file, repeats, "segment", "synack", metrics->syn_ack);
	labelled(file, repeats, "segment", "fin",
		 metrics->fin[TCPS_INITIATOR] + metrics->fin[TCPS_RESPONDER]);
	single(file, "tcpstates_exporter_events_lost_total", "counter",
	       "Events overwritten before the exporter could read them: more connections ended than it counted.",
	       metrics->lost);
}

static void seconds(FILE *file, const char *name, const char *help, u64 ns)
{
	head(file, name, "gauge", help);
	fprintf(file, "%s %.6f\n", name, (double)ns / SECOND);
}

static void print_silence(FILE *file, const struct tcpst_metrics *metrics)
{
	tcpst_silence_print(file, &metrics->silence);
	if (!metrics->dump_began)
		return;
	seconds(file, "tcpstates_silence_age_seconds",
		"Age of the flow table dump that the metrics of silence are computed from.",
		tcpst_clock_steady() - metrics->dump_began);
	seconds(file, "tcpstates_silence_dump_seconds", "How long that dump took.",
		metrics->dump_took);
}

/**
 * tcpst_metrics_print() - write all metrics
 * @file:    output file
 * @metrics: metrics counted by the exporter
 * @stats:   counters of the module, NULL: it does not answer
 */
void tcpst_metrics_print(FILE *file, struct tcpst_metrics *metrics,
			 const struct tcpst_stats *stats)
{
	head(file, "tcpstates_exporter_info", "gauge", "Version of the exporter.");
	fputs("tcpstates_exporter_info{version=\"" TCPST_VERSION "\"} 1\n",
	      file);
	single(file, "tcpstates_up", "gauge",
	       "1 if the module answered, 0 if it is not loaded or its version differs.", stats ? 1 : 0);
	if (stats)
		print_stats(file, stats);
	pthread_mutex_lock(&metrics->lock);
	print_histograms(file, metrics);
	print_states(file, metrics);
	print_counts(file, metrics);
	if (metrics->silence_known)
		print_silence(file, metrics);
	pthread_mutex_unlock(&metrics->lock);
}
