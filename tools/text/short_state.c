// SPDX-License-Identifier: GPL-2.0
/* Short names of states. */
#include "text/short_state.h"

#include <string.h>

#include "module/core/names.h"

/** tcpst_state_short() - name of a state in seven columns */
const char *tcpst_state_short(unsigned int state)
{
	static const char *const names[TCPS_STATE_MAX] = {
		[TCPS_CLOSED] = "CLOSED", [TCPS_LISTEN] = "LISTEN",
		[TCPS_SYN_SENT] = "SYN_SNT", [TCPS_SYN_RECEIVED] = "SYN_RCV",
		[TCPS_ESTABLISHED] = "ESTAB", [TCPS_FIN_WAIT_1] = "FIN_W1",
		[TCPS_FIN_WAIT_2] = "FIN_W2", [TCPS_CLOSING] = "CLOSING",
		[TCPS_TIME_WAIT] = "TIME_W", [TCPS_CLOSE_WAIT] = "CLOSE_W",
		[TCPS_LAST_ACK] = "LAST_AC",
	};

	return state < TCPS_STATE_MAX ? names[state] : "?";
}

/** tcpst_state_shorten() - the short name for a long one; other text is returned as it is */
const char *tcpst_state_shorten(const char *name)
{
	unsigned int state;

	for (state = 0; state < TCPS_STATE_MAX; state++)
		if (!strcmp(name, tcps_state_name(state)))
			return tcpst_state_short(state);
	return name;
}
