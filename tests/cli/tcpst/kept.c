// SPDX-License-Identifier: GPL-2.0
/* Flows that are kept are read as they were added, whatever they are like. */
#define PART "kept"
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "model/kept.h"
#include "../../core/fuzz/random.h"

#define FLOWS 20000

static u64 state = TCPS_FUZZ_SEED;

static u32 random_below(u32 n)
{
	return tcps_fuzz_below(&state, n);
}

/* Octets that are not padding, so that all of a flow can be compared. */
static void fill(struct tcpst_flow *flow, unsigned int percent)
{
	u8 *octets = (u8 *)flow;
	size_t i;

	for (i = 0; i < sizeof(*flow); i++)
		if (random_below(100) < percent)
			octets[i] = (u8)random_below(256);
}

/* Of IPv4, only four octets of an address count. */
static void set_ends(struct tcpst_flow *flow)
{
	unsigned int role, i;

	memset(&flow->ends, 0, sizeof(flow->ends));
	flow->ends.ipv6 = random_below(2);
	for (role = 0; role < 2; role++) {
		for (i = 0; i < (flow->ends.ipv6 ? 16U : 4U); i++)
			flow->ends.addr[role][i] = (u8)random_below(256);
		flow->ends.port[role] = (u16)random_below(65536);
	}
}

/* Ones that resemble each other, ones of which a few octets differ, and noise. */
static void make(struct tcpst_flow *flow, unsigned int i)
{
	static const unsigned int percents[] = { 0, 0, 1, 5, 100 };

	memset(flow, 0, sizeof(*flow));
	fill(flow, percents[i % 5]);
	set_ends(flow);
	flow->id = i + 1;
	if (i % 5 > 1)
		return;
	flow->verdict.start = 1790000000000000000ULL + random_below(1000000);
	flow->verdict.state_ns[0][TCPS_ESTABLISHED] = random_below(1000000);
	flow->seen_ns = flow->verdict.start + random_below(1000000);
	flow->verdict.state[0] = (u8)random_below(3);
}

static bool keeps_all(void)
{
	struct tcpst_flow *made = calloc(FLOWS, sizeof(*made)), flow;
	u32 *place = calloc(FLOWS, sizeof(*place));
	struct tcpst_kept *kept = tcpst_kept_new();
	bool good = true;
	unsigned int i;

	for (i = 0; i < FLOWS; i++) {
		make(&made[i], i);
		place[i] = tcpst_kept_add(kept, &made[i]);
	}
	for (i = 0; i < FLOWS; i++) {
		tcpst_kept_read(kept, place[i], &flow);
		if (memcmp(&flow, &made[i], sizeof(flow)) != 0)
			good = false;
	}
	tcpst_kept_free(kept);
	free(place);
	free(made);
	return good;
}

int main(void)
{
	check(keeps_all(), "flows that resemble each other, and any others");
	return summary();
}
