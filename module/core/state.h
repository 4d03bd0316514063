/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Enums of the state machine: states, causes, certainties and so on, which are those of the
 * wire format (enums.h), timeouts and evidence.
 */
#ifndef TCPS_CORE_STATE_H
#define TCPS_CORE_STATE_H

#include "enums.h"
#include "types.h"

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
 * enum tcps_evidence - evidence of a segment, or a timer, about one endpoint
 * @TCPS_EV_SYN: it sends a SYN
 * @TCPS_EV_SYN_ACK: it sends a SYN-ACK that covers the SYN
 * @TCPS_EV_SYN_ANSWERED: its SYN was missed, the answer is seen
 * @TCPS_EV_ANSWER_UNSEEN: its SYN-ACK was acknowledged, not seen
 * @TCPS_EV_NO_ANSWER: it had sent none after all: the real one follows
 * @TCPS_EV_ACKS_SYN: it sends an ACK of the peer's SYN
 * @TCPS_EV_ACKS_BARE_SYN: the same, and a SYN without ACK was seen
 * @TCPS_EV_SYN_ACKED: an ACK of its SYN passes
 * @TCPS_EV_PROCEEDS: it acknowledges more than the handshake
 * @TCPS_EV_PEER_PROCEEDS: its peer does, or continues for long
 * @TCPS_EV_SYN_ACK_AGAIN: it retransmits its SYN-ACK
 * @TCPS_EV_SYN_AGAIN: it retransmits its SYN
 * @TCPS_EV_PEER_SYN_AGAIN: its peer retransmits its SYN
 * @TCPS_EV_FIN: it sends a FIN
 * @TCPS_EV_NO_FIN: its FIN was forged
 * @TCPS_EV_NO_PEER_FIN: the FIN it was sent was forged
 * @TCPS_EV_ACKS_FIN: it sends an ACK that covers the peer's FIN
 * @TCPS_EV_TAKES_FIN: it accepts a RST behind the peer's FIN
 * @TCPS_EV_FIN_LATER: its FIN was sent before it had the peer's
 * @TCPS_EV_LACKS_FIN: it continues without the peer's FIN
 * @TCPS_EV_FIN_ACKED: an ACK of its FIN passes
 * @TCPS_EV_FIN_ACKED_CROSS: the same, after the peer's own FIN
 * @TCPS_EV_HAS_FIN_ACK: it received the segment with that ACK
 * @TCPS_EV_FIN_AGAIN: it retransmits its FIN
 * @TCPS_EV_FIN_AGAIN_LACKS: the same, and lacks the peer's FIN
 * @TCPS_EV_RST_LACKS: it sends a RST that does not acknowledge the peer's FIN
 * @TCPS_EV_RST: it sends a RST
 * @TCPS_EV_RESET: a RST that it accepts passes
 * @TCPS_EV_GOES_ON: it sends more: it was not closed after all
 * @TCPS_EV_LEFT_OPEN: what seemed to close it did not
 * @TCPS_EV_ICMP: an ICMP error about its SYN passes
 * @TCPS_EV_REUSE: it opens a new connection
 * @TCPS_EV_REUSED: the SYN of a new connection passes
 * @TCPS_EV_TIMEOUT: the timer of the connection expired
 * @TCPS_EV_REMOVE: a limit, or the end of the observation
 * @TCPS_EV_ADOPT_SENDER: first seen in the middle, sending
 * @TCPS_EV_ADOPT_RECEIVER: first seen in the middle, addressed
 * @TCPS_EV_MAX: how many there are
 *
 * The rows of the table of evidence (know.c). "Sends" is proof by the endpoint's
 * own segment; "passes" is a segment on its way to the endpoint.
 */
enum tcps_evidence {
	TCPS_EV_SYN,
	TCPS_EV_SYN_ACK,
	TCPS_EV_SYN_ANSWERED,
	TCPS_EV_ANSWER_UNSEEN,
	TCPS_EV_NO_ANSWER,
	TCPS_EV_ACKS_SYN,
	TCPS_EV_ACKS_BARE_SYN,
	TCPS_EV_SYN_ACKED,
	TCPS_EV_PROCEEDS,
	TCPS_EV_PEER_PROCEEDS,
	TCPS_EV_SYN_ACK_AGAIN,
	TCPS_EV_SYN_AGAIN,
	TCPS_EV_PEER_SYN_AGAIN,
	TCPS_EV_FIN,
	TCPS_EV_NO_FIN,
	TCPS_EV_NO_PEER_FIN,
	TCPS_EV_ACKS_FIN,
	TCPS_EV_TAKES_FIN,
	TCPS_EV_FIN_LATER,
	TCPS_EV_LACKS_FIN,
	TCPS_EV_FIN_ACKED,
	TCPS_EV_FIN_ACKED_CROSS,
	TCPS_EV_HAS_FIN_ACK,
	TCPS_EV_FIN_AGAIN,
	TCPS_EV_FIN_AGAIN_LACKS,
	TCPS_EV_RST_LACKS,
	TCPS_EV_RST,
	TCPS_EV_RESET,
	TCPS_EV_GOES_ON,
	TCPS_EV_LEFT_OPEN,
	TCPS_EV_ICMP,
	TCPS_EV_REUSE,
	TCPS_EV_REUSED,
	TCPS_EV_TIMEOUT,
	TCPS_EV_REMOVE,
	TCPS_EV_ADOPT_SENDER,
	TCPS_EV_ADOPT_RECEIVER,
	TCPS_EV_MAX
};

#endif /* TCPS_CORE_STATE_H */
