// SPDX-License-Identifier: GPL-2.0
/* Names of the state machine's enums. Unknown numbers are named "?". */
#include "names.h"

static const char *const state_names[] = TCPS_STATE_NAMES;
static const char *const certainty_names[] = TCPS_CERTAINTY_NAMES;
static const char *const cause_names[] = TCPS_CAUSE_NAMES;
static const char *const end_names[] = TCPS_END_NAMES;
static const char *const class_names[] = TCPS_CLASS_NAMES;
static const char *const role_names[] = TCPS_ROLE_NAMES;
static const char *const zeek_names[] = TCPS_ZEEK_NAMES;
static const char *const stage_names[] = TCPS_STAGE_NAMES;
static const char *const reset_names[] = TCPS_RESET_NAMES;

#define NAME(table, number)						\
	((number) < sizeof(table) / sizeof((table)[0]) && (table)[number] ? \
	 (table)[number] : "?")

/** tcps_state_name() - RFC 9293 name of an enum tcps_state, with underscores */
const char *tcps_state_name(unsigned int state)
{
	return NAME(state_names, state);
}

/** tcps_certainty_name() - name of an enum tcps_certainty */
const char *tcps_certainty_name(unsigned int certainty)
{
	return NAME(certainty_names, certainty);
}

/** tcps_cause_name() - name of an enum tcps_cause */
const char *tcps_cause_name(unsigned int cause)
{
	return NAME(cause_names, cause);
}

/** tcps_end_name() - name of an enum tcps_end */
const char *tcps_end_name(unsigned int end)
{
	return NAME(end_names, end);
}

/** tcps_class_name() - name of an enum tcps_class, as in the sysctls */
const char *tcps_class_name(unsigned int class)
{
	return NAME(class_names, class);
}

/** tcps_role_name() - name of an enum tcps_role */
const char *tcps_role_name(unsigned int role)
{
	return NAME(role_names, role);
}

/** tcps_zeek_name() - name of an enum tcps_zeek, as in Zeek's conn.log */
const char *tcps_zeek_name(unsigned int zeek)
{
	return NAME(zeek_names, zeek);
}

/** tcps_stage_name() - name of an enum tcps_stage */
const char *tcps_stage_name(unsigned int stage)
{
	return NAME(stage_names, stage);
}

/** tcps_reset_name() - name of an enum tcps_reset */
const char *tcps_reset_name(unsigned int reset)
{
	return NAME(reset_names, reset);
}
