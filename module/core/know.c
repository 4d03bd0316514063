// SPDX-License-Identifier: GPL-2.0
/*
 * The facts about an end, and the state derived from them.
 *
 * A state is never stored. RFC 9293 figure 5 is a function of seven facts about an end,
 * and of two bits of history: whether it opened actively, and whether it received the
 * peer's FIN before it sent its own. Evidence raises facts, and retracts what it
 * contradicts. A transition is the change of state that results, and its certainty
 * depends on whether the facts behind the new state are proven.
 */
#include "know.h"
#include "position.h"

/*
 * The table of evidence: which facts each piece shows or retracts, with the
 * reason. The facts of one row are applied together, so they make one transition.
 */
#define SHOWS(facts, how, why)						\
	{ .raise = (facts), .certainty = TCPS_##how, .reason = (why) }
#define LOWERS(facts, why)						\
	{ .lower = (facts), .certainty = TCPS_OBSERVED, .reason = (why) }
#define DISPROVES(facts, how, why)					\
	{ .disprove = (facts), .certainty = TCPS_##how, .reason = (why) }

const struct tcps_cell tcps_know_table[TCPS_EV_MAX] = {
	[TCPS_EV_SYN] = SHOWS(TCPS_KNOW_SYN, OBSERVED,
		"only SYN-SENT sends a SYN without ACK (3.10.1)"),
	[TCPS_EV_SYN_ACK] = SHOWS(TCPS_KNOW_SYN | TCPS_KNOW_PEER_SYN, OBSERVED,
		"its SYN-ACK acknowledges the SYN of its peer (3.10.7.2)"),
	[TCPS_EV_SYN_ANSWERED] = SHOWS(TCPS_KNOW_SYN, INFERRED,
		"its SYN was acknowledged, so it was sent, though not seen (3.5)"),
	[TCPS_EV_ANSWER_UNSEEN] = SHOWS(TCPS_KNOW_SYN | TCPS_KNOW_PEER_SYN,
		INFERRED,
		"the handshake is past its SYN-ACK, so it was sent, though not seen (3.5)"),
	[TCPS_EV_NO_ANSWER] = DISPROVES(TCPS_KNOW_SYN | TCPS_KNOW_PEER_SYN |
		TCPS_KNOW_SYN_ACKED | TCPS_KNOW_FIN | TCPS_KNOW_FIN_ACKED,
		OBSERVED,
		"it answers the SYN only now, so it had not before (3.5)"),
	[TCPS_EV_ACKS_SYN] = SHOWS(TCPS_KNOW_OPEN, OBSERVED,
		"it acknowledges the SYN-ACK, so both SYNs arrived (3.10.7.3)"),
	[TCPS_EV_SYN_ACKED] = SHOWS(TCPS_KNOW_SYN_ACKED, PRESUMED,
		"the ACK of its SYN completes the handshake (3.10.7.4)"),
	[TCPS_EV_ACKS_BARE_SYN] = SHOWS(TCPS_KNOW_OPEN, PRESUMED,
		"in a simultaneous open it may send its SYN-ACK later (3.5)"),
	[TCPS_EV_PROCEEDS] = SHOWS(TCPS_KNOW_OPEN, OBSERVED,
		"it accepts data, so it has the ACK of its SYN (3.10.7.4)"),
	[TCPS_EV_PEER_PROCEEDS] = SHOWS(TCPS_KNOW_OPEN, INFERRED,
		"its peer continues, so it sent an ACK, though none was seen (3.5)"),
	[TCPS_EV_SYN_ACK_AGAIN] = LOWERS(TCPS_KNOW_SYN_ACKED,
		"it repeats its SYN-ACK, so the ACK was lost or ignored (3.10.8)"),
	[TCPS_EV_SYN_AGAIN] = LOWERS(TCPS_KNOW_OPEN,
		"it repeats its SYN, so no SYN-ACK has reached it (3.10.8)"),
	[TCPS_EV_PEER_SYN_AGAIN] = LOWERS(TCPS_KNOW_SYN_ACKED,
		"its peer repeats its SYN, so it has sent no ACK (3.10.8)"),
	[TCPS_EV_FIN] = SHOWS(TCPS_KNOW_FIN, OBSERVED,
		"it closes, and CLOSE sends a FIN (3.10.4)"),
	[TCPS_EV_NO_FIN] = DISPROVES(TCPS_KNOW_FIN | TCPS_KNOW_FIN_ACKED,
		OBSERVED,
		"its sequence number shows that the FIN was forged (3.10.7.4)"),
	[TCPS_EV_NO_PEER_FIN] = LOWERS(TCPS_KNOW_PEER_FIN,
		"the FIN it was presumed to receive was forged (3.10.7.4)"),
	[TCPS_EV_ACKS_FIN] = SHOWS(TCPS_KNOW_PEER_FIN, OBSERVED,
		"its ACK covers the FIN and all data before it (3.10.7.4)"),
	[TCPS_EV_TAKES_FIN] = SHOWS(TCPS_KNOW_PEER_FIN, PRESUMED,
		"it is reset at the number after the FIN (RFC 5961, 3.2)"),
	[TCPS_EV_FIN_LATER] = DISPROVES(TCPS_KNOW_PEER_FIN | TCPS_KNOW_FIN,
		OBSERVED,
		"the FINs were not sent in the order in which they were seen (3.6)"),
	[TCPS_EV_LACKS_FIN] = LOWERS(TCPS_KNOW_PEER_FIN,
		"it does not acknowledge the FIN presumed to arrive (3.6)"),
	[TCPS_EV_FIN_ACKED] = SHOWS(TCPS_KNOW_FIN_ACKED, PRESUMED,
		"its FIN is acknowledged (3.10.7.4)"),
	[TCPS_EV_FIN_ACKED_CROSS] = SHOWS(TCPS_KNOW_PEER_FIN |
		TCPS_KNOW_FIN_ACKED, PRESUMED,
		"the FINs crossed, its peer sent one before this ACK (3.6)"),
	[TCPS_EV_HAS_FIN_ACK] = SHOWS(TCPS_KNOW_FIN_ACKED, OBSERVED,
		"it received the segment that acknowledged its FIN (3.10.7.4)"),
	[TCPS_EV_FIN_AGAIN] = LOWERS(TCPS_KNOW_FIN_ACKED,
		"it repeats its FIN, so the ACK did not arrive (3.10.8)"),
	[TCPS_EV_FIN_AGAIN_LACKS] = LOWERS(TCPS_KNOW_FIN_ACKED |
		TCPS_KNOW_PEER_FIN,
		"it repeats its FIN, so neither the FIN nor the ACK arrived (3.10.8)"),
	[TCPS_EV_RST_LACKS] = LOWERS(TCPS_KNOW_FIN_ACKED | TCPS_KNOW_PEER_FIN,
		"its RST does not acknowledge the FIN, so that never arrived (3.10.5)"),
	[TCPS_EV_RST] = SHOWS(TCPS_KNOW_GONE, OBSERVED,
		"it sent a RST, after which it has no connection (3.10.5, 3.10.7.1)"),
	[TCPS_EV_RESET] = SHOWS(TCPS_KNOW_RESET, PRESUMED,
		"a RST with an acceptable sequence number was sent to it (3.10.7.4)"),
	[TCPS_EV_GOES_ON] = DISPROVES(TCPS_KNOW_OVERLAY, OBSERVED,
		"it continues, so the RST was forged, or it ignored it (3.5.3)"),
	[TCPS_EV_LEFT_OPEN] = DISPROVES(TCPS_KNOW_OVERLAY, PRESUMED,
		"the RST or ICMP error presumed to close it did not (3.5.3)"),
	[TCPS_EV_ICMP] = SHOWS(TCPS_KNOW_GONE, PRESUMED,
		"an ICMP hard error aborts the attempt to connect (3.9.2.2)"),
	[TCPS_EV_REUSE] = SHOWS(TCPS_KNOW_GONE, OBSERVED,
		"it opens a new connection from the same port (3.6.1)"),
	[TCPS_EV_REUSED] = SHOWS(TCPS_KNOW_GONE, PRESUMED,
		"a SYN that ends TIME-WAIT was sent to it (3.6.1, RFC 6191)"),
	[TCPS_EV_TIMEOUT] = SHOWS(TCPS_KNOW_GONE, INFERRED,
		"nothing was seen for longer than the timeout of the state (3.10.8)"),
	[TCPS_EV_REMOVE] = SHOWS(TCPS_KNOW_GONE, INFERRED,
		"no longer observed"),
	[TCPS_EV_ADOPT_SENDER] = SHOWS(TCPS_KNOW_OPEN, PRESUMED,
		"it sends a segment without SYN: it is open, or about to be (3.5)"),
	[TCPS_EV_ADOPT_RECEIVER] = SHOWS(TCPS_KNOW_OPEN, PRESUMED,
		"a segment without SYN is sent to it, so it was open before (3.5)"),
};

/* By state: number of slots up to that of the state; 0: it has none. */
const u8 tcps_know_slots[TCPS_STATE_MAX] = {
	[TCPS_CLOSED] = TCPS_SLOT_CLOSED + 1,
	[TCPS_LISTEN] = 0,
	[TCPS_SYN_SENT] = 0,
	[TCPS_SYN_RECEIVED] = TCPS_SLOT_SYN_RECEIVED + 1,
	[TCPS_ESTABLISHED] = TCPS_SLOT_ESTABLISHED + 1,
	[TCPS_FIN_WAIT_1] = TCPS_SLOT_CLOSE_1 + 1,
	[TCPS_FIN_WAIT_2] = TCPS_SLOT_CLOSE_2 + 1,
	[TCPS_CLOSING] = TCPS_SLOT_CLOSE_2 + 1,
	[TCPS_TIME_WAIT] = TCPS_SLOT_TIME_WAIT + 1,
	[TCPS_CLOSE_WAIT] = TCPS_SLOT_CLOSE_1 + 1,
	[TCPS_LAST_ACK] = TCPS_SLOT_CLOSE_2 + 1,
};

/*
 * By state: the facts that must be proven for it to be observed. An end's own FIN is not
 * among them: only its own segments show it, so it is proven wherever it is known.
 */
static const u8 rests_on[TCPS_STATE_MAX] = {
	[TCPS_SYN_SENT] = TCPS_KNOW_SYN,
	[TCPS_SYN_RECEIVED] = TCPS_KNOW_PEER_SYN,
	[TCPS_ESTABLISHED] = TCPS_KNOW_SYN_ACKED,
	[TCPS_FIN_WAIT_2] = TCPS_KNOW_FIN_ACKED,
	[TCPS_CLOSING] = TCPS_KNOW_PEER_FIN,
	[TCPS_TIME_WAIT] = TCPS_KNOW_PEER_FIN | TCPS_KNOW_FIN_ACKED,
	[TCPS_CLOSE_WAIT] = TCPS_KNOW_PEER_FIN,
	[TCPS_LAST_ACK] = TCPS_KNOW_PEER_FIN,
};

/*
 * A step back is a correction: the endpoint never left the state to which it returns,
 * so its time of entry remains valid and the later ones never happened. No stamp is set
 * beyond the slot of the present state, so a step forward has none to clear.
 */
static void stamp_entry(const struct tcps_input *in, unsigned int side,
			enum tcps_state before, enum tcps_state after, bool back)
{
	struct tcps_stamp *entered = in->conn->entered[side];
	unsigned int later = tcps_know_slots[after];
	u64 start = in->conn->start, at;

	if (later && !(back && tcps_stamp_get(&entered[later - 1], &at)))
		tcps_stamp_set(&entered[later - 1],
			       in->now > start ? in->now - start : 0);
	for (; later < tcps_know_slots[before]; later++)
		tcps_stamp_clear(&entered[later]);
}

/* FIN-WAIT-2 and CLOSING share a slot: which one was it on the way to TIME-WAIT? */
static void remember_crossing(struct tcps_endpoint *ep, enum tcps_state state)
{
	if (state == TCPS_CLOSING)
		ep->flags |= TCPS_EP_CROSSED;
	else if (state != TCPS_TIME_WAIT && state != TCPS_CLOSED)
		ep->flags &= ~TCPS_EP_CROSSED;
}

static inline void record(struct tcps_step *step, struct tcps_change change)
{
	if (step->n < TCPS_STEP_MAX)
		step->change[step->n++] = change;
}

/*
 * Does a RST not fit its sender's position? A closed port answers a SYN with an arbitrary
 * number, perhaps late, after a SYN that it has sent since. Where every segment is seen, a
 * RST ahead of all data seen of its sender was reordered, or the data were lost before they
 * came here, or it is forged; elsewhere it may be of an older connection, unless it
 * acknowledges the same as before, or all that its peer was seen to send.
 */
static bool misplaced(const struct tcps_input *in, unsigned int side)
{
	const struct tcps_endpoint *ep = &in->conn->ep[side];

	if (!in->seg || !(in->seg->flags & TCPS_FLAG_RST) || side != in->dir ||
	    !(ep->flags & TCPS_EP_SEEN))
		return false;
	if (tcps_know_opening(in->to))
		return !tcps_seq_between(ep->iss, in->seg->seq, ep->snd_nxt);
	if (!tcps_seq_after(in->seg->seq, ep->snd_nxt))
		return false;
	return in->conn->flags & TCPS_CONN_WHOLE || in->conn->heard != 3 ||
	       !(in->seg->flags & TCPS_FLAG_ACK) ||
	       ((!(ep->flags & TCPS_EP_ACK) || in->seg->ack != ep->rcv_nxt) &&
		(!(in->to->flags & TCPS_EP_SEEN) ||
		 in->seg->ack != tcps_position_next(in->to)));
}

/*
 * The facts are proven; is their order, too? Which FIN was sent first is not proven if one
 * may have been lost before it came here. And an end that has not finished opening may
 * send a RST and continue (sections 3.10.7.3 and 3.10.7.4).
 */
static bool way_proven(const struct tcps_input *in, unsigned int side,
		       enum tcps_state state)
{
	const struct tcps_endpoint *ep = &in->conn->ep[side];
	u8 unseen = in->conn->unseen;

	switch (state) {
	case TCPS_CLOSE_WAIT:
		return !(unseen & (TCPS_UNSEEN_OWN(side) |
				   TCPS_UNSEEN_FIRST(side)));
	case TCPS_CLOSING:	/* the ACK of another FIN may have come first */
		return !(unseen & (TCPS_UNSEEN_FIRST(side) |
				   TCPS_UNSEEN_OWN(!side))) &&
		       tcps_know_both_syns(in->conn);
	case TCPS_LAST_ACK:
	case TCPS_FIN_WAIT_1:
	case TCPS_FIN_WAIT_2:
	case TCPS_TIME_WAIT:
		return !(unseen & TCPS_UNSEEN_FIRST(side));
	case TCPS_CLOSED:
		return (ep->known & TCPS_KNOW_OVERLAY) &&
		       (!(ep->known & TCPS_KNOW_SYN) ||
			(ep->known & TCPS_KNOW_SYN_ACKED)) &&
		       !misplaced(in, side);
	default:
		return true;
	}
}

static enum tcps_certainty certainty_of(const struct tcps_input *in,
					unsigned int side,
					enum tcps_state state,
					const struct tcps_cell *cell)
{
	const struct tcps_endpoint *ep = &in->conn->ep[side];

	if (cell->certainty != TCPS_OBSERVED)
		return cell->certainty;
	if (rests_on[state] & ~ep->proven || !way_proven(in, side, state))
		return TCPS_PRESUMED;
	return TCPS_OBSERVED;
}

/* Most evidence shows facts that are known and proven already. */
static bool adds_nothing(const struct tcps_endpoint *ep,
			 const struct tcps_cell *cell)
{
	u8 had = cell->certainty == TCPS_OBSERVED ? ep->known & ep->proven :
						    ep->known;

	return !(cell->raise & ~had) && !cell->lower && !cell->disprove;
}

static void change_facts(struct tcps_endpoint *ep, const struct tcps_cell *cell)
{
	u8 back = (cell->lower & ~ep->proven) | cell->disprove;

	ep->known &= ~back;
	ep->proven &= ~back;
	if (back & (TCPS_KNOW_PEER_FIN | TCPS_KNOW_FIN))
		ep->flags &= ~TCPS_EP_PASSIVE;
	if ((cell->raise & TCPS_KNOW_FIN) && (ep->proven & TCPS_KNOW_PEER_FIN))
		ep->flags |= TCPS_EP_PASSIVE;
	ep->known |= cell->raise;
	if (cell->certainty == TCPS_OBSERVED)
		ep->proven |= cell->raise;
	if (tcps_know_opening(ep))
		ep->flags |= TCPS_EP_ACTIVE;
}

/**
 * tcps_know_apply() - apply a piece of evidence to an end
 * @in:       the input that it comes from
 * @side:     the end
 * @evidence: the evidence
 * @cause:    the cause of a transition
 *
 * Return: true if the state changed; the transition is added to the step.
 */
bool tcps_know_apply(const struct tcps_input *in, unsigned int side,
		     enum tcps_evidence evidence, enum tcps_cause cause)
{
	const struct tcps_cell *cell = &tcps_know_table[evidence];
	struct tcps_endpoint *ep = &in->conn->ep[side];
	bool back = cell->lower || cell->disprove;
	enum tcps_state from, to;

	if (adds_nothing(ep, cell))
		return false;
	from = tcps_fsm_state(in->conn, side);
	change_facts(ep, cell);
	to = tcps_fsm_state(in->conn, side);
	if (from == to)
		return false;
	stamp_entry(in, side, from, to, back);
	remember_crossing(ep, to);
	record(in->step, (struct tcps_change){
		.side = side,
		.from = from,
		.to = to,
		.cause = cause,
		.certainty = back ? cell->certainty : certainty_of(in, side, to, cell),
		.flags = back ? TCPS_CHANGE_RETRACT : 0,
	});
	return true;
}

/**
 * tcps_know_note() - record a note, which changes no state
 * @in:    the input that it comes from
 * @side:  the endpoint that sent it
 * @cause: why it is noted
 */
void tcps_know_note(const struct tcps_input *in, unsigned int side,
		    enum tcps_cause cause)
{
	enum tcps_state state = tcps_fsm_state(in->conn, side);

	record(in->step, (struct tcps_change){
		.side = side,
		.from = state,
		.to = state,
		.cause = cause,
		.certainty = TCPS_OBSERVED,
		.flags = TCPS_CHANGE_NOTE,
	});
}

/**
 * tcps_know_entered() - when did an endpoint enter the state of a slot?
 * @conn: the connection
 * @side: the endpoint
 * @slot: the slot
 * @at:   filled in: time since the start, ns
 *
 * Return: false if it never did, or that was retracted.
 */
bool tcps_know_entered(const struct tcps_conn *conn, unsigned int side,
		       enum tcps_slot slot, u64 *at)
{
	return tcps_stamp_get(&conn->entered[side][slot], at);
}
