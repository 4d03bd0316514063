/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What tcpst knows of flows and events, wherever it came from: the kernel
 * (nl.c) or a capture (replay.c). Filled by sources, read by renderers.
 */
#ifndef TCPST_MODEL_H
#define TCPST_MODEL_H

#include "module/core/filter.h"
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
 * struct tcpst_owner - who opened a connection from this host
 * @known:  what follows counts
 * @pid:    process, 0: not proven
 * @uid:    user of the socket
 * @cookie: of the socket, 0: not known
 * @comm:   command of the process, "": not proven
 */
struct tcpst_owner {
	bool known;
	u32 pid;
	u32 uid;
	u64 cookie;
	char comm[TCPS_COMM_LEN];
};

/**
 * struct tcpst_flow - a flow, live or ended
 * @id:        number within its source
 * @ends:      who talks to whom
 * @verdict:   states, times, counts; times are ns since the Unix epoch
 * @live:      still in the table: @class, @expires_ms and @seen_ns count
 * @class:     enum tcps_class
 * @expires_ms: until its timer ends it
 * @seen_ns:   when a segment of it was last looked at
 * @iss_known: by role; @iss: initial sequence numbers
 * @accounted: @packets and @rtt_ns count (rtt 0: not measured)
 * @owner:     who opened it
 */
struct tcpst_flow {
	u64 id;
	struct tcpst_addrs ends;
	struct tcps_verdict verdict;
	bool live;
	u8 class;
	u64 expires_ms;
	u64 seen_ns;
	bool iss_known[2];
	u32 iss[2];
	bool accounted;
	u64 packets[2];
	u64 rtt_ns[2];
	struct tcpst_owner owner;
};

/* enum tcpstates_event_type, under names of our own */
enum tcpst_event_type {
	TCPST_TRANSITION,
	TCPST_NOTE,	/* a segment of note that changed no state */
	TCPST_LIFE,	/* a flow ended: its verdict is in life */
};

/**
 * struct tcpst_event - one record of the flight recorder
 * @seqno:     its number; one higher than the one before
 * @type:      enum tcpst_event_type
 * @time_ns:   ns since the Unix epoch
 * @flow:      id of the flow
 * @ends:      who talks to whom
 * @endpoint:  enum tcps_role it is about
 * @from:      enum tcps_state before
 * @to:        enum tcps_state after
 * @cause:     enum tcps_cause
 * @certainty: enum tcps_certainty
 * @retract:   takes back an earlier presumption
 * @segment:   a segment stands behind it: the fields below count
 * @sender:    enum tcps_role that sent the segment
 * @seq:       absolute sequence number
 * @ack:       absolute acknowledgement number, with %TCPS_FLAG_ACK
 * @len:       octets of payload
 * @flags:     TCPS_FLAG_* of the segment
 * @window:    unscaled
 * @iss_known: by role; @iss: initial sequence numbers, to show relative ones
 * @owner:     who opened the flow
 * @life:      the verdict, for %TCPST_LIFE
 */
struct tcpst_event {
	u64 seqno;
	u8 type;
	u64 time_ns;
	u64 flow;
	struct tcpst_addrs ends;
	u8 endpoint;
	u8 from;
	u8 to;
	u8 cause;
	u8 certainty;
	bool retract;
	bool segment;
	u8 sender;
	u32 seq;
	u32 ack;
	u32 len;
	u8 flags;
	u16 window;
	bool iss_known[2];
	u32 iss[2];
	struct tcpst_owner owner;
	struct tcpst_flow life;
};

#endif /* TCPST_MODEL_H */
