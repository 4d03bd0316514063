/* SPDX-License-Identifier: GPL-2.0 */
/* An event, from any source; see model/flow.h. */
#ifndef TCPST_EVENT_H
#define TCPST_EVENT_H

#include "model/flow.h"

/* enum tcps_record_type by the command's own names, and a type that only captures have */
enum tcpst_event_type {
	TCPST_TRANSITION = TCPS_RECORD_TRANSITION,
	TCPST_NOTE = TCPS_RECORD_NOTE,
	TCPST_LIFE = TCPS_RECORD_LIFE,
	TCPST_SEGMENT,		/* any segment, after the changes it made; not a record */
};

/* Space for the name of a drop reason or of a kernel function. */
#define TCPST_NAME_SIZE 64

/**
 * struct tcpst_sent - a segment as another one refers to it
 * @time_ns: ns since the Unix epoch
 * @frame:   for captures: number of its frame, from 1; 0: none
 * @seq:     absolute sequence number
 * @ack:     absolute acknowledgement number, with %TCPS_FLAG_ACK
 * @len:     octets of payload
 * @flags:   TCPS_FLAG_*
 */
struct tcpst_sent {
	u64 time_ns;
	u64 frame;
	u32 seq;
	u32 ack;
	u32 len;
	u8 flags;
};

/**
 * struct tcpst_event - one record of the flight recorder
 * @seqno:     its number; one higher than that of the event before
 * @type:      enum tcpst_event_type
 * @time_ns:   ns since the Unix epoch
 * @flow:      id of the flow
 * @ends:      addresses and ports
 * @endpoint:  enum tcps_role it is about
 * @from:      enum tcps_state before
 * @to:        enum tcps_state after
 * @cause:     enum tcps_cause
 * @certainty: enum tcps_certainty
 * @retract:   retracts an earlier presumption
 * @segment:   a segment caused it: the fields below are valid
 * @sender:    enum tcps_role that sent the segment
 * @seq:       absolute sequence number
 * @ack:       absolute acknowledgement number, with %TCPS_FLAG_ACK
 * @len:       octets of payload
 * @flags:     TCPS_FLAG_* of the segment
 * @window:    unscaled
 * @options:   TCPS_OPTION_* of a SYN, 0: not a SYN, or not known
 * @iss_known: by role; @iss: initial sequence numbers, to show relative ones
 * @owner:     by role: socket and process, as of struct tcpst_flow
 * @notes_left_out: notes of the flow since its last event that were not recorded
 * @reset:     enum tcps_reset: why this machine sent the RST
 * @rst_ttl:   of a RST, its time to live, 0: not known
 * @rst_usual: time to live of other segments of its alleged sender, 0: none were seen
 * @answers:   of a RST or a challenge ACK: the segment of the other end that drew it, if
 *             @drawn; otherwise none, or it is not certain which
 * @icmp:      the ICMP error that caused it
 * @dropped:   this machine dropped the segment: the fields drop_* are valid
 * @drop_number: the kernel's number of the reason; @drop_reason: its name, "": none
 * @drop_stage: enum tcps_stage
 * @drop_symbol: function that dropped it, "": not known
 * @held:      @held_ns is valid; @held_ns: how long the end was in @from (see
 *             model/held.h)
 * @frame:     for captures: number of the frame that caused it, from 1; 0: none
 * @iface:     interface of that frame, as of struct tcpst_flow
 * @tunnel:    tunnel that carries its flow; see model/tunnel.h
 * @proven:    for captures, by role: facts that the segments of that end have proven so
 *             far, TCPS_KNOW_*
 * @header:    for %TCPST_SEGMENT: its IP and TCP header with options, valid only while the
 *             event is passed on; NULL: not known. @header_size: its octets
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
	u32 options;
	bool iss_known[2];
	u32 iss[2];
	struct tcpst_owner owner[2];
	u32 notes_left_out;
	u8 reset;
	u8 rst_ttl;
	u8 rst_usual;
	bool drawn;
	struct tcpst_sent answers;
	struct tcpst_icmp icmp;
	bool dropped;
	u32 drop_number;
	char drop_reason[TCPST_NAME_SIZE];
	u8 drop_stage;
	char drop_symbol[TCPST_NAME_SIZE];
	bool held;
	u64 held_ns;
	u64 frame;
	const char *iface;
	u32 tunnel;
	u8 proven[2];
	const u8 *header;
	u32 header_size;
	struct tcpst_flow life;
};

void tcpst_event_offer(const struct tcpst_event *event, u32 offers[2]);
bool tcpst_event_begins_next(const struct tcpst_event *event);
bool tcpst_event_shows_position(const struct tcpst_event *event);

#endif /* TCPST_EVENT_H */
