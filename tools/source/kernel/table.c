// SPDX-License-Identifier: GPL-2.0
/* The flows of the module's table, in order. */
#include "source/kernel/table.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/diag.h"
#include "source/kernel/netlink.h"

/* Attempts to read a table that changes while it is read. */
#define DUMP_TRIES 4

/**
 * struct flows - flows of the kernel's table, kept until all of it has been read
 * @flow:   the flows
 * @n:      number of @flow
 * @capacity: allocated size of @flow
 * @wanted: flows wanted
 */
struct flows {
	struct tcpst_flow *flow;
	size_t n;
	size_t capacity;
	const struct tcpst_wanted *wanted;
};

static void keep_flow(const struct tcpst_flow *flow, void *arg)
{
	struct flows *flows = arg;

	if (!tcpst_wanted_flow(flows->wanted, flow))
		return;
	if (flows->n == flows->capacity) {
		flows->capacity = flows->capacity ? 2 * flows->capacity : 64;
		flows->flow = tcpst_resize(flows->flow, flows->capacity,
					   sizeof(*flows->flow));
	}
	flows->flow[flows->n++] = *flow;
}

static int by_id(const void *a, const void *b)
{
	u64 first = ((const struct tcpst_flow *)a)->id;
	u64 second = ((const struct tcpst_flow *)b)->id;

	return first < second ? -1 : first > second;
}

static int read_table(struct tcpst_nl *nl, struct flows *flows)
{
	struct tcps_filter request;
	bool interrupted = true;
	int try, error = 0;

	tcpst_wanted_request(flows->wanted, false, &request);
	for (try = 0; interrupted && !error && try < DUMP_TRIES; try++) {
		flows->n = 0;
		error = tcpst_nl_flows(nl, &request, keep_flow, flows, &interrupted);
	}
	if (!error && interrupted)
		tcpst_remark("the flow table kept changing while it was read: flows may be missing");
	return error;
}

/**
 * tcpst_table_read() - read the flows of the module's table, oldest first, each once
 * @nl:     the module
 * @wanted: flows wanted
 * @take:   called for each
 * @arg:    passed to @take
 *
 * The table itself is not in order, and a flow may be there twice.
 *
 * Return: 0, or negative, see tcpst_nl_error(); the flows that could be read have been
 * passed on.
 */
int tcpst_table_read(struct tcpst_nl *nl, const struct tcpst_wanted *wanted,
		     void (*take)(const struct tcpst_flow *flow, void *arg), void *arg)
{
	struct flows flows = { .wanted = wanted };
	int error = read_table(nl, &flows);
	u64 last = 0;
	size_t i;

	if (flows.n)
		qsort(flows.flow, flows.n, sizeof(*flows.flow), by_id);
	for (i = 0; i < flows.n; i++) {
		u64 id = flows.flow[i].id;

		if (id != last)
			take(&flows.flow[i], arg);
		last = id;
	}
	free(flows.flow);
	return error;
}
