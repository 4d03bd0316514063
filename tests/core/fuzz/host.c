// SPDX-License-Identifier: GPL-2.0
/* A conforming host; section numbers are those of RFC 9293. */
#include "host.h"

#include <string.h>

#include "../../../module/core/seq.h"

#define MSS 1000
#define TRIES_MAX 7
#define TWO_MSL (60 * HOST_SEC)

static void enter(struct host *host, enum tcps_state state)
{
	host->state = state;
	if (host->n < HOST_HISTORY)
		host->history[host->n++] = state;
}

void host_init(struct host *host, bool active, u32 iss, u8 habits)
{
	memset(host, 0, sizeof(*host));
	host->habits = habits;
	host->iss = iss;
	host->una = host->nxt = host->max = iss;
	host->wrote = iss + 1;
	host->ack_due = host->resend = host->wait = HOST_NEVER;
	enter(host, active ? TCPS_CLOSED : TCPS_LISTEN);
}

static void emit(struct host *host, u8 flags, u32 seq, u32 len)
{
	struct tcps_segment seg = {
		.seq = seq,
		.ack = flags & TCPS_FLAG_ACK ? host->rcv : 0,
		.len = len,
		.window = HOST_WINDOW,
		.flags = flags,
		.wscale = TCPS_WSCALE_NONE,
	};

	if (flags & TCPS_FLAG_ACK)
		host->ack_due = HOST_NEVER;
	host_emit(host, &seg);
}

static void acknowledge(struct host *host)
{
	emit(host, TCPS_FLAG_ACK, host->max == host->iss ?
	     host->iss + 1 : host->max, 0);
}

static void arm(struct host *host, u64 now)
{
	host->resend = host->una == host->max ? HOST_NEVER :
		       now + (300 * HOST_MSEC << host->tries);
}

/* A RST sent or received: the end of the connection. */
static void finish(struct host *host)
{
	host->reset = true;
	host->resend = host->ack_due = host->wait = HOST_NEVER;
	enter(host, TCPS_CLOSED);
}

static void send_syn(struct host *host, u64 now)
{
	u8 flags = TCPS_FLAG_SYN;
	u32 len = 0;

	if (host->state == TCPS_SYN_RECEIVED)
		flags |= TCPS_FLAG_ACK;
	else if (host->habits & (HOST_TFO | HOST_TFO_PART) && !host->tries)
		len = host->wrote - host->iss - 1;
	emit(host, flags, host->iss, len > MSS ? MSS : len);
	host->nxt = host->iss + 1;
	if (tcps_seq_before(host->max, host->iss + 1 + len))
		host->max = host->iss + 1 + len;
	arm(host, now);
}

static bool may_send(const struct host *host)
{
	switch (host->state) {
	case TCPS_SYN_RECEIVED:	/* RFC 7413 section 4.2.2 */
		return host->early && !host->closing;
	case TCPS_ESTABLISHED:
	case TCPS_CLOSE_WAIT:
	case TCPS_FIN_WAIT_1:
	case TCPS_CLOSING:
	case TCPS_LAST_ACK:
		return true;
	default:
		return false;
	}
}

/* Send pending data, from nxt on (3.7). */
static void push(struct host *host, u64 now)
{
	if (!may_send(host))
		return;
	while (host->nxt != host->wrote + host->closing &&
	       host->nxt - host->una < HOST_WINDOW - MSS) {
		u32 left = tcps_seq_before(host->nxt, host->wrote) ?
			   host->wrote - host->nxt : 0;
		u32 len = left > MSS ? MSS : left;
		u8 flags = TCPS_FLAG_ACK;

		if (!(host->habits & HOST_GREEDY) && len > 10 &&
		    !host_random(3))
			len = 1 + host_random(len);
		if (host->closing && len == left &&
		    (!left || host->habits & HOST_GREEDY))
			flags |= TCPS_FLAG_FIN;
		if (flags & TCPS_FLAG_FIN && host->state == TCPS_ESTABLISHED)
			enter(host, TCPS_FIN_WAIT_1);
		else if (flags & TCPS_FLAG_FIN &&
			 host->state == TCPS_CLOSE_WAIT)
			enter(host, TCPS_LAST_ACK);
		emit(host, flags, host->nxt, len);
		host->nxt += len + !!(flags & TCPS_FLAG_FIN);
		if (tcps_seq_after(host->nxt, host->max))
			host->max = host->nxt;
	}
	if (host->resend == HOST_NEVER)
		arm(host, now);
}

void host_connect(struct host *host, u64 now)
{
	enter(host, TCPS_SYN_SENT);
	send_syn(host, now);
}

void host_write(struct host *host, u32 octets, u64 now)
{
	if (host->closing || host->state == TCPS_CLOSED)
		return;
	host->wrote += octets;
	push(host, now);
}

void host_close(struct host *host, u64 now)
{
	if (host->state == TCPS_CLOSED || host->state == TCPS_LISTEN ||
	    host->state == TCPS_SYN_SENT)
		return;
	host->closing = true;
	push(host, now);
}

void host_abort(struct host *host)
{
	if (host->state == TCPS_CLOSED || host->state == TCPS_LISTEN ||
	    host->state == TCPS_SYN_SENT || host->state == TCPS_TIME_WAIT)
		return;
	finish(host);
	emit(host, host->habits & HOST_PLAIN_RST ? TCPS_FLAG_RST :
	     TCPS_FLAG_RST | TCPS_FLAG_ACK, host->max, 0);
}

/*
 * A keep-alive (3.8.4) or zero-window probe: the last number again, with an octet or
 * without, even if it is that of the SYN or FIN. Only if nothing else is in flight.
 */
bool host_probe(struct host *host, u32 octets)
{
	if ((host->state != TCPS_ESTABLISHED && host->state != TCPS_CLOSE_WAIT &&
	     host->state != TCPS_FIN_WAIT_2) || host->una != host->max)
		return false;
	emit(host, TCPS_FLAG_ACK, host->max - 1, octets);
	return true;
}

/* In CLOSED (3.10.7.1). */
static void reject(struct host *host, const struct tcps_segment *seg)
{
	struct tcps_segment rst = {
		.flags = TCPS_FLAG_RST,
		.wscale = TCPS_WSCALE_NONE,
	};

	if (seg->flags & TCPS_FLAG_RST)
		return;
	if (seg->flags & TCPS_FLAG_ACK) {
		rst.seq = seg->ack;
	} else {
		rst.flags |= TCPS_FLAG_ACK;
		rst.ack = tcps_segment_end(seg);
	}
	host_emit(host, &rst);
}

static void take_syn(struct host *host, const struct tcps_segment *seg)
{
	host->rcv = seg->seq + 1;
	host->early = seg->len && host->habits & HOST_TFO;
	if (host->early)
		host->rcv += host->habits & HOST_TFO_PART ? 1 : seg->len;
	host->queue[0] = host->queue[1] = host->rcv;
}

/* In SYN-SENT (3.10.7.3). */
static void opened(struct host *host, const struct tcps_segment *seg, u64 now)
{
	bool ack = seg->flags & TCPS_FLAG_ACK;

	if (ack && (!tcps_seq_after(seg->ack, host->iss) ||
		    tcps_seq_after(seg->ack, host->max))) {
		reject(host, seg);
		return;
	}
	if (seg->flags & TCPS_FLAG_RST) {
		if (ack)
			finish(host);
		return;
	}
	if (!(seg->flags & TCPS_FLAG_SYN))
		return;
	take_syn(host, seg);
	host->tries = 0;
	if (!ack) {
		enter(host, TCPS_SYN_RECEIVED);
		send_syn(host, now);
		return;
	}
	host->una = host->nxt = seg->ack;
	enter(host, TCPS_ESTABLISHED);
	arm(host, now);
	if (host->nxt == host->wrote + host->closing)
		acknowledge(host);
	push(host, now);
}

/* The acknowledgement (3.10.7.4, fifth); false: drop the segment. */
static bool take_ack(struct host *host, const struct tcps_segment *seg, u64 now)
{
	if (host->state == TCPS_SYN_RECEIVED) {
		if (!tcps_seq_after(seg->ack, host->iss) ||
		    tcps_seq_after(seg->ack, host->max)) {
			reject(host, seg);
			return false;
		}
		if (host->habits & HOST_DEFER && tcps_segment_end(seg) ==
		    host->rcv && seg->flags == TCPS_FLAG_ACK)
			return false;
		enter(host, TCPS_ESTABLISHED);
	}
	if (tcps_seq_after(seg->ack, host->max)) {
		acknowledge(host);
		return false;
	}
	if (!tcps_seq_after(seg->ack, host->una))
		return true;
	host->una = seg->ack;
	if (tcps_seq_before(host->nxt, host->una))
		host->nxt = host->una;
	host->tries = 0;
	arm(host, now);
	if (!host->closing || host->una != host->wrote + 1)
		return true;
	switch (host->state) {
	case TCPS_FIN_WAIT_1:
		enter(host, TCPS_FIN_WAIT_2);
		break;
	case TCPS_CLOSING:
		enter(host, TCPS_TIME_WAIT);
		host->wait = now + TWO_MSL;
		break;
	case TCPS_LAST_ACK:
		host->ack_due = HOST_NEVER;
		enter(host, TCPS_CLOSED);
		return false;
	default:
		break;
	}
	return true;
}

static void take_fin(struct host *host, u64 now)
{
	host->rcv++;
	switch (host->state) {
	case TCPS_ESTABLISHED:
		enter(host, TCPS_CLOSE_WAIT);
		break;
	case TCPS_FIN_WAIT_1:
		enter(host, TCPS_CLOSING);
		break;
	case TCPS_FIN_WAIT_2:
		enter(host, TCPS_TIME_WAIT);
		host->wait = now + TWO_MSL;
		break;
	default:
		break;
	}
}

/* The text and the FIN (3.10.7.4, seventh and eighth). */
static void take_text(struct host *host, const struct tcps_segment *seg,
		      u64 now)
{
	u32 end = seg->seq + seg->len;
	bool fin = seg->flags & TCPS_FLAG_FIN;

	if (host->state != TCPS_ESTABLISHED &&
	    host->state != TCPS_FIN_WAIT_1 && host->state != TCPS_FIN_WAIT_2)
		return;
	if (tcps_seq_after(seg->seq, host->rcv)) {
		u32 *queue = host->queue;

		if (host->habits & HOST_NO_QUEUE) {
			/* not queued */
		} else if (queue[0] == queue[1] ||
			   !tcps_seq_after(queue[1], host->rcv)) {
			queue[0] = seg->seq;
			queue[1] = end;
			host->queued_fin = fin;
		} else if (seg->seq == queue[1] && !host->queued_fin) {
			queue[1] = end;
			host->queued_fin = fin;
		}
		acknowledge(host);
		return;
	}
	if (tcps_seq_before(end, host->rcv))
		return;
	host->rcv = end;
	if (!fin && host->queue[0] != host->queue[1] &&
	    !tcps_seq_after(host->queue[0], host->rcv) &&
	    !tcps_seq_before(host->queue[1], host->rcv)) {
		host->rcv = host->queue[1];
		fin = host->queued_fin;
	}
	if (fin)
		take_fin(host, now);
}

static bool acceptable(const struct host *host, const struct tcps_segment *seg)
{
	u32 end = tcps_segment_end(seg);

	if (end == seg->seq)
		return seg->seq - host->rcv < HOST_WINDOW;
	return seg->seq - host->rcv < HOST_WINDOW ||
	       (end - 1) - host->rcv < HOST_WINDOW;
}

/* Synchronized, or in SYN-RECEIVED (3.10.7.4; RFC 5961). */
static void otherwise(struct host *host, const struct tcps_segment *seg,
		      u64 now)
{
	u32 before = host->rcv;

	if (host->state == TCPS_SYN_RECEIVED && seg->flags & TCPS_FLAG_SYN &&
	    seg->flags & TCPS_FLAG_ACK && seg->seq + 1 == host->rcv) {
		/* simultaneous open: the SYN-ACK is the ACK (figure 7) */
		if (take_ack(host, seg, now))
			push(host, now);
		return;
	}
	if (!acceptable(host, seg)) {
		if (seg->flags & TCPS_FLAG_RST)
			return;
		if (host->state == TCPS_SYN_RECEIVED &&
		    seg->flags == TCPS_FLAG_SYN &&
		    host->habits & HOST_SYN_ACKS)
			emit(host, TCPS_FLAG_SYN | TCPS_FLAG_ACK, host->iss, 0);
		else
			acknowledge(host);
		if (host->state == TCPS_TIME_WAIT &&
		    seg->flags & TCPS_FLAG_FIN)
			host->wait = now + TWO_MSL;
		/* Linux processes the ACK of an old segment as well. */
		return;
	}
	if (seg->flags & TCPS_FLAG_RST) {
		if (seg->seq == host->rcv)
			finish(host);
		else
			acknowledge(host);
		return;
	}
	if (seg->flags & TCPS_FLAG_SYN) {
		acknowledge(host);
		return;
	}
	if (!(seg->flags & TCPS_FLAG_ACK) || !take_ack(host, seg, now))
		return;
	take_text(host, seg, now);
	if (host->rcv != before) {
		if (host->habits & HOST_LAZY &&
		    host->state != TCPS_TIME_WAIT) {
			if (host->ack_due == HOST_NEVER)
				host->ack_due = now + 40 * HOST_MSEC;
		} else {
			acknowledge(host);
		}
	} else if (seg->len || seg->flags & TCPS_FLAG_FIN) {
		acknowledge(host);
	}
	push(host, now);
}

void host_receive(struct host *host, const struct tcps_segment *seg, u64 now)
{
	switch (host->state) {
	case TCPS_CLOSED:
		reject(host, seg);
		break;
	case TCPS_LISTEN:
		if (seg->flags & TCPS_FLAG_RST)
			break;
		if (seg->flags & TCPS_FLAG_ACK) {
			reject(host, seg);
		} else if (seg->flags & TCPS_FLAG_SYN) {
			take_syn(host, seg);
			enter(host, TCPS_SYN_RECEIVED);
			send_syn(host, now);
		}
		break;
	case TCPS_SYN_SENT:
		opened(host, seg, now);
		break;
	default:
		otherwise(host, seg, now);
		break;
	}
}

u64 host_due(const struct host *host)
{
	u64 due = host->ack_due;

	if (host->resend < due)
		due = host->resend;
	return host->wait < due ? host->wait : due;
}

void host_timer(struct host *host, u64 now)
{
	if (host->ack_due <= now) {
		acknowledge(host);
	} else if (host->wait <= now) {
		host->wait = HOST_NEVER;
		host->silent = true;
		enter(host, TCPS_CLOSED);
	} else if (host->resend <= now) {
		if (++host->tries > TRIES_MAX) {
			host->silent = true;
			host->resend = HOST_NEVER;
			enter(host, TCPS_CLOSED);
			return;
		}
		if (host->state == TCPS_SYN_SENT ||
		    host->state == TCPS_SYN_RECEIVED) {
			send_syn(host, now);
			return;
		}
		host->nxt = host->una;
		host->resend = HOST_NEVER;
		push(host, now);
		arm(host, now);
	}
}
