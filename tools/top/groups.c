// SPDX-License-Identifier: GPL-2.0
/* Groups of the flows that the full-screen view lists. */
#include "top/top.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/diag.h"

/* Default of --by. */
#define BY "RESPONDER"

#define AT(member)							\
	.offset = offsetof(struct tcpst_group, member),			\
	.size = sizeof(((struct tcpst_group *)NULL)->member)

/* The usual sums of flows, except those not known while a capture is played. */
static struct tcpst_field sums[TCPST_GROUP_SUMS];

static void add_flow(struct tcpst_group *group, const void *item)
{
	const struct tcpst_top_flow *flow = item;

	tcpst_group_flows.add(group, &flow->flow);
	group->stuck += flow->stuck != TCPST_TOP_WELL;
	group->again += tcpst_flow_repeats(&flow->flow);
}

/* The flow is the first member of a struct tcpst_top_flow. */
_Static_assert(!offsetof(struct tcpst_top_flow, flow), "fields of flows");

static struct tcpst_group_kind kind = { .sums = sums, .add = add_flow };

static void make_kind(void)
{
	static const struct tcpst_field own[] = {
		{ .column = "STUCK", .type = TCPST_FIELD_COUNT, AT(stuck) },
		{ .column = "AGAIN", .type = TCPST_FIELD_COUNT, AT(again) },
	};

	memcpy(sums, tcpst_group_flows.sums,
	       tcpst_group_flows.n_sums * sizeof(*sums));
	memcpy(&sums[1], own, sizeof(own));	/* FAILED and RESET */
	kind.items = tcpst_group_flows.items;
	kind.fields = tcpst_group_flows.fields;
	kind.n_sums = tcpst_group_flows.n_sums;
}

/** tcpst_top_groups_sums() - the sums of a group; @n: set to their number */
const struct tcpst_field *tcpst_top_groups_sums(unsigned int *n)
{
	*n = kind.n_sums;
	return sums;
}

/* Sums are numbers, so the largest come first. */
static int open_groups(struct tcpst_top *top)
{
	struct tcpst_group_options options = {
		.kind = &kind,
		.by = top->by,
		.style = &top->style,
	};
	char sort[64];

	snprintf(sort, sizeof(sort), "%s%s", top->reverse ? "" : "-",
		 sums[top->group_sort].column);
	options.sort = sort;
	tcpst_groups_close(top->groups);
	return tcpst_groups_open(&top->groups, &options);
}

/**
 * tcpst_top_groups_open() - check the columns of --by
 * @top: its options are set
 *
 * Return: exit status; unless %TCPST_OK, the error has been reported.
 */
int tcpst_top_groups_open(struct tcpst_top *top)
{
	make_kind();
	top->by = top->options->by ? top->options->by : BY;
	top->grouped = top->options->by;
	return open_groups(top);
}

static void take_group(const struct tcpst_group *group, void *arg)
{
	struct tcpst_top *top = arg;

	if (top->n_groups == top->groups_max) {
		top->groups_max = top->groups_max ? 2 * top->groups_max : 64;
		top->group = tcpst_resize(top->group, top->groups_max,
					  sizeof(*top->group));
	}
	top->group[top->n_groups++] = group;
}

/** tcpst_top_groups_make() - group the listed flows */
void tcpst_top_groups_make(struct tcpst_top *top)
{
	char name[TCPST_GROUP_NAME];
	size_t i;

	open_groups(top);
	for (i = 0; i < top->n_list; i++)
		tcpst_groups_add(top->groups, top->list[i]);
	top->n_groups = 0;
	tcpst_groups_take(top->groups, take_group, top);
	for (i = 0; *top->chosen && i < top->n_groups; i++) {
		tcpst_groups_name_of(top->groups, name, top->group[i]);
		if (!strcmp(name, top->chosen))
			top->cursor = i;
	}
}

/** tcpst_top_groups_close() - free the groups */
void tcpst_top_groups_close(struct tcpst_top *top)
{
	tcpst_groups_close(top->groups);
	free(top->group);
}
