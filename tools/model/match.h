/* SPDX-License-Identifier: GPL-2.0 */
/* The flows and events that the user wants, from any source. */
#ifndef TCPST_MATCH_H
#define TCPST_MATCH_H

#include "model/event.h"

struct tcpst_where;

/* How many flows, processes or commands can be given. */
#define TCPST_WANTED_MAX 64

/**
 * struct tcpst_wanted - a conjunction of filters
 * @filter:     all parts save those below; its flow must match as well
 * @end:        by role: addresses and ports of that end, nothing else
 * @states:     by role, bits of enum tcps_state
 * @any_states: bits, whichever end it is
 * @where:      what else must hold, NULL: nothing. Its fields are those of flows,
 *              or, with @where_events, of events
 * @where_events: see @where; flows are then not looked at
 * @crossed:    exclude attempts of which this machine dropped every SYN
 * @n_flows:    of @flows, 0: any
 * @n_pids:     of @pids, 0: any
 * @n_comms:    of @comms, 0: any
 * @flows:      ids, any of which matches
 * @pids:       processes, any of which matches
 * @comms:      commands, any of which matches
 * @n_cgroups:  of @cgroups, 0: any
 * @cgroups:    control groups, as for tcpst_cgroup_is_below(), any of which matches;
 *              valid until exit
 *
 * Within one filter any of the addresses matches, and any of the ports. What
 * is asked of the initiator and what is asked of the responder must both hold,
 * so each has a filter of its own. Of processes, commands and control groups it does not
 * matter which end's they are. Any of the states matches, whichever end it is asked
 * of, which a struct tcps_filter cannot express; no bits: all of them.
 */
struct tcpst_wanted {
	struct tcps_filter filter;
	struct tcps_filter end[2];
	u32 states[2];
	u32 any_states;
	const struct tcpst_where *where;
	bool where_events;
	bool crossed;
	unsigned int n_flows;
	unsigned int n_pids;
	unsigned int n_comms;
	u64 flows[TCPST_WANTED_MAX];
	u32 pids[TCPST_WANTED_MAX];
	char comms[TCPST_WANTED_MAX][TCPS_COMM_LEN];
	unsigned int n_cgroups;
	const char *cgroups[TCPST_WANTED_MAX];
};

bool tcpst_wanted_flow(const struct tcpst_wanted *wanted,
		       const struct tcpst_flow *flow);
bool tcpst_wanted_event(const struct tcpst_wanted *wanted,
			const struct tcpst_event *event);
bool tcpst_wanted_fate(const struct tcpst_wanted *wanted);
void tcpst_wanted_anyhow(struct tcpst_wanted *wanted);
void tcpst_wanted_connections(struct tcpst_wanted *wanted);
void tcpst_wanted_request(const struct tcpst_wanted *wanted, bool events,
			  struct tcps_filter *request);

#endif /* TCPST_MATCH_H */
