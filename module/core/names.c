// SPDX-License-Identifier: GPL-2.0
/* Names of the machine's vocabulary. Unknown numbers are named "?". */
#include "names.h"
#include "verdict.h"

static const char *const state_names[TCPS_STATE_MAX] = {
	[TCPS_CLOSED] = "CLOSED",
	[TCPS_LISTEN] = "LISTEN",
	[TCPS_SYN_SENT] = "SYN_SENT",
	[TCPS_SYN_RECEIVED] = "SYN_RECEIVED",
	[TCPS_ESTABLISHED] = "ESTABLISHED",
	[TCPS_FIN_WAIT_1] = "FIN_WAIT_1",
	[TCPS_FIN_WAIT_2] = "FIN_WAIT_2",
	[TCPS_CLOSING] = "CLOSING",
	[TCPS_TIME_WAIT] = "TIME_WAIT",
	[TCPS_CLOSE_WAIT] = "CLOSE_WAIT",
	[TCPS_LAST_ACK] = "LAST_ACK",
};

static const char *const certainty_names[TCPS_CERTAINTY_MAX] = {
	[TCPS_OBSERVED] = "observed",
	[TCPS_PRESUMED] = "presumed",
	[TCPS_INFERRED] = "inferred",
};

static const char *const cause_names[TCPS_CAUSE_MAX] = {
	[TCPS_CAUSE_SYN] = "SYN",
	[TCPS_CAUSE_SYN_ACK] = "SYN-ACK",
	[TCPS_CAUSE_ACK] = "ACK",
	[TCPS_CAUSE_FIN] = "FIN",
	[TCPS_CAUSE_RST] = "RST",
	[TCPS_CAUSE_ICMP] = "ICMP",
	[TCPS_CAUSE_TIMER] = "TIMER",
	[TCPS_CAUSE_EVICT] = "EVICT",
	[TCPS_CAUSE_ADOPT] = "ADOPT",
	[TCPS_CAUSE_RST_IGNORED] = "RST_IGNORED",
	[TCPS_CAUSE_FIN_IGNORED] = "FIN_IGNORED",
	[TCPS_CAUSE_STOP] = "STOP",
	[TCPS_CAUSE_SYN_REPEAT] = "SYN_REPEAT",
	[TCPS_CAUSE_SYN_ACK_REPEAT] = "SYN-ACK_REPEAT",
	[TCPS_CAUSE_FIN_REPEAT] = "FIN_REPEAT",
	[TCPS_CAUSE_SYN_IGNORED] = "SYN_IGNORED",
	[TCPS_CAUSE_CHALLENGE_ACK] = "CHALLENGE_ACK",
	[TCPS_CAUSE_INVALID] = "INVALID",
	[TCPS_CAUSE_ICMP_IGNORED] = "ICMP_IGNORED",
	[TCPS_CAUSE_SYN_ACK_OTHER] = "SYN-ACK_OTHER",
};

static const char *const end_names[TCPS_END_MAX] = {
	[TCPS_END_STILL_OPEN] = "still-open",
	[TCPS_END_FIN] = "fin",
	[TCPS_END_RESET] = "reset",
	[TCPS_END_REFUSED] = "refused",
	[TCPS_END_TIMEOUT] = "timeout",
	[TCPS_END_UNREACHABLE] = "unreachable",
	[TCPS_END_HALF_OPEN] = "half-open",
	[TCPS_END_EVICTED] = "evicted",
};

static const char *const class_names[TCPS_CLASS_MAX] = {
	[TCPS_CLASS_HALF_OPEN] = "half_open",
	[TCPS_CLASS_ESTABLISHED] = "established",
	[TCPS_CLASS_FIN] = "fin",
	[TCPS_CLASS_HALF_CLOSED] = "half_closed",
	[TCPS_CLASS_TIME_WAIT] = "time_wait",
	[TCPS_CLASS_CLOSED] = "closed",
};

static const char *const role_names[TCPS_ROLE_NONE] = {
	[TCPS_INITIATOR] = "initiator",
	[TCPS_RESPONDER] = "responder",
};

static const char *const zeek_names[TCPS_ZEEK_MAX] = {
	[TCPS_ZEEK_S0] = "S0",
	[TCPS_ZEEK_S1] = "S1",
	[TCPS_ZEEK_SF] = "SF",
	[TCPS_ZEEK_REJ] = "REJ",
	[TCPS_ZEEK_S2] = "S2",
	[TCPS_ZEEK_S3] = "S3",
	[TCPS_ZEEK_RSTO] = "RSTO",
	[TCPS_ZEEK_RSTR] = "RSTR",
	[TCPS_ZEEK_RSTOS0] = "RSTOS0",
	[TCPS_ZEEK_RSTRH] = "RSTRH",
	[TCPS_ZEEK_SH] = "SH",
	[TCPS_ZEEK_SHR] = "SHR",
	[TCPS_ZEEK_OTH] = "OTH",
};

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
