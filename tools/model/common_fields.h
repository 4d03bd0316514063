/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Rows that flow_fields.c and event_fields.c share: a field that both flows and events
 * have is defined here once. The file that includes this defines ITEM, the structure;
 * ATTR(name), its netlink attribute of that name; and GUESSED, which marks addresses
 * whose roles may be a guess.
 */
#ifndef TCPST_COMMON_FIELDS_H
#define TCPST_COMMON_FIELDS_H

#include <stddef.h>

#include "model/field.h"
#include "model/icmp.h"
#include "module/uapi/tcpstates.h"

#define AT(member)							\
	.offset = offsetof(ITEM, member),				\
	.size = sizeof(((ITEM *)NULL)->member)
#define IF(member) .known = offsetof(ITEM, member) + 1
#define INITIATOR TCPS_INITIATOR
#define RESPONDER TCPS_RESPONDER
#define NOT_OPEN (TCPST_JSON_ALL & ~TCPST_JSON_FLOW)

static u64 family(const void *item, u64 now)
{
	(void)now;
	return ((const ITEM *)item)->ends.ipv6;
}

static u64 origin(const void *item, u64 now)
{
	const ITEM *it = item;

	(void)now;
	return it->rst_ttl ? tcps_hops_origin(it->rst_usual, it->rst_ttl) :
	       TCPST_FIELD_UNKNOWN;
}

static u64 icmp(const void *item, u64 now)
{
	const struct tcpst_icmp *error = &((const ITEM *)item)->icmp;

	(void)now;
	return TCPST_ICMP(error->from.ipv6, error->type, error->code);
}

/* The ends. */
#define FIELD_FLOW							\
	.column = "FLOW", .type = TCPST_FIELD_COUNT, .width = 6,	\
	.help = "number of the flow, for `tcpst show`",			\
	.json = "flow", .kernel = TCPST_KERNEL_FLOW, .option = "flow"
#define FIELD_FAMILY							\
	.column = "FAMILY", .type = TCPST_FIELD_FAMILY,			\
	.help = "ipv4 or ipv6",						\
	.value = family, .json = "family",				\
	.kernel = TCPST_KERNEL_FAMILY, .option = "ipv4"
#define FIELD_INITIATOR							\
	.column = "INITIATOR", .type = TCPST_FIELD_ADDR_PORT,		\
	.help = "address and port of the end that sent the first SYN",	\
	AT(ends), GUESSED, .role = INITIATOR,				\
	.kernel = TCPST_KERNEL_END_OF, .option = "initiator"
#define FIELD_RESPONDER							\
	.column = "RESPONDER", .type = TCPST_FIELD_ADDR_PORT,		\
	.help = "address and port of the other end",			\
	AT(ends), GUESSED, .role = RESPONDER,				\
	.kernel = TCPST_KERNEL_END_OF, .option = "responder"
#define FIELD_ADDR(ROLE, letter, name)					\
	.column = letter "ADDR", .type = TCPST_FIELD_ADDR,		\
	.help = "address of the " name,					\
	AT(ends), GUESSED, .role = ROLE, .attr = ATTR(ROLE##_ADDR),	\
	.json = name ".addr",						\
	.kernel = TCPST_KERNEL_END_OF, .option = name
#define FIELD_PORT(ROLE, letter, name)					\
	.column = letter "PORT", .type = TCPST_FIELD_PORT,		\
	.help = "port of the " name,					\
	AT(ends.port[ROLE]), .role = ROLE, .attr = ATTR(ROLE##_PORT),	\
	.json = name ".port",						\
	.kernel = TCPST_KERNEL_PORT, .option = name

/* The RST that ended it. */
#define FIELD_RESETREASON						\
	.column = "RESETREASON", .type = TCPST_FIELD_RESET,		\
	.help = "why this machine sent the RST: no-socket, unread-data, linger, ...", \
	AT(reset), .zero_unknown = true, .attr = ATTR(RESET_REASON),	\
	.json = "reset_reason", .json_omit = TCPST_JSON_ALL
#define FIELD_RSTTTL							\
	.column = "RSTTTL", .type = TCPST_FIELD_COUNT,			\
	.help = "time to live, or hop limit, of the RST as it passed here", \
	AT(rst_ttl), .zero_unknown = true, .attr = ATTR(RESET_TTL),	\
	.json = "reset_ttl", .json_omit = TCPST_JSON_ALL
#define FIELD_USUALTTL							\
	.column = "USUALTTL", .type = TCPST_FIELD_COUNT,		\
	.help = "TTL of that end's other segments, the one closest to the RST's", \
	AT(rst_usual), .zero_unknown = true, .attr = ATTR(RESET_USUAL_TTL), \
	.json = "reset_usual_ttl", .json_omit = TCPST_JSON_ALL
#define FIELD_RSTORIGIN							\
	.column = "RSTORIGIN", .type = TCPST_FIELD_ORIGIN,		\
	.help = "whether the RST came from that end, by its TTL: sender, elsewhere, unknown", \
	.value = origin, .json = "reset_origin", .json_omit = TCPST_JSON_ALL

/* The ICMP error. */
#define FIELD_ICMPFROM							\
	.column = "ICMPFROM", .type = TCPST_FIELD_ADDR,			\
	AT(icmp.from), IF(icmp.known), .attr = ATTR(ICMP_FROM),		\
	.json = "icmp.from", .json_omit = TCPST_JSON_ALL
#define FIELD_ICMP							\
	.column = "ICMP", .type = TCPST_FIELD_ICMP, .width = 16,	\
	.help = "the ICMP error: host-unreachable, admin-prohibited, ...", \
	.value = icmp, IF(icmp.known),					\
	.json = "icmp.error", .json_omit = TCPST_JSON_ALL
#define FIELD_ICMP_TYPE							\
	.type = TCPST_FIELD_COUNT,					\
	.help = "type of that error, of ICMP or ICMPv6",		\
	AT(icmp.type), IF(icmp.known), .attr = ATTR(ICMP_TYPE),		\
	.json = "icmp.type", .json_omit = TCPST_JSON_ALL
#define FIELD_ICMP_CODE							\
	.type = TCPST_FIELD_COUNT,					\
	.help = "code of that type",					\
	AT(icmp.code), IF(icmp.known), .attr = ATTR(ICMP_CODE),		\
	.json = "icmp.code", .json_omit = TCPST_JSON_ALL

/* Segments of each end. */
#define FIELD_ISS(ROLE, name)						\
	.type = TCPST_FIELD_COUNT,					\
	.help = "initial sequence number of the " name,			\
	AT(iss[ROLE]), IF(iss_known[ROLE]), .attr = ATTR(ROLE##_ISS)
#define FIELD_PROVEN(ROLE, name)					\
	.type = TCPST_FIELD_COUNT,					\
	.help = "facts that segments of the " name " prove",		\
	AT(proven[ROLE])

/* Sockets of this host at the ends, and their processes. */
#define OWNER(ROLE, member)						\
	AT(owner[ROLE].member), IF(owner[ROLE].known), .json_omit = NOT_OPEN
#define FIELD_PID							\
	.column = "PID", .type = TCPST_FIELD_COUNT, .width = 7,		\
	.help = "process that opened the connection, if it runs here and is known", \
	OWNER(INITIATOR, pid), .zero_unknown = true, .attr = ATTR(PID),	\
	.json = "owner.pid", .kernel = TCPST_KERNEL_PID, .option = "pid"
#define FIELD_UID							\
	.column = "UID", .type = TCPST_FIELD_COUNT, .width = 5,		\
	.help = "user of that process",					\
	OWNER(INITIATOR, uid), .attr = ATTR(UID), .json = "owner.uid"
#define FIELD_COMM							\
	.column = "COMM", .type = TCPST_FIELD_COMM,			\
	.help = "command of that process",				\
	OWNER(INITIATOR, comm), .attr = ATTR(COMM), .json = "owner.comm", \
	.kernel = TCPST_KERNEL_COMM, .option = "comm"
#define FIELD_COOKIE							\
	.column = "COOKIE", .type = TCPST_FIELD_COUNT, .width = 6,	\
	.help = "cookie of the socket",					\
	OWNER(INITIATOR, cookie), .zero_unknown = true,			\
	.attr = ATTR(COOKIE), .json = "owner.cookie"
#define FIELD_CGROUP_ID							\
	.type = TCPST_FIELD_COUNT,					\
	.help = "id of the control group of the socket, in cgroup2",	\
	OWNER(INITIATOR, cgroup), .zero_unknown = true,			\
	.attr = ATTR(CGROUP), .json = "owner.cgroup_id"
#define FIELD_CGROUP							\
	.column = "CGROUP", .type = TCPST_FIELD_CGROUP,			\
	.help = "control group of the socket; id:N if its path is not known", \
	OWNER(INITIATOR, cgroup), .zero_unknown = true,			\
	.json = "owner.cgroup", .option = "cgroup"
#define FIELD_RPID							\
	.column = "RPID", .type = TCPST_FIELD_COUNT, .width = 7,	\
	.help = "process of the responder, if it runs here: the first that sends on the connection", \
	OWNER(RESPONDER, pid), .zero_unknown = true,			\
	.attr = ATTR(RESPONDER_PID), .json = "responder_owner.pid",	\
	.kernel = TCPST_KERNEL_RESPONDER_PID, .option = "pid"
#define FIELD_RUID							\
	.column = "RUID", .type = TCPST_FIELD_COUNT, .width = 5,	\
	.help = "user of the socket of the responder",			\
	OWNER(RESPONDER, uid), .attr = ATTR(RESPONDER_UID),		\
	.json = "responder_owner.uid"
#define FIELD_RCOMM							\
	.column = "RCOMM", .type = TCPST_FIELD_COMM,			\
	.help = "command of the process of the responder",		\
	OWNER(RESPONDER, comm), .attr = ATTR(RESPONDER_COMM),		\
	.json = "responder_owner.comm",					\
	.kernel = TCPST_KERNEL_RESPONDER_COMM, .option = "comm"
#define FIELD_RCOOKIE							\
	.column = "RCOOKIE", .type = TCPST_FIELD_COUNT, .width = 7,	\
	.help = "cookie of the socket of the responder, the listening one if it was seen", \
	OWNER(RESPONDER, cookie), .zero_unknown = true,			\
	.attr = ATTR(RESPONDER_COOKIE), .json = "responder_owner.cookie"
#define FIELD_RCGROUP_ID						\
	.type = TCPST_FIELD_COUNT,					\
	.help = "id of the control group of the socket of the responder", \
	OWNER(RESPONDER, cgroup), .zero_unknown = true,			\
	.attr = ATTR(RESPONDER_CGROUP), .json = "responder_owner.cgroup_id"
#define FIELD_RCGROUP							\
	.column = "RCGROUP", .type = TCPST_FIELD_CGROUP,		\
	.help = "control group of the socket of the responder",		\
	OWNER(RESPONDER, cgroup), .zero_unknown = true,			\
	.json = "responder_owner.cgroup", .option = "cgroup"

/* Place in a capture. */
#define FIELD_IFACE							\
	.column = "IFACE", .type = TCPST_FIELD_TEXT, .width = 6,	\
	AT(iface), .attr = TCPST_A_IFACE,				\
	.json = "iface", .json_omit = TCPST_JSON_ALL
#define FIELD_TUNNEL							\
	.column = "TUNNEL", .type = TCPST_FIELD_TUNNEL, .width = 6,	\
	.help = "innermost tunnel around the connection (see --tunnels)", \
	AT(tunnel), .zero_unknown = true, .attr = TCPST_A_TUNNEL,	\
	.json = "tunnel", .json_omit = TCPST_JSON_ALL, .option = "tunnels"

#endif /* TCPST_COMMON_FIELDS_H */
