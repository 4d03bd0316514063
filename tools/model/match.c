// SPDX-License-Identifier: GPL-2.0
/* Matching flows and events by the filter that the kernel uses, too. */
#include "model/match.h"

#include <string.h>
#include <time.h>

#include "base/cgroup.h"
#include "base/clock.h"
#include "model/where.h"

#define ALL_ENDS ((1U << TCPS_END_MAX) - 1)

static void name_ends(struct tcps_subject *subject,
		      const struct tcpst_addrs *ends)
{
	unsigned int role;

	subject->ipv6 = ends->ipv6;
	for (role = 0; role < 2; role++) {
		subject->addr[role] = ends->addr[role];
		subject->port[role] = ends->port[role];
	}
}

static void name_owners(struct tcps_subject *subject,
			const struct tcpst_owner owner[2])
{
	unsigned int role;

	for (role = 0; role < 2; role++) {
		subject->pid[role] = owner[role].pid;
		/* A reader in another PID namespace gets the command alone. */
		if (*owner[role].comm)
			subject->comm[role] = owner[role].comm;
	}
}

/* States that match for that end. */
static u32 states_of(const struct tcpst_wanted *wanted, unsigned int role)
{
	return wanted->states[role] | wanted->any_states;
}

/* Both states of a transition are of the end it is about. */
static bool state_matches(const struct tcpst_wanted *wanted,
			  const struct tcps_subject *subject)
{
	bool about_one = subject->event && subject->type != TCPST_LIFE;
	u32 states[2] = { states_of(wanted, 0), states_of(wanted, 1) };
	unsigned int i;

	if (!states[0] && !states[1])
		return true;
	for (i = 0; i < 2; i++)
		if (states[about_one ? subject->endpoint : i] &
		    1U << subject->state[i])
			return true;
	return false;
}

static bool flow_matches(const struct tcpst_wanted *wanted, u64 flow)
{
	unsigned int i;

	for (i = 0; i < wanted->n_flows; i++)
		if (wanted->flows[i] == flow)
			return true;
	return !wanted->n_flows;
}

static bool pid_matches(const struct tcpst_wanted *wanted, const u32 pid[2])
{
	unsigned int i;

	for (i = 0; i < wanted->n_pids; i++)
		if (wanted->pids[i] == pid[0] || wanted->pids[i] == pid[1])
			return true;
	return !wanted->n_pids;
}

static bool same_comm(const char *want, const char *have)
{
	return have && !strncmp(want, have, TCPS_COMM_LEN);
}

static bool comm_matches(const struct tcpst_wanted *wanted,
			 const char *const comm[2])
{
	unsigned int i;

	for (i = 0; i < wanted->n_comms; i++)
		if (same_comm(wanted->comms[i], comm[0]) ||
		    same_comm(wanted->comms[i], comm[1]))
			return true;
	return !wanted->n_comms;
}

static bool cgroup_matches(const struct tcpst_wanted *wanted,
			   const struct tcpst_owner owner[2])
{
	unsigned int i, role;

	for (i = 0; i < wanted->n_cgroups; i++)
		for (role = 0; role < 2; role++)
			if (owner[role].cgroup &&
			    tcpst_cgroup_is_below(owner[role].cgroup,
						  wanted->cgroups[i]))
				return true;
	return !wanted->n_cgroups;
}

static bool matches(const struct tcpst_wanted *wanted,
		    const struct tcps_subject *subject,
		    const struct tcpst_owner owner[2])
{
	return flow_matches(wanted, subject->flow) &&
	       pid_matches(wanted, subject->pid) &&
	       comm_matches(wanted, subject->comm) &&
	       state_matches(wanted, subject) &&
	       tcps_filter_match(&wanted->filter, subject) &&
	       tcps_filter_match(&wanted->end[0], subject) &&
	       tcps_filter_match(&wanted->end[1], subject) &&
	       cgroup_matches(wanted, owner);
}

static bool where_flow(const struct tcpst_wanted *wanted,
		       const struct tcpst_flow *flow)
{
	if (wanted->crossed && flow->verdict.end == TCPS_END_DROPPED)
		return false;
	return !wanted->where || wanted->where_events ||
	       tcpst_where_matches(wanted->where, flow, tcpst_clock_real());
}

/* Match properties that are constant for a flow, and which its events have as well. */
static bool where_event(const struct tcpst_wanted *wanted,
			const struct tcpst_event *event)
{
	if (!wanted->where || event->type == TCPST_LIFE)
		return where_flow(wanted, &event->life);
	if (wanted->where_events)
		return tcpst_where_matches(wanted->where, event, tcpst_clock_real());
	return tcpst_where_matches(wanted->where, &(struct tcpst_flow){
					   .id = event->flow,
					   .ends = event->ends,
					   .owner = { event->owner[0],
						      event->owner[1] },
				   }, tcpst_clock_real());
}

/** tcpst_wanted_flow() - is @flow, live or ended, one of those wanted? */
bool tcpst_wanted_flow(const struct tcpst_wanted *wanted,
		       const struct tcpst_flow *flow)
{
	struct tcps_subject subject = {
		.flow = flow->id,
		.state = { flow->verdict.state[0], flow->verdict.state[1] },
		.end = flow->verdict.end,
	};

	name_ends(&subject, &flow->ends);
	name_owners(&subject, flow->owner);
	return matches(wanted, &subject, flow->owner) && where_flow(wanted, flow);
}

/**
 * tcpst_wanted_event() - is @event one of those wanted?
 * @wanted: what is asked for
 * @event:  a record
 *
 * The states of a transition are those it leads from and to.
 */
bool tcpst_wanted_event(const struct tcpst_wanted *wanted,
			const struct tcpst_event *event)
{
	struct tcps_subject subject = {
		.event = true,
		.flow = event->flow,
		.type = event->type,
		.endpoint = event->endpoint,
		.state = { event->from, event->to },
	};

	name_ends(&subject, &event->ends);
	name_owners(&subject, event->owner);
	if (event->type == TCPST_LIFE) {
		memcpy(subject.state, event->life.verdict.state,
		       sizeof(subject.state));
		subject.end = event->life.verdict.end;
	}
	return matches(wanted, &subject, event->owner) &&
	       where_event(wanted, event);
}

static bool comes_with_time(const struct tcpst_field *field)
{
	return !field->kernel || field->kernel >= TCPST_KERNEL_STATE;
}

/**
 * tcpst_wanted_fate() - are flows selected by properties that change during their life:
 *                       states, end, durations?
 *
 * Then their transitions cannot be selected in the same way while they happen.
 */
bool tcpst_wanted_fate(const struct tcpst_wanted *wanted)
{
	return states_of(wanted, 0) || states_of(wanted, 1) ||
	       wanted->filter.ends ||
	       tcpst_where_any(wanted->where, comes_with_time);
}

/** tcpst_wanted_anyhow() - drop the filters by properties that change during a flow's life */
void tcpst_wanted_anyhow(struct tcpst_wanted *wanted)
{
	memset(wanted->states, 0, sizeof(wanted->states));
	wanted->any_states = 0;
	wanted->filter.ends = 0;
	wanted->crossed = false;
	if (tcpst_where_any(wanted->where, comes_with_time))
		wanted->where = NULL;
}

/**
 * tcpst_wanted_connections() - exclude dropped attempts, unless asked for
 * @wanted: what is asked for
 *
 * Attempts of which this machine dropped every SYN are left out, unless flows are selected
 * by how they ended.
 */
void tcpst_wanted_connections(struct tcpst_wanted *wanted)
{
	struct tcps_filter request;

	tcpst_wanted_request(wanted, false, &request);
	wanted->crossed = !request.ends;
}

/*
 * A request has states of each end, which must both match, and states of either end.
 * Options mean that one of the ends matches; so if states are given for both ends, they
 * become states of either end. Transitions are selected by the end they are about.
 */
static void request_states(const struct tcpst_wanted *wanted, bool of_flows,
			   struct tcps_filter *request)
{
	u32 states[2] = { states_of(wanted, 0), states_of(wanted, 1) };
	unsigned int role;

	if (of_flows && (!states[0] || !states[1])) {
		memcpy(request->states, states, sizeof(states));
		return;
	}
	request->any_states = states[0] | states[1];
	for (role = 0; role < 2; role++)
		if (!of_flows && states[role] && !states[!role])
			request->endpoint = role + 1;
}

/* A request has space for only one flow, one PID and one command. */
static void request_lists(const struct tcpst_wanted *wanted,
			  struct tcps_filter *request)
{
	if (wanted->n_flows == 1 && !request->flow)
		request->flow = wanted->flows[0];
	if (wanted->n_pids == 1)
		request->pid = wanted->pids[0];
	if (wanted->n_comms == 1)
		memcpy(request->comm, wanted->comms[0], sizeof(request->comm));
}

/**
 * tcpst_wanted_request() - the part of the filter that the kernel can apply
 * @wanted:  the filter
 * @events:  the request is for events, not for flows
 * @request: filled in; matches at least all that @wanted does
 */
void tcpst_wanted_request(const struct tcpst_wanted *wanted, bool events,
			  struct tcps_filter *request)
{
	bool lives = wanted->filter.types == 1U << TCPST_LIFE;
	unsigned int role;

	*request = wanted->filter;
	request_states(wanted, !events || lives, request);
	request_lists(wanted, request);
	for (role = 0; role < 2; role++) {
		const struct tcps_filter *end = &wanted->end[role];

		if (!request->n_addrs && end->n_addrs) {
			memcpy(request->addrs, end->addrs, sizeof(end->addrs));
			request->n_addrs = end->n_addrs;
		}
		if (!request->n_ports && end->n_ports) {
			memcpy(request->ports, end->ports, sizeof(end->ports));
			request->n_ports = end->n_ports;
		}
	}
	if (wanted->where)
		tcpst_where_request(wanted->where, request);
	/* Among events only verdicts have an end. */
	if (wanted->crossed && (!events || lives))
		request->ends = ALL_ENDS & ~(1U << TCPS_END_DROPPED);
}
