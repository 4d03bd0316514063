/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Arguments of options. Each tcpst_parse_* returns an exit status: unless it is
 * TCPST_OK, the error has been reported.
 */
#ifndef TCPST_PARSE_H
#define TCPST_PARSE_H

#include "model/match.h"
#include "model/threshold.h"
#include "model/since.h"
#include "model/where.h"

bool tcpst_read_addr(const char *text, struct tcps_filter_addr *addr);
bool tcpst_read_port(const char *text, struct tcps_filter_port *port);
bool tcpst_read_end(char *text, struct tcpst_where_value *end);
bool tcpst_read_duration(const char *text, u64 *ns);
bool tcpst_read_date(const char *text, u64 *ns);
bool tcpst_is_name(const char *text, const char *name);

int tcpst_parse_number(const char *option, const char *text, u64 max,
		       u64 *value);
int tcpst_parse_duration(const char *option, const char *text, u64 *ns);
int tcpst_parse_thresholds(const char *option, const char *text,
			   enum tcpst_level level,
			   struct tcpst_thresholds *thresholds);
int tcpst_parse_state_name(const char *text);
int tcpst_parse_end_name(const char *text);
int tcpst_parse_since(const char *text, struct tcpst_since *since);

int tcpst_parse_addrs(const char *option, const char *text,
		      struct tcps_filter *filter);
int tcpst_parse_ports(const char *option, const char *text,
		      struct tcps_filter *filter);
int tcpst_parse_ends(const char *option, const char *text,
		     enum tcps_filter_side side, struct tcps_filter *filter);
int tcpst_parse_states(const char *text, struct tcpst_wanted *wanted);
int tcpst_parse_flows(const char *text, struct tcpst_wanted *wanted);
int tcpst_parse_pids(const char *text, struct tcpst_wanted *wanted);
int tcpst_parse_comms(const char *text, struct tcpst_wanted *wanted);
int tcpst_parse_cgroups(const char *text, struct tcpst_wanted *wanted);
int tcpst_parse_verdicts(const char *text, struct tcps_filter *filter);
int tcpst_parse_role(const char *text, u8 *role);
int tcpst_parse_where(const char *text, const struct tcpst_fields *fields,
		      struct tcpst_where **where);

#endif /* TCPST_PARSE_H */
