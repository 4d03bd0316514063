// SPDX-License-Identifier: GPL-2.0
/* The flows of the module's table, in order. */
#include "source/kernel/table.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/diag.h"
#include "model/kept.h"
#include "source/kernel/netlink.h"

/* Attempts to read a table that changes while it is read. */
#define DUMP_TRIES 4

/* Flows in order of age are in no order in memory: load so many before they are read. */
#define AHEAD 4

/**
 * struct entry - a flow of the table, without space between entries
 * @id:    its number
 * @place: where it is kept
 */
struct entry {
	u64 id;
	u32 place;
} __attribute__((packed));

/**
 * struct flows - flows of the kernel's table, kept until all of it has been read
 * @kept:   the flows
 * @entry:  where each is
 * @n:      number of @entry
 * @capacity: allocated size of @entry
 * @wanted: flows wanted
 */
struct flows {
	struct tcpst_kept *kept;
	struct entry *entry;
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
		flows->entry = tcpst_resize(flows->entry, flows->capacity,
					    sizeof(*flows->entry));
	}
	flows->entry[flows->n++] = (struct entry){
		.id = flow->id, .place = tcpst_kept_add(flows->kept, flow),
	};
}

/* Sort by number (Shell's sort, by Ciura's gaps): in place, where qsort() needs as much again. */
static void sort(struct entry *entry, size_t n)
{
	size_t gap = 1, i, k;

	while (gap < n / 3)
		gap = gap * 9 / 4 + 1;
	for (; gap; gap = gap * 4 / 9) {
		for (i = gap; i < n; i++) {
			struct entry moved = entry[i];

			for (k = i; k >= gap && entry[k - gap].id > moved.id; k -= gap)
				entry[k] = entry[k - gap];
			entry[k] = moved;
		}
	}
}

static int read_table(struct tcpst_nl *nl, struct flows *flows)
{
	struct tcps_filter request;
	bool interrupted = true;
	int try, error = 0;

	tcpst_wanted_request(flows->wanted, false, &request);
	for (try = 0; interrupted && !error && try < DUMP_TRIES; try++) {
		tcpst_kept_free(flows->kept);
		flows->kept = tcpst_kept_new();
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
	struct tcpst_flow flow;
	u64 last = 0;
	size_t i;

	sort(flows.entry, flows.n);
	for (i = 0; i < flows.n; i++) {
		if (flows.entry[i].id == last)
			continue;
		last = flows.entry[i].id;
		if (i + AHEAD < flows.n)
			tcpst_kept_prefetch(flows.kept, flows.entry[i + AHEAD].place);
		tcpst_kept_read(flows.kept, flows.entry[i].place, &flow);
		take(&flow, arg);
	}
	free(flows.entry);
	tcpst_kept_free(flows.kept);
	return error;
}
