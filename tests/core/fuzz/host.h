/* SPDX-License-Identifier: GPL-2.0 */
/*
 * An honest host with one TCP connection, written from RFC 9293 section 3.10
 * and RFC 5961 alone, to hold the machine against. It knows its own state;
 * core/ has to find it out from the segments.
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

/* host.habits: what RFCs leave open, and implementations do differently */
#define HOST_TFO	0x01	/* data goes with the SYN, and is taken there */
#define HOST_DEFER	0x02	/* a bare ACK does not finish the handshake */
#define HOST_SYN_ACKS	0x04	/* a repeated SYN draws the SYN-ACK, not an ACK */
#define HOST_LAZY	0x08	/* ACKs are delayed */
#define HOST_GREEDY	0x10	/* what is sent again is packed anew, with FIN */
#define HOST_NO_QUEUE	0x20	/* what comes out of order is dropped */
#define HOST_PLAIN_RST	0x40	/* RSTs of an abort carry no ACK */
#define HOST_TFO_PART	0x80	/* the same, but only the first octet is taken, or,
				 * without HOST_TFO, none
				 */

/**
 * struct host - one end
 * @state:   enum tcps_state, the truth
 * @habits:  HOST_*
 * @history: the states it was in, in order, from @state at the start
 * @n:       how many
 * @iss:     initial sequence number
 * @una:     oldest number not acknowledged
 * @nxt:     next number to send
 * @max:     highest number sent, plus one
 * @wrote:   number after the last octet its program has written
 * @rcv:     next number expected
 * @queue:   what came out of order: from, to; empty if equal
 * @queued_fin: that ends in a FIN
 * @early:   it took data with the SYN, and may send before the ACK
 * @closing: its program has closed
 * @silent:  it gave up without a word
 * @reset:   it sent or took a RST
 * @ack_due: a delayed ACK goes out then
 * @resend:  retransmission timer
 * @tries:   how often it ran out in a row
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

/* Puts a segment of @host on the wire; the network's business. */
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
