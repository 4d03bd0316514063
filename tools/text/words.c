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
