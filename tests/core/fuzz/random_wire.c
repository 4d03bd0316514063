// SPDX-License-Identifier: GPL-2.0
/*
 * random_wire N: decodes netlink messages of random attributes, nested as by the module or
 * not, as tcpst does. N messages, the same in every run. The last line is "N passed, N
 * failed".
 */
#include <libmnl/libmnl.h>
#include <linux/genetlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../../tools/source/kernel/wire.h"
#include "random.h"

#define SPACE 2048
#define TYPES 48	/* more than any set of attributes has */

static u64 state = TCPS_FUZZ_SEED;
static u64 understood;

static u32 below(u32 n)
{
	return tcps_fuzz_below(&state, n);
}

static void must(bool holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "random_wire: not so: %s\n", what);
	abort();
}

/* Mostly valid lengths: otherwise no value would ever be accepted. */
static u32 value_size(u32 space)
{
	static const u32 sizes[] = { 0, 1, 2, 4, 4, 4, 8, 8, 16 };
	u32 size = below(4) ? sizes[below(sizeof(sizes) / sizeof(sizes[0]))] :
			      below(24);

	return size < space ? size : space;
}

static u32 put_attrs(u8 *at, u32 space, unsigned int depth)
{
	u32 used = 0, n = 1 + below(20);

	while (n-- && space - used > MNL_ATTR_HDRLEN + 24) {
		struct nlattr attr = { .nla_type = (u16)(1 + below(TYPES)) };
		u8 *value = at + used + MNL_ATTR_HDRLEN;
		u32 left = space - used - MNL_ATTR_HDRLEN, size, i;

		if (depth && !below(3)) {
			attr.nla_type |= NLA_F_NESTED;
			size = put_attrs(value, left, depth - 1);
		} else {
			size = value_size(left);
			for (i = 0; i < size; i++)
				value[i] = below(3) ? 0 :
					   (u8)(tcps_fuzz_random(&state) >> 56);
		}
		attr.nla_len = (u16)(MNL_ATTR_HDRLEN + size);
		memcpy(at + used, &attr, sizeof(attr));
		used += MNL_ALIGN(attr.nla_len);
		if (used > space)
			used = space;
	}
	return used;
}

static void take_event(const struct tcpst_event *event, void *arg)
{
	(void)arg;
	understood++;
	if (event->type == TCPST_LIFE)
		return;
	must(event->from <= TCPS_STATE_MAX && event->to <= TCPS_STATE_MAX,
	     "an event's states are states");
	must(event->cause <= TCPS_CAUSE_MAX, "its cause is one");
	must(event->certainty <= TCPS_CERTAINTY_MAX, "its certainty is one");
	must(event->endpoint <= TCPS_ROLE_NONE, "its endpoint is one");
}

static bool take_segment(struct tcpst_event *segment, void *arg)
{
	take_event(segment, arg);
	return true;
}

static void take_number(u64 number, void *arg)
{
	(void)number;
	(void)arg;
}

static void check_flow(const struct tcpst_flow *flow)
{
	understood++;
	must(flow->verdict.state[0] <= TCPS_STATE_MAX &&
	     flow->verdict.state[1] <= TCPS_STATE_MAX, "a flow's states are");
	must(flow->verdict.end <= TCPS_END_MAX, "its end is one");
	must(flow->verdict.zeek <= TCPS_ZEEK_MAX, "its conn_state is one");
}

static void decode(const struct nlmsghdr *nlh)
{
	struct tcpst_nl_sink sink = {
		.event = take_event,
		.lost = take_number,
		.next = take_number,
	};
	struct tcpst_stats stats = { .flows = 0 };
	struct tcpst_flow flow;

	if (tcpst_wire_flow(nlh, &flow))
		check_flow(&flow);
	tcpst_wire_events(nlh, NULL, &sink);
	tcpst_wire_segments(nlh, take_segment, NULL);
	tcpst_wire_stats(nlh, &stats);
}

int main(int argc, char **argv)
{
	unsigned long i, n = argc > 1 ? strtoul(argv[1], NULL, 10) : 0;
	u8 space[SPACE];

	for (i = 0; i < n; i++) {
		u32 size = MNL_ALIGN(sizeof(struct nlmsghdr)) + GENL_HDRLEN;
		struct nlmsghdr *nlh;

		memset(space, 0, sizeof(space));
		size += put_attrs(space + size, SPACE - size, 3);
		((struct nlmsghdr *)space)->nlmsg_len = size;
		/* Of exactly its size, so that an overread of one octet is found. */
		nlh = malloc(size);
		memcpy(nlh, space, size);
		decode(nlh);
		free(nlh);
	}
	printf("%llu flows and events understood of %lu messages\n",
	       (unsigned long long)understood, n);
	printf("%lu passed, %d failed\n", i, !understood);
	return !understood;
}
