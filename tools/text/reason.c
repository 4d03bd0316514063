// SPDX-License-Identifier: GPL-2.0
/*
 * The reason for a transition. A record holds the result of the evidence, not the
 * evidence itself. This is found again from the states, the cause, the certainty, and the
 * sender of the segment. If two rows of the core's table agree in all of these, the
 * reason is that of the more common one.
 */
#include "text/reason.h"

#include "base/language.h"
#include "module/core/know.h"

/* Was the transition caused by a segment of the end itself? */
static bool is_own(const struct tcpst_event *event)
{
	return event->segment && event->sender == event->endpoint;
}

static bool is_own_rst(const struct tcpst_event *event)
{
	return is_own(event) && (event->flags & TCPS_FLAG_RST);
}

/* A retransmitted FIN: its sender has not received the ACK of it, or the peer's FIN. */
static enum tcps_evidence fin_again(const struct tcpst_event *event)
{
	bool lacks = event->to == TCPS_FIN_WAIT_1 &&
		     event->from != TCPS_FIN_WAIT_2;

	return lacks ? TCPS_EV_FIN_AGAIN_LACKS : TCPS_EV_FIN_AGAIN;
}

/* Which FIN was ignored? If the end's own FIN remains sent, it was the peer's. */
static enum tcps_evidence no_fin(const struct tcpst_event *event)
{
	return event->to == TCPS_FIN_WAIT_1 || event->to == TCPS_FIN_WAIT_2 ||
	       event->from == TCPS_CLOSE_WAIT ? TCPS_EV_NO_PEER_FIN :
						TCPS_EV_NO_FIN;
}

static enum tcps_evidence retracting(const struct tcpst_event *event)
{
	bool own = is_own(event);

	switch (event->cause) {
	case TCPS_CAUSE_RST:
	case TCPS_CAUSE_RST_IGNORED:
	case TCPS_CAUSE_ICMP_IGNORED:
		if (is_own_rst(event) && event->from != TCPS_CLOSED)
			return TCPS_EV_RST_LACKS;
		return own ? TCPS_EV_GOES_ON : TCPS_EV_LEFT_OPEN;
	case TCPS_CAUSE_FIN_IGNORED:
		return no_fin(event);
	default:
		break;
	}
	if (event->cause == TCPS_CAUSE_SYN && event->to == TCPS_SYN_SENT)
		return TCPS_EV_SYN_AGAIN;
	if (event->cause == TCPS_CAUSE_SYN && !own)
		return TCPS_EV_PEER_SYN_AGAIN;
	if (event->to == TCPS_SYN_RECEIVED && (event->flags & TCPS_FLAG_SYN))
		return TCPS_EV_SYN_ACK_AGAIN;
	if (event->flags & TCPS_FLAG_SYN)
		return TCPS_EV_NO_ANSWER;
	if (event->flags & TCPS_FLAG_FIN)
		return own && event->to != TCPS_ESTABLISHED ?
		       fin_again(event) : TCPS_EV_FIN_LATER;
	return event->from == TCPS_CLOSING ? TCPS_EV_LACKS_FIN :
					     TCPS_EV_FIN_LATER;
}

static enum tcps_evidence opening(const struct tcpst_event *event)
{
	bool own = is_own(event);

	if (event->cause == TCPS_CAUSE_ADOPT)
		return own ? TCPS_EV_ADOPT_SENDER : TCPS_EV_ADOPT_RECEIVER;
	if (event->certainty == TCPS_INFERRED)
		return TCPS_EV_PEER_PROCEEDS;
	if (!own)
		return TCPS_EV_SYN_ACKED;
	/* Simultaneous open: its SYN-ACK shows that its peer's passed before. */
	if (event->from == TCPS_SYN_RECEIVED)
		return event->certainty == TCPS_OBSERVED ? TCPS_EV_PROCEEDS :
							   TCPS_EV_SYN_ACKED;
	return event->certainty == TCPS_OBSERVED ? TCPS_EV_ACKS_SYN :
						   TCPS_EV_ACKS_BARE_SYN;
}

/* Another connection replaced this one. */
static enum tcps_evidence superseded(const struct tcpst_event *event)
{
	if (event->certainty == TCPS_INFERRED)
		return TCPS_EV_REMOVE;
	return event->cause == TCPS_CAUSE_SYN && !is_own(event) ? TCPS_EV_REUSED :
								  TCPS_EV_REUSE;
}

static enum tcps_evidence ending(const struct tcpst_event *event)
{
	switch (event->cause) {
	case TCPS_CAUSE_RST:
		/*
		 * An end that is presumed closed may still retransmit segments;
		 * the sender of the RST itself is certainly closed.
		 */
		return is_own(event) && (event->flags & TCPS_FLAG_RST ||
					 event->certainty == TCPS_OBSERVED) ?
		       TCPS_EV_RST : TCPS_EV_RESET;
	case TCPS_CAUSE_ICMP:
		return TCPS_EV_ICMP;
	case TCPS_CAUSE_TIMER:
		return TCPS_EV_TIMEOUT;
	case TCPS_CAUSE_EVICT:
	case TCPS_CAUSE_STOP:
		return TCPS_EV_REMOVE;
	default:
		break;
	}
	/* The end closed before its peer, whose FIN acknowledges its own. */
	if (event->from == TCPS_CLOSE_WAIT && event->cause == TCPS_CAUSE_FIN)
		return TCPS_EV_FIN;
	/* CLOSED by an ACK of the end's FIN is always only presumed. */
	if (event->certainty != TCPS_PRESUMED ||
	    event->cause == TCPS_CAUSE_SYN || event->cause == TCPS_CAUSE_SYN_ACK)
		return superseded(event);
	return TCPS_EV_FIN_ACKED;
}

/* The end has received the peer's FIN, and possibly the ACK of its own with it. */
static enum tcps_evidence closing(const struct tcpst_event *event)
{
	if (event->cause == TCPS_CAUSE_RST && !is_own_rst(event))
		return TCPS_EV_TAKES_FIN;
	if (is_own(event) || event->from == TCPS_ESTABLISHED ||
	    event->from == TCPS_FIN_WAIT_2)
		return TCPS_EV_ACKS_FIN;
	return event->to == TCPS_CLOSING ? TCPS_EV_FIN_ACKED_CROSS :
					   TCPS_EV_FIN_ACKED;
}

/**
 * tcpst_reason_evidence() - the evidence for a transition
 * @event: a transition
 *
 * Return: the row of the table of evidence.
 */
enum tcps_evidence tcpst_reason_evidence(const struct tcpst_event *event)
{
	bool own = is_own(event);

	if (event->retract)
		return retracting(event);
	switch (event->to) {
	case TCPS_SYN_SENT:
		return event->flags & TCPS_FLAG_SYN && own ?
		       TCPS_EV_SYN : TCPS_EV_SYN_ANSWERED;
	case TCPS_SYN_RECEIVED:
		return event->certainty == TCPS_INFERRED ?
		       TCPS_EV_ANSWER_UNSEEN : TCPS_EV_SYN_ACK;
	case TCPS_ESTABLISHED:
		return opening(event);
	case TCPS_FIN_WAIT_1:
	case TCPS_LAST_ACK:
		return TCPS_EV_FIN;
	case TCPS_FIN_WAIT_2:
		return event->certainty == TCPS_OBSERVED ?
		       TCPS_EV_HAS_FIN_ACK : TCPS_EV_FIN_ACKED;
	case TCPS_CLOSE_WAIT:
	case TCPS_CLOSING:
	case TCPS_TIME_WAIT:
		return closing(event);
	default:
		return ending(event);
	}
}

/** tcpst_reason_text() - the reason in a few words, with the section of RFC 9293; English */
const char *tcpst_reason_text(const struct tcpst_event *event)
{
	return tcps_know_table[tcpst_reason_evidence(event)].reason;
}

/** tcpst_reason_proof() - what would prove a presumption, in English; NULL: it is not one */
const char *tcpst_reason_proof(const struct tcpst_event *event)
{
	if (event->certainty != TCPS_PRESUMED || event->retract)
		return NULL;
	switch (event->to) {
	case TCPS_ESTABLISHED:
		return N_("Its next acknowledgement, if it covers more than the SYN, would prove that the ACK arrived; a retransmission of its SYN-ACK would disprove it.");
	case TCPS_FIN_WAIT_2:
		return N_("If it reacts to the segment that carried the ACK, that proves that the segment arrived; a retransmission of its FIN would disprove it.");
	case TCPS_CLOSING:
	case TCPS_TIME_WAIT:
		return N_("Its own ACK of the peer's FIN would prove it; a retransmission of its FIN would disprove it.");
	case TCPS_CLOSED:
		if (event->cause == TCPS_CAUSE_ACK)
			return N_("Nothing will prove it, since an end that is CLOSED is silent; a retransmission of its FIN would disprove it.");
		return N_("Nothing will prove it, since an end that is CLOSED is silent; any other segment from it would disprove it.");
	case TCPS_CLOSE_WAIT:
		if (event->flags & TCPS_FLAG_FIN)
			return N_("Presumed only: this FIN may be a retransmission of one that it sent before it received the peer's FIN, and that was lost before it was seen here.");
		return N_("Presumed only: it may have sent a FIN of its own before, which was not seen here. Its next segment will prove or disprove it.");
	case TCPS_FIN_WAIT_1:
	case TCPS_LAST_ACK:
		return N_("That it sent this FIN is certain, but not whether it did so for the first time before or after it received the peer's.");
	default:
		return N_("Its next segment will prove or disprove it.");
	}
}
