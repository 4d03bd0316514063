/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The vocabulary of the machine: states, evidence, causes, certainties, ends.
 * The numbers are those of the wire format (uapi/tcpstates.h), which the
 * netlink code asserts.
 */
#ifndef TCPS_CORE_STATE_H
#define TCPS_CORE_STATE_H

#include "types.h"

/** enum tcps_state - state of one endpoint (RFC 9293 section 3.3.2) */
enum tcps_state {
	TCPS_CLOSED,
	TCPS_LISTEN,
	TCPS_SYN_SENT,
	TCPS_SYN_RECEIVED,
	TCPS_ESTABLISHED,
	TCPS_FIN_WAIT_1,
	TCPS_FIN_WAIT_2,
	TCPS_CLOSING,
	TCPS_TIME_WAIT,
	TCPS_CLOSE_WAIT,
	TCPS_LAST_ACK,
	TCPS_STATE_MAX
};

/** enum tcps_certainty - how well a transition is proven */
enum tcps_certainty {
	TCPS_OBSERVED,	/* the endpoint itself sent the proof */
	TCPS_PRESUMED,	/* something passed on its way to the endpoint */
	TCPS_INFERRED,	/* nothing passed: a timer, a limit, a gap filled in */
	TCPS_CERTAINTY_MAX
};

/**
 * enum tcps_cause - what a record was written for
 *
 * Those after %TCPS_CAUSE_STOP mark segments of note that change no state;
 * %TCPS_CAUSE_ICMP_IGNORED also takes back what an ICMP error had ended.
 */
enum tcps_cause {
	TCPS_CAUSE_SYN,
	TCPS_CAUSE_SYN_ACK,
	TCPS_CAUSE_ACK,
	TCPS_CAUSE_FIN,
	TCPS_CAUSE_RST,
	TCPS_CAUSE_ICMP,
	TCPS_CAUSE_TIMER,
	TCPS_CAUSE_EVICT,
	TCPS_CAUSE_ADOPT,	/* the flow was first seen in the middle */
	TCPS_CAUSE_RST_IGNORED,	/* a RST that did not end the connection */
	TCPS_CAUSE_FIN_IGNORED,	/* a FIN that was none of this connection */
	TCPS_CAUSE_STOP,	/* the namespace or the module went away */
	TCPS_CAUSE_SYN_REPEAT,
	TCPS_CAUSE_SYN_ACK_REPEAT,
	TCPS_CAUSE_FIN_REPEAT,
	TCPS_CAUSE_SYN_IGNORED,	/* SYN on a synchronized connection */
	TCPS_CAUSE_CHALLENGE_ACK,	/* the answer to it, or to a bad RST */
	TCPS_CAUSE_INVALID,	/* fits no state of this connection */
	TCPS_CAUSE_ICMP_IGNORED,	/* ICMP error that ends no connection */
	TCPS_CAUSE_SYN_ACK_OTHER,	/* a SYN-ACK with another number */
	TCPS_CAUSE_MAX
};

/** enum tcps_end - how a flow ended */
enum tcps_end {
	TCPS_END_STILL_OPEN,
	TCPS_END_FIN,
	TCPS_END_RESET,
	TCPS_END_REFUSED,	/* RST in answer to the SYN */
	TCPS_END_TIMEOUT,	/* silence */
	TCPS_END_UNREACHABLE,	/* ICMP error in answer to the SYN */
	TCPS_END_HALF_OPEN,	/* SYN-ACK sent, handshake never finished */
	TCPS_END_EVICTED,	/* a limit, or the end of the observation */
	TCPS_END_MAX
};

/** enum tcps_class - classes of flows; each has one timeout */
enum tcps_class {
	TCPS_CLASS_HALF_OPEN,	/* handshake not finished */
	TCPS_CLASS_ESTABLISHED,
	TCPS_CLASS_FIN,		/* a FIN or its ACK is outstanding */
	TCPS_CLASS_HALF_CLOSED,	/* one direction closed, the other in use */
	TCPS_CLASS_TIME_WAIT,
	TCPS_CLASS_CLOSED,	/* kept a while in case the RST was not true */
	TCPS_CLASS_MAX
};

/* Default timeouts by class, in seconds: of the module, and of captures. */
#define TCPS_CLASS_TIMEOUTS { \
	[TCPS_CLASS_HALF_OPEN] = 120, \
	[TCPS_CLASS_ESTABLISHED] = 5 * 24 * 3600, \
	[TCPS_CLASS_FIN] = 240, \
	[TCPS_CLASS_HALF_CLOSED] = 12 * 3600, \
	[TCPS_CLASS_TIME_WAIT] = 60, \
	[TCPS_CLASS_CLOSED] = 60, \
}

/**
 * enum tcps_evidence - what a segment, or a timer, says about one endpoint
 *
 * The rows of the table of evidence (know.c). "Sends" is proof by the endpoint's
 * own segment; "passes" is a segment on its way to the endpoint.
 */
enum tcps_evidence {
	TCPS_EV_SYN,		/* it sends a SYN */
	TCPS_EV_SYN_ACK,	/* it sends a SYN-ACK that covers the SYN */
	TCPS_EV_SYN_ANSWERED,	/* its SYN was not seen, the answer to it is */
	TCPS_EV_ANSWER_UNSEEN,	/* its SYN-ACK was acknowledged, not seen */
	TCPS_EV_NO_ANSWER,	/* ... and was none: here comes the true one */
	TCPS_EV_ACKS_SYN,	/* it sends an ACK of the peer's SYN */
	TCPS_EV_ACKS_BARE_SYN,	/* the same, and a SYN without ACK was seen */
	TCPS_EV_SYN_ACKED,	/* an ACK of its SYN passes */
	TCPS_EV_PROCEEDS,	/* it takes more than the handshake held */
	TCPS_EV_PEER_PROCEEDS,	/* its peer does, or goes on for long */
	TCPS_EV_SYN_ACK_AGAIN,	/* it sends its SYN-ACK again */
	TCPS_EV_FIN,		/* it sends a FIN */
	TCPS_EV_NO_FIN,		/* the FIN was not its own */
	TCPS_EV_NO_PEER_FIN,	/* the FIN it was sent was not its peer's */
	TCPS_EV_ACKS_FIN,	/* it sends an ACK that covers the peer's FIN */
	TCPS_EV_TAKES_FIN,	/* what it takes lies behind the peer's FIN */
	TCPS_EV_FIN_LATER,	/* its FIN was sent before it had the peer's */
	TCPS_EV_LACKS_FIN,	/* it goes on without the peer's FIN */
	TCPS_EV_FIN_ACKED,	/* an ACK of its FIN passes */
	TCPS_EV_FIN_ACKED_CROSS, /* the same, the peer's FIN gone before */
	TCPS_EV_HAS_FIN_ACK,	/* it acts on the segment that carried that ACK */
	TCPS_EV_FIN_AGAIN,	/* it sends its FIN again */
	TCPS_EV_FIN_AGAIN_LACKS, /* the same, and lacks the peer's FIN */
	TCPS_EV_RST,		/* it sends a RST */
	TCPS_EV_RESET,		/* a RST that it takes passes */
	TCPS_EV_GOES_ON,	/* it sends more: it was not closed after all */
	TCPS_EV_LEFT_OPEN,	/* what seemed to close it was nothing */
	TCPS_EV_ICMP,		/* an ICMP error about its SYN passes */
	TCPS_EV_REUSE,		/* it opens a new connection */
	TCPS_EV_TIMEOUT,	/* the timer of the connection ran out */
	TCPS_EV_REMOVE,		/* a limit, or the end of the observation */
	TCPS_EV_ADOPT_SENDER,	/* first seen in the middle, sending */
	TCPS_EV_ADOPT_RECEIVER,	/* first seen in the middle, addressed */
	TCPS_EV_MAX
};

#endif /* TCPS_CORE_STATE_H */
