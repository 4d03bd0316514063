// SPDX-License-Identifier: GPL-2.0
/*
 * Which segment a RST or a challenge ACK answers, if the numbers leave no other (RFC 9293
 * section 3.10.7). A RST that answers a segment with ACK has its acknowledgement number as
 * sequence number, and no ACK. One that answers a segment without ACK has the sequence
 * number 0, and acknowledges that segment. A RST of another form aborts: it answers nothing.
 * A challenge ACK answers a segment that is not acceptable: a SYN or a RST.
 */
#include "model/answers.h"

#include "module/core/segment.h"
#include "module/core/seq.h"

/* A segment that passed here so long ago is answered, or lost, ns. */
#define ANSWERED_NS 1000000000ULL

static u32 end_of(const struct tcpst_sent *sent)
{
	return sent->seq + sent->len + !!(sent->flags & TCPS_FLAG_SYN) +
	       !!(sent->flags & TCPS_FLAG_FIN);
}

static bool has(const struct tcpst_sent *sent, u8 flag)
{
	return sent->flags & flag;
}

/* Can only this segment have drawn the RST? */
static bool draws_rst(const struct tcpst_sent *sent, const struct tcpst_sent *rst)
{
	if (has(sent, TCPS_FLAG_RST))
		return false;
	if (has(sent, TCPS_FLAG_ACK))
		return !has(rst, TCPS_FLAG_ACK) && rst->seq == sent->ack;
	return has(rst, TCPS_FLAG_ACK) && !rst->seq && rst->ack == end_of(sent);
}

static bool draws_challenge(const struct tcpst_sent *sent, const struct tcpst_sent *ack)
{
	return has(ack, TCPS_FLAG_ACK) && !ack->len &&
	       !has(ack, TCPS_FLAG_SYN | TCPS_FLAG_FIN) &&
	       has(sent, TCPS_FLAG_SYN | TCPS_FLAG_RST);
}

/* Has the segment been received, or is it too old to be answered, as @sent shows? */
static bool is_settled(const struct tcpst_sent *last, const struct tcpst_sent *sent)
{
	return (has(sent, TCPS_FLAG_ACK) && tcps_seq_after(sent->ack, last->seq) &&
		!tcps_seq_after(end_of(last), sent->ack)) ||
	       sent->time_ns > last->time_ns + ANSWERED_NS;
}

/* Would both draw the same answer? */
static bool is_alike(const struct tcpst_sent *a, const struct tcpst_sent *b)
{
	u8 kind = TCPS_FLAG_ACK | TCPS_FLAG_RST;

	if ((a->flags & kind) != (b->flags & kind))
		return false;
	/* An older acknowledgement number: out of order. */
	if (has(a, TCPS_FLAG_ACK) && !has(a, TCPS_FLAG_RST))
		return !tcps_seq_after(b->ack, a->ack);
	return a->seq == b->seq;
}

static void remember(struct tcpst_answers *answers, unsigned int sender,
		     const struct tcpst_sent *sent)
{
	u8 n = answers->n[sender];

	answers->n[sender] = n && is_alike(&answers->last[sender], sent) ? 2 : 1;
	answers->last[sender] = *sent;
}

/**
 * tcpst_answers_take() - process the next segment of a flow
 * @answers: the segments before
 * @sender:  which of two ends sent it, by role or by side
 * @sent:    the segment
 * @drew:    if it answers one, set to that segment of the other end
 *
 * Return: it answers one, and no other. It is for the caller to decide whether an ACK is a
 * challenge ACK.
 */
bool tcpst_answers_take(struct tcpst_answers *answers, unsigned int sender,
			const struct tcpst_sent *sent, struct tcpst_sent *drew)
{
	struct tcpst_sent *last = &answers->last[!sender];
	u8 *n = &answers->n[!sender];
	bool rst = has(sent, TCPS_FLAG_RST);
	bool drawn = *n == 1 && (rst ? draws_rst(last, sent) : draws_challenge(last, sent));

	if (drawn)
		*drew = *last;
	if (drawn || (*n && !rst && is_settled(last, sent)))
		*n = 0;
	remember(answers, sender, sent);
	return drawn;
}

/** tcpst_answers_doubt() - @sender may have sent others like its last segment */
void tcpst_answers_doubt(struct tcpst_answers *answers, unsigned int sender)
{
	if (answers->n[sender])
		answers->n[sender] = 2;
}

/** tcpst_answers_shown() - is the event about a RST or a challenge ACK? */
bool tcpst_answers_shown(const struct tcpst_event *event)
{
	return event->segment && !event->dropped &&
	       (event->flags & TCPS_FLAG_RST || event->cause == TCPS_CAUSE_CHALLENGE_ACK);
}
