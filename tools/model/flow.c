// SPDX-License-Identifier: GPL-2.0
/* Properties of a flow that are derived from its verdict. */
#include "model/flow.h"

/** tcpst_flow_is_open() - is any end in a state other than CLOSED and LISTEN? */
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
 * @flow: the connection; of an open one, until its verdict was made
 *
 * From the first segment until both ends have closed, which is when each enters TIME-WAIT
 * or CLOSED. The flow exists longer, by a minute if it was closed normally, but a duration
 * does not include TIME-WAIT, in which nothing happens any more.
 *
 * The time of the last segment is not reported; so a connection that expired for
 * its silence lasted until it expired.
 */
u64 tcpst_flow_duration(const struct tcpst_flow *flow)
{
	u64 longest = 0;
	unsigned int role, state;

	for (role = 0; role < 2; role++) {
		const u64 *state_ns = flow->verdict.state_ns[role];
		u64 sum = 0;

		/* No time is counted in CLOSED. */
		for (state = 0; state < TCPS_STATE_MAX; state++)
			if (state != TCPS_TIME_WAIT)
				sum += state_ns[state];
		if (sum > longest)
			longest = sum;
	}
	return longest;
}

/** tcpst_flow_closed() - when both ends had closed, ns since the epoch */
u64 tcpst_flow_closed(const struct tcpst_flow *flow)
{
	return flow->verdict.start + tcpst_flow_duration(flow);
}

/* Without an answer within it, the SYN is retransmitted (RFC 6298 section 2.1). */
#define ANSWER_NS 1000000000ULL

/* For a handshake that is still incomplete, and for one that expired. */
static enum tcpst_failure handshake_failure(const struct tcpst_flow *flow)
{
	const struct tcps_verdict *verdict = &flow->verdict;

	if (verdict->end == TCPS_END_STILL_OPEN &&
	    tcpst_flow_duration(flow) < ANSWER_NS)
		return TCPST_FAILURE_NONE;
	if (verdict->zeek == TCPS_ZEEK_S0)
		return TCPST_FAILURE_SILENT;
	return verdict->state[TCPS_RESPONDER] == TCPS_SYN_RECEIVED ?
	       TCPST_FAILURE_HALF_OPEN : TCPST_FAILURE_NONE;
}

/** tcpst_failure_name() - name of an enum tcpst_failure */
const char *tcpst_failure_name(unsigned int failure)
{
	static const char *const names[TCPST_FAILURE_MAX] = {
		[TCPST_FAILURE_NONE] = "none",
		[TCPST_FAILURE_SILENT] = "unanswered",
		[TCPST_FAILURE_REFUSED] = "refused",
		[TCPST_FAILURE_UNREACHABLE] = "unreachable",
		[TCPST_FAILURE_HALF_OPEN] = "half-open",
		[TCPST_FAILURE_DROPPED] = "dropped",
	};

	return failure < TCPST_FAILURE_MAX ? names[failure] : "?";
}

/** tcpst_flow_failure() - why was the connection not established? */
enum tcpst_failure tcpst_flow_failure(const struct tcpst_flow *flow)
{
	switch (flow->verdict.end) {
	case TCPS_END_REFUSED:
		return TCPST_FAILURE_REFUSED;
	case TCPS_END_UNREACHABLE:
		return TCPST_FAILURE_UNREACHABLE;
	case TCPS_END_HALF_OPEN:
		return TCPST_FAILURE_HALF_OPEN;
	case TCPS_END_DROPPED:
		return TCPST_FAILURE_DROPPED;
	case TCPS_END_TIMEOUT:
	case TCPS_END_EVICTED:
	case TCPS_END_STILL_OPEN:
		return handshake_failure(flow);
	default:
		return TCPST_FAILURE_NONE;
	}
}

/** tcpst_flow_handshake() - duration of both legs of the handshake, ns; 0: not known */
u64 tcpst_flow_handshake(const struct tcpst_flow *flow)
{
	const struct tcps_verdict *verdict = &flow->verdict;

	if (verdict->syn_to_syn_ack == TCPS_UNKNOWN_NS ||
	    verdict->syn_ack_to_ack == TCPS_UNKNOWN_NS)
		return 0;
	return verdict->syn_to_syn_ack + verdict->syn_ack_to_ack;
}

/** tcpst_flow_repeats() - number of SYNs, SYN-ACKs and FINs retransmitted */
u64 tcpst_flow_repeats(const struct tcpst_flow *flow)
{
	const struct tcps_verdict *verdict = &flow->verdict;

	return (u64)verdict->syn_repeats + verdict->syn_ack_repeats +
	       verdict->fin_repeats[0] + verdict->fin_repeats[1];
}

/**
 * tcpst_flow_silence() - time since the last segment of an end, ns
 * @flow: the connection
 * @role: the end
 * @now:  ns since the epoch; for captures, the time of their end is used instead
 *
 * Return: since the beginning if it was never seen; 0: it is not known.
 */
u64 tcpst_flow_silence(const struct tcpst_flow *flow, unsigned int role, u64 now)
{
	u64 then = flow->heard_ns[role];

	if (!then && flow->heard_ns[!role])
		then = flow->verdict.start;
	if (!flow->live)
		now = flow->verdict.stop;
	return then && now > then ? now - then : 0;
}

/*
 * Has the end sent anything that should have been answered by now? When its data was sent is
 * not stored: on a connection that was idle before, it may still be on its way, unless the
 * end has sent nothing since for as long as an answer may take.
 */
static bool waits(const struct tcpst_flow *flow, unsigned int role, u64 now)
{
	const u8 *state = flow->verdict.state;

	if (state[role] == TCPS_CLOSED || state[!role] == TCPS_CLOSED)
		return false;
	return state[role] == TCPS_SYN_SENT || state[role] == TCPS_SYN_RECEIVED ||
	       (flow->probed && flow->probes[role]) ||
	       (flow->unacked_known[role] && flow->unacked[role] &&
		tcpst_flow_silence(flow, role, now) >= ANSWER_NS);
}

/**
 * tcpst_flow_mute() - the end that does not answer its peer
 * @flow: the connection
 * @now:  as for tcpst_flow_silence()
 *
 * It must have been silent for a second at least: by then its peer retransmits. If both
 * ends wait, it is the one that has been silent for longer.
 *
 * Return: enum tcps_role; %TCPS_ROLE_NONE: neither, as far as is known.
 */
unsigned int tcpst_flow_mute(const struct tcpst_flow *flow, u64 now)
{
	unsigned int role, mute = TCPS_ROLE_NONE;
	u64 longest = ANSWER_NS;

	for (role = 0; role < 2; role++) {
		u64 silence = tcpst_flow_silence(flow, role, now);

		if (silence >= longest && waits(flow, !role, now)) {
			longest = silence;
			mute = role;
		}
	}
	return mute;
}

/** tcpst_origin_name() - name of an enum tcps_origin */
const char *tcpst_origin_name(unsigned int origin)
{
	static const char *const names[TCPS_ORIGIN_MAX] = {
		[TCPS_ORIGIN_UNKNOWN] = "unknown",
		[TCPS_ORIGIN_SENDER] = "sender",
		[TCPS_ORIGIN_ELSEWHERE] = "elsewhere",
	};

	return origin < TCPS_ORIGIN_MAX ? names[origin] : "?";
}
