/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A conforming host with one TCP connection, written from RFC 9293 section 3.10 and RFC
 * 5961 alone, to compare the state machine with. It knows its own state; core/ must derive
 * it from the segments.
 */
#ifndef TCPS_FUZZ_HOST_H
#define TCPS_FUZZ_HOST_H

#include "../../../module/core/segment.h"
#include "../../../module/core/state.h"

#define HOST_MSEC 1000000ULL
#define HOST_SEC (1000 * HOST_MSEC)
#define HOST_NEVER (~0ULL)
#define HOST_HISTORY 24
#define HOST_WINDOW 20000

/* host.habits: behaviour that RFCs leave open and that differs between implementations */
#define HOST_TFO	0x01	/* sends data in the SYN, and accepts it */
#define HOST_DEFER	0x02	/* defers: no bare ACK finishes the handshake */
#define HOST_SYN_ACKS	0x04	/* answers a repeated SYN by SYN-ACK, not ACK */
#define HOST_LAZY	0x08	/* ACKs are delayed */
#define HOST_GREEDY	0x10	/* retransmissions are repacketized, with FIN */
#define HOST_NO_QUEUE	0x20	/* out-of-order segments are dropped */
#define HOST_PLAIN_RST	0x40	/* RSTs of an abort carry no ACK */
#define HOST_TFO_PART	0x80	/* HOST_TFO, but accepts only the first octet, or,
				 * without HOST_TFO, none
				 */

/**
 * struct host - one end
 * @state:   enum tcps_state, the truth
 * @habits:  HOST_*
 * @history: the states it was in, in order, from the initial @state
 * @n:       number of states
 * @iss:     initial sequence number
 * @una:     oldest number not acknowledged
 * @nxt:     next number to send
 * @max:     highest number sent, plus one
 * @wrote:   number after the last octet its program wrote
 * @rcv:     next number expected
 * @queue:   out-of-order range: from, to; empty if equal
 * @queued_fin: @queue ends in a FIN
 * @early:   it accepted data in the SYN, and may send before the ACK
 * @closing: its program has closed
 * @silent:  it gave up silently
 * @reset:   it sent or accepted a RST
 * @ack_due: when a delayed ACK is sent
 * @resend:  retransmission timer
 * @tries:   how often it expired in a row
 * @wait:    end of TIME-WAIT
 */
struct host {
	enum tcps_state state;
	u8 habits;
	u8 history[HOST_HISTORY];
	unsigned int n;
	u32 iss, una, nxt, max, wrote, rcv;
	u32 queue[2];
	bool queued_fin;
	bool early;
	bool closing;
	bool silent;
	bool reset;
	u64 ack_due;
	u64 resend;
	unsigned int tries;
	u64 wait;
};

/* Sends a segment of @host; implemented by the network. */
void host_emit(struct host *host, const struct tcps_segment *seg);
/* A random number below @limit. */
u32 host_random(u32 limit);

void host_init(struct host *host, bool active, u32 iss, u8 habits);
void host_connect(struct host *host, u64 now);
void host_write(struct host *host, u32 octets, u64 now);
void host_close(struct host *host, u64 now);
void host_abort(struct host *host);
bool host_probe(struct host *host, u32 octets);
void host_receive(struct host *host, const struct tcps_segment *seg, u64 now);
u64 host_due(const struct host *host);
void host_timer(struct host *host, u64 now);

#endif /* TCPS_FUZZ_HOST_H */
