// SPDX-License-Identifier: GPL-2.0
/* What follows from what is known of a flow. */
#include "model/flow.h"

/** tcpst_flow_is_open() - is anything of the connection still there? */
bool tcpst_flow_is_open(const struct tcpst_flow *flow)
{
	unsigned int role;

	for (role = 0; role < 2; role++)
		if (flow->verdict.state[role] != TCPS_CLOSED &&
		    flow->verdict.state[role] != TCPS_LISTEN)
			return true;
	return false;
}

/**
 * tcpst_flow_duration() - how long a connection lasted, ns
 * @flow: the connection; of one that is not over, until its verdict was made
 *
 * Its record lives longer, by a minute if it was closed in order: whoever asks
 * how long something took does not mean TIME-WAIT, in which nothing happens any
 * more.
 *
 * From the first segment until both ends had closed: each has when it gets into
 * TIME-WAIT or is CLOSED. When the last segment came of one that was given up
 * for its silence is not told; then it is the time until it was given up.
 */
u64 tcpst_flow_duration(const struct tcpst_flow *flow)
{
	u64 longest = 0;
	unsigned int role, state;

	for (role = 0; role < 2; role++) {
		const u64 *state_ns = flow->verdict.state_ns[role];
		u64 sum = 0;

		/* In CLOSED no time is counted. */
		for (state = 0; state < TCPS_STATE_MAX; state++)
			if (state != TCPS_TIME_WAIT)
				sum += state_ns[state];
		if (sum > longest)
			longest = sum;
	}
	return longest;
}
