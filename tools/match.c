// SPDX-License-Identifier: GPL-2.0
/* Flows and events as subjects of the filter that the kernel uses too. */
#include "match.h"

#include <string.h>

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

static void name_owner(struct tcps_subject *subject,
		       const struct tcpst_owner *owner)
{
	if (owner->pid) {
		subject->pid = owner->pid;
		subject->comm = owner->comm;
	}
}

static bool matches(const struct tcpst_wanted *wanted,
		    const struct tcps_subject *subject)
{
	return tcps_filter_match(&wanted->filter, subject) &&
	       tcps_filter_match(&wanted->end[0], subject) &&
	       tcps_filter_match(&wanted->end[1], subject);
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
	name_owner(&subject, &flow->owner);
	return matches(wanted, &subject);
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
	name_owner(&subject, &event->owner);
	if (event->type == TCPST_LIFE) {
		memcpy(subject.state, event->life.verdict.state,
		       sizeof(subject.state));
		subject.end = event->life.verdict.end;
	}
	return matches(wanted, &subject);
}

/**
 * tcpst_wanted_fate() - are flows chosen by their states, or by how they ended?
 *
 * Their transitions then cannot be chosen alike, while they happen.
 */
bool tcpst_wanted_fate(const struct tcpst_wanted *wanted)
{
	const struct tcps_filter *filter = &wanted->filter;

	return filter->states[0] || filter->states[1] || filter->any_states ||
	       filter->ends;
}

/** tcpst_wanted_anyhow() - choose flows whatever their states and their end */
void tcpst_wanted_anyhow(struct tcpst_wanted *wanted)
{
	struct tcps_filter *filter = &wanted->filter;

	memset(filter->states, 0, sizeof(filter->states));
	filter->any_states = 0;
	filter->ends = 0;
}

/**
 * tcpst_wanted_request() - the part of it that one request can ask for
 * @wanted:  what is asked for
 * @request: filled in; never leaves out anything that is wanted
 */
void tcpst_wanted_request(const struct tcpst_wanted *wanted,
			  struct tcps_filter *request)
{
	unsigned int role;

	*request = wanted->filter;
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
}
