// SPDX-License-Identifier: GPL-2.0
#include "text/words.h"

#include "base/language.h"
#include "module/core/state.h"

/** tcpst_role_word() - word for an enum tcps_role that is an end */
const char *tcpst_role_word(unsigned int role)
{
	return role == TCPS_RESPONDER ? _("responder") : _("initiator");
}

/** tcpst_certainty_word() - word for an enum tcps_certainty */
const char *tcpst_certainty_word(unsigned int certainty)
{
	static const char *const words[TCPS_CERTAINTY_MAX] = {
		[TCPS_OBSERVED] = N_("observed"),
		[TCPS_PRESUMED] = N_("presumed"),
		[TCPS_INFERRED] = N_("inferred"),
	};

	return certainty < TCPS_CERTAINTY_MAX ? _(words[certainty]) : "?";
}

/** tcpst_state_meaning() - what an enum tcps_state means for the end, a sentence */
const char *tcpst_state_meaning(unsigned int state)
{
	static const char *const meanings[TCPS_STATE_MAX] = {
		[TCPS_CLOSED] = N_("it has no state for the connection."),
		[TCPS_LISTEN] = N_("it waits for a SYN from any peer."),
		[TCPS_SYN_SENT] = N_("it has sent a SYN and waits for the answer."),
		[TCPS_SYN_RECEIVED] = N_("it has received a SYN, sent its own, and waits for the ACK of that."),
		[TCPS_ESTABLISHED] = N_("data can be sent in both directions."),
		[TCPS_FIN_WAIT_1] = N_("it has closed, and waits for the ACK of its FIN."),
		[TCPS_FIN_WAIT_2] = N_("its FIN was acknowledged; it waits for the peer's FIN, which may take any time."),
		[TCPS_CLOSING] = N_("both ends sent a FIN at the same time; it waits for the ACK of its own."),
		[TCPS_TIME_WAIT] = N_("both FINs are acknowledged, but it waits for 2MSL, twice the maximum segment lifetime, which is the longest that a segment can stay in the network (Linux waits for a minute in all), for two reasons. If its last ACK is lost, the peer retransmits its FIN, which must be acknowledged again. And delayed segments may still be in the network: a new connection between the same addresses and ports might accept them. After that time there are none."),
		[TCPS_CLOSE_WAIT] = N_("the peer has closed, the local program has not; it can still send."),
		[TCPS_LAST_ACK] = N_("both ends have closed; it waits for the ACK of its FIN, and is CLOSED after that."),
	};

	return state < TCPS_STATE_MAX ? _(meanings[state]) : "";
}
