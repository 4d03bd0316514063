/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A report: statistics over many connections. Its size does not depend on their
 * number: counts, histograms, and the worst few of each kind.
 */
#ifndef TCPST_REPORT_H
#define TCPST_REPORT_H

#include "cli/options.h"
#include "report/peers.h"
#include "report/series.h"
#include "text/histogram_print.h"
#include "text/history.h"

/* Kinds of problems, in the order of the report. */
enum tcpst_trouble {
	TCPST_TROUBLE_SILENT,	/* SYN without an answer */
	TCPST_TROUBLE_REFUSED,
	TCPST_TROUBLE_UNREACHABLE,
	TCPST_TROUBLE_HALF_OPEN,
	TCPST_TROUBLE_RESET,
	TCPST_TROUBLE_STUCK,	/* long in CLOSE_WAIT */
	TCPST_TROUBLE_SLOW,	/* slow handshake */
	TCPST_TROUBLE_REPEATS,	/* many retransmissions */
	TCPST_TROUBLE_MAX
};

/* Number of connections shown of each kind. */
#define TCPST_REPORT_WORST 4

/* Limit of records in a ladder, so that it stays readable. */
#define TCPST_REPORT_RECORDS 60

/**
 * struct tcpst_worst - the worst connections of one kind
 * @n:     number of @flow
 * @all:   number of all connections of that kind
 * @badness: severity of each; its unit depends on the kind
 * @flow:  the connections, worst first
 */
struct tcpst_worst {
	unsigned int n;
	u64 all;
	u64 badness[TCPST_REPORT_WORST];
	struct tcpst_flow flow[TCPST_REPORT_WORST];
};

/**
 * struct tcpst_report - the statistics
 * @flows:     connections
 * @transitions: transitions of states
 * @retractions: of those, retractions of a presumption
 * @notes:     notable segments that changed no state
 * @lost:      records that were overwritten
 * @adopted:   connections first seen mid-stream
 * @established: ... that both ends established
 * @octets:    octets of payload, by role
 * @syn_repeats: SYNs retransmitted
 * @syn_ack_repeats: SYN-ACKs retransmitted
 * @fin_repeats: FINs retransmitted
 * @ends:      by enum tcps_end
 * @zeek:      by enum tcps_zeek
 * @closed_first: by role of the end that closed first, the last: neither
 * @reset_by:  by role of the end that sent the RST, the last: neither
 * @last:      ends in each state at the end, by role
 * @handshake: durations of each leg: SYN to SYN-ACK, SYN-ACK to ACK
 * @duration:  durations of ended connections
 * @series:    states over time
 * @peers:     peers by role
 * @worst:     worst connections by enum tcpst_trouble
 */
struct tcpst_report {
	u64 flows;
	u64 transitions;
	u64 retractions;
	u64 notes;
	u64 lost;
	u64 adopted;
	u64 established;
	u64 octets[2];
	u64 syn_repeats;
	u64 syn_ack_repeats;
	u64 fin_repeats;
	u64 ends[TCPS_END_MAX + 1];
	u64 zeek[TCPS_ZEEK_MAX + 1];
	u64 closed_first[TCPS_ROLE_NONE + 1];
	u64 reset_by[TCPS_ROLE_NONE + 1];
	int64_t last[2][TCPS_STATE_MAX + 1];
	struct tcpst_histogram handshake[2];
	struct tcpst_histogram duration;
	struct tcpst_series series;
	struct tcpst_peers peers[2];
	struct tcpst_worst worst[TCPST_TROUBLE_MAX];
};

int tcpst_report_gather(struct tcpst_report *report,
			struct tcpst_source *source,
			const struct tcpst_options *options);
void tcpst_report_free(struct tcpst_report *report);

#endif /* TCPST_REPORT_H */
