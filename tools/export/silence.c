// SPDX-License-Identifier: GPL-2.0
/* How long peers have been silent while they owe an answer. */
#include "export/silence.h"

#include <inttypes.h>

#include "module/core/names.h"

#define SECOND 1000000000ULL

/*
 * From 1 s on, when a retransmission is due (tcpst_flow_mute()), to an hour: sockets of
 * Linux give up after some 15 minutes, other stacks and users sooner.
 */
static const struct tcpst_buckets buckets = {
	.n = 9,
	.bound = { 2 * SECOND, 5 * SECOND, 10 * SECOND, 30 * SECOND, 60 * SECOND,
		   120 * SECOND, 300 * SECOND, 900 * SECOND, 3600 * SECOND },
};

/* Without accounting, or if only one end is seen, it is not known who owes an answer. */
static bool is_known(const struct tcpst_flow *flow)
{
	return flow->probed && flow->unacked_known[0] && flow->unacked_known[1];
}

/**
 * tcpst_silence_add() - count a connection, if it is established
 * @silence: the sums
 * @flow:    the connection
 * @now:     ns since the epoch; for captures, the time of their end is used instead
 *
 * An end of which no segment was ever seen may answer by another path.
 */
void tcpst_silence_add(struct tcpst_silence *silence,
		       const struct tcpst_flow *flow, u64 now)
{
	const u8 *state = flow->verdict.state;
	unsigned int role;

	if (state[0] != TCPS_ESTABLISHED || state[1] != TCPS_ESTABLISHED)
		return;
	if (!is_known(flow)) {
		silence->unknown++;
		return;
	}
	role = tcpst_flow_mute(flow, now);
	if (role == TCPS_ROLE_NONE)
		return;
	tcpst_durations_add(&silence->silent[role], &buckets,
			    tcpst_flow_silence(flow, role, now));
	silence->unacked[role] += flow->unacked[!role];
}

/**
 * tcpst_silence_print() - write the sums as metrics
 * @file:    output file
 * @silence: the sums
 */
void tcpst_silence_print(FILE *file, const struct tcpst_silence *silence)
{
	static const char silent[] = "tcpstates_silent_seconds";
	static const char unacked[] = "tcpstates_silent_unacked_bytes";
	static const char unknown[] = "tcpstates_silence_unknown_flows";
	unsigned int role;
	char label[64];

	fprintf(file, "# HELP %s Established connections of which an end owes its peer an answer and has been silent for 1 s or more, by that end (endpoint) and by how long it has been silent. It owes an answer if it has not acknowledged data, or not answered retransmissions, keep-alives or window probes. Gauges, not counters: use them without rate().\n# TYPE %s histogram\n",
		silent, silent);
	for (role = 0; role < 2; role++) {
		snprintf(label, sizeof(label), "endpoint=\"%s\"", tcps_role_name(role));
		tcpst_durations_print(file, &silence->silent[role], &buckets, silent,
				      label);
	}
	fprintf(file, "# HELP %s Octets of payload sent to these silent ends that they have not acknowledged.\n# TYPE %s gauge\n",
		unacked, unacked);
	for (role = 0; role < 2; role++)
		fprintf(file, "%s{endpoint=\"%s\"} %" PRIu64 "\n", unacked,
			tcps_role_name(role), silence->unacked[role]);
	fprintf(file, "# HELP %s Established connections of which it is not known whether an end owes an answer, and which are in no bucket: they began without accounting (net.tcpstates.accounting), or only one end of them is seen.\n# TYPE %s gauge\n%s %" PRIu64 "\n",
		unknown, unknown, unknown, silence->unknown);
}
