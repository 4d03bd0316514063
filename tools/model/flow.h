/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A flow, from any source: the kernel (source/kernel/wire.c) or a capture
 * (source/capture/replay.c).
 */
#ifndef TCPST_FLOW_H
#define TCPST_FLOW_H

#include "model/trail.h"
#include "module/core/filter.h"
#include "module/core/hops.h"
#include "module/core/verdict.h"

/**
 * struct tcpst_addrs - the two ends of a connection, by enum tcps_role
 * @ipv6: family of both
 * @addr: network byte order, IPv4 in the first four octets
 * @port: host byte order
 */
struct tcpst_addrs {
	bool ipv6;
	u8 addr[2][16];
	u16 port[2];
};

/**
 * struct tcpst_owner - socket of this host at an end of a connection, and its process
 * @known:  the members below are valid
 * @pid:    PID of the process that opened the connection; of the responder, that was
 *          the first to send on it. 0: not proven
 * @uid:    user of the socket; of the responder, of the listening one if it was seen
 * @cookie: cookie of that socket, 0: not known
 * @cgroup: id of its control group (cgroup v2), 0: not known; see base/cgroup.h
 * @comm:   command of the process, "": not proven
 */
struct tcpst_owner {
	bool known;
	u32 pid;
	u32 uid;
	u64 cookie;
	u64 cgroup;
	char comm[TCPS_COMM_LEN];
};

/**
 * struct tcpst_icmp - an ICMP error
 * @known: the members below are valid
 * @type:  of ICMP, or of ICMPv6
 * @code:  of that type
 * @from:  address of its sender, in the place of the initiator
 */
struct tcpst_icmp {
	bool known;
	u8 type;
	u8 code;
	struct tcpst_addrs from;
};

/* Members of a struct tcps_verdict that are not known yet. */
#define TCPST_VERDICT_UNKNOWN						\
	.syn_to_syn_ack = TCPS_UNKNOWN_NS,				\
	.syn_ack_to_ack = TCPS_UNKNOWN_NS,				\
	.half_close_ns = TCPS_UNKNOWN_NS,				\
	.closed_first = TCPS_ROLE_NONE,					\
	.reset_by = TCPS_ROLE_NONE

/**
 * struct tcpst_flow - a flow, live or ended
 * @id:        number within its source
 * @ends:      addresses and ports
 * @verdict:   states, times, counts; times are ns since the Unix epoch
 * @live:      still in the table; a flow that is open when a capture ends is not
 * @corrects:  it ended differently than was reported when both ends had closed
 * @timed:     its timer runs: @class, @expires_ms and @seen_ns are valid
 * @class:     enum tcps_class
 * @expires_ms: time until its timer expires
 * @seen_ns:   when a segment of it was last examined
 * @heard_ns:  by role, when a segment of it was last examined, 0: never, or not known
 * @unacked_known: by role; @unacked: octets that its peer has not acknowledged
 * @probed:    @probes is valid: retransmissions since its peer was last seen, by role
 * @iss_known: by role; @iss: initial sequence numbers
 * @proven:    by role: facts that the segments of that end have proven so far,
 *             TCPS_KNOW_*
 * @accounted: @packets and @rtt_ns are valid (rtt 0: not measured)
 * @reset:     enum tcps_reset: why this machine sent the RST that was accepted
 * @rst_ttl:   time to live of that RST, 0: not known
 * @rst_usual: time to live of other segments of its alleged sender, 0: none were seen
 * @icmp:      the ICMP error that ended it
 * @nat:       addresses of its ends on the other side of address translation
 * @translated: by role: the address in @nat is valid
 * @owner:     by role: socket and process, if that end is of this host
 * @iface:     for captures: interface of its first segment, "": not in the file;
 *             NULL: not from a capture. Valid until exit
 * @netns:     its network namespace, valid while the source is open; NULL: there is
 *             only one
 * @zeek_uid:  what Zeek calls it, "": not known; NULL: not asked for
 * @frame:     for captures: number of the frame of its first segment, from 1; 0: it is
 *             of no capture
 * @options:   by role: TCPS_OPTION_* of its first SYN or SYN-ACK, 0: none is known
 * @trail:     for captures: what was remembered of its segments; side 0 is the
 *             initiator
 * @tunnel:    tunnel that it was found in; see model/tunnel.h
 */
struct tcpst_flow {
	u64 id;
	struct tcpst_addrs ends;
	struct tcps_verdict verdict;
	bool live;
	bool corrects;
	bool timed;
	u8 class;
	u64 expires_ms;
	u64 seen_ns;
	u64 heard_ns[2];
	bool unacked_known[2];
	u32 unacked[2];
	bool probed;
	u8 probes[2];
	bool iss_known[2];
	u32 iss[2];
	u8 proven[2];
	bool accounted;
	u64 packets[2];
	u64 rtt_ns[2];
	u8 reset;
	u8 rst_ttl;
	u8 rst_usual;
	struct tcpst_icmp icmp;
	struct tcpst_addrs nat;
	bool translated[2];
	struct tcpst_owner owner[2];
	const char *iface;
	const char *netns;
	const char *zeek_uid;
	u64 frame;
	u32 tunnel;
	u32 options[2];
	struct tcpst_trail trail;
};

/**
 * enum tcpst_failure - why a connection was not established
 * @TCPST_FAILURE_NONE:        it was, or its handshake may still complete
 * @TCPST_FAILURE_SILENT:      the SYN was not answered, for at least a second
 * @TCPST_FAILURE_REFUSED:     the SYN was answered by a RST
 * @TCPST_FAILURE_UNREACHABLE: ... by an ICMP error
 * @TCPST_FAILURE_HALF_OPEN:   the handshake was not completed, for at least a second
 * @TCPST_FAILURE_DROPPED:     this machine dropped every SYN
 */
enum tcpst_failure {
	TCPST_FAILURE_NONE,
	TCPST_FAILURE_SILENT,
	TCPST_FAILURE_REFUSED,
	TCPST_FAILURE_UNREACHABLE,
	TCPST_FAILURE_HALF_OPEN,
	TCPST_FAILURE_DROPPED,
	TCPST_FAILURE_MAX,
};

bool tcpst_flow_is_open(const struct tcpst_flow *flow);
u64 tcpst_flow_duration(const struct tcpst_flow *flow);
u64 tcpst_flow_closed(const struct tcpst_flow *flow);
const char *tcpst_failure_name(unsigned int failure);
enum tcpst_failure tcpst_flow_failure(const struct tcpst_flow *flow);
const char *tcpst_origin_name(unsigned int origin);
u64 tcpst_flow_handshake(const struct tcpst_flow *flow);
u64 tcpst_flow_repeats(const struct tcpst_flow *flow);
u64 tcpst_flow_silence(const struct tcpst_flow *flow, unsigned int role, u64 now);
unsigned int tcpst_flow_mute(const struct tcpst_flow *flow, u64 now);

#endif /* TCPST_FLOW_H */
