// SPDX-License-Identifier: GPL-2.0
/* Summary of a flow, for `tcpst show`. */
#include "text/summary.h"

#include <inttypes.h>
#include <string.h>

#include "base/append.h"
#include "base/cgroup.h"
#include "model/icmp.h"
#include "model/offer.h"
#include "module/core/names.h"
#include "text/color.h"
#include "text/width.h"

/* Before the values of lines that have one. */
#define INDENT 15

/* Of the table of what each end has. */
#define PAIR_WIDTH 60

static void print_title(FILE *file, const struct tcpst_flow *flow,
			const struct tcpst_style *style)
{
	const struct tcps_verdict *verdict = &flow->verdict;
	char lasted[TCPST_TEXT_SIZE];

	tcpst_format_duration(lasted, style, tcpst_flow_duration(flow));
	if (style->color)
		fputs(TCPST_COLOR_BOLD, file);
	fprintf(file, "Flow %" PRIu64, flow->id);
	if (style->color)
		fputs(TCPST_COLOR_RESET, file);
	if (verdict->end == TCPS_END_STILL_OPEN)
		fprintf(file, ", open for %s", lasted);
	else
		fprintf(file, ", end: %s, after %s",
			tcps_end_name(verdict->end), lasted);
	if (verdict->adopted)
		fputs(", first seen after its beginning", file);
	putc('\n', file);
}

/* The process and the socket of an end on this host. */
static void print_owner(FILE *file, const char *what, const struct tcpst_owner *owner)
{
	char comm[TCPST_TEXT_SIZE], cgroup[TCPST_CGROUP_PATH];
	char line[TCPST_CGROUP_PATH + 2 * TCPST_TEXT_SIZE] = "";

	if (!owner->known)
		return;
	tcpst_format_comm(comm, owner->comm);
	if (owner->pid)
		tcpst_append(line, sizeof(line), "%s (pid %u, uid %u)",
			     *comm ? comm : "a process", owner->pid, owner->uid);
	else if (*comm)
		tcpst_append(line, sizeof(line), "%s (uid %u)", comm, owner->uid);
	else
		tcpst_append(line, sizeof(line), "a process of uid %u", owner->uid);
	if (owner->cgroup)
		tcpst_append(line, sizeof(line), ", control group %s",
			     tcpst_cgroup_text(cgroup, owner->cgroup));
	if (owner->cookie)
		tcpst_append(line, sizeof(line), ", socket cookie %" PRIu64,
			     owner->cookie);
	tcpst_width_wrap_after(file, what, INDENT, line);
}

static void print_ends(FILE *file, const struct tcpst_flow *flow,
		       const struct tcpst_style *style)
{
	char text[TCPST_TEXT_SIZE];
	unsigned int role;

	for (role = 0; role < 2; role++) {
		tcpst_format_end(text, style, &flow->ends, role);
		fprintf(file, "  %-12s %s%s\n", tcps_role_name(role), text,
			flow->verdict.roles_known || role ? "" :
			" (roles are a guess)");
	}
	print_owner(file, "  opened by", &flow->owner[TCPS_INITIATOR]);
	print_owner(file, "  accepted by", &flow->owner[TCPS_RESPONDER]);
}

/* When a flow was last seen, when it ended, and until when its TIME-WAIT lasted. */
static void print_stop(FILE *file, const struct tcpst_flow *flow,
		       const struct tcpst_style *style)
{
	const struct tcps_verdict *verdict = &flow->verdict;
	u64 over = verdict->start + tcpst_flow_duration(flow);
	char text[TCPST_TEXT_SIZE], line[2 * TCPST_TEXT_SIZE + 64];

	if (flow->timed) {
		tcpst_format_date(text, style, flow->seen_ns);
		fprintf(file, "  %-12s %s\n", "last seen", text);
	}
	if (verdict->end == TCPS_END_STILL_OPEN)
		return;
	tcpst_format_date(text, style, over);
	snprintf(line, sizeof(line), "%s", text);
	if (over < verdict->stop && !flow->timed) {
		tcpst_format_date(text, style, verdict->stop);
		tcpst_append(line, sizeof(line), " (TIME-WAIT until %s)", text);
	}
	tcpst_width_wrap_after(file, "  ended", INDENT, line);
}

/* Origin of a RST whose time to live differs from that of the end's other segments. */
static void print_origin(FILE *file, const struct tcpst_flow *flow)
{
	enum tcps_origin origin = tcps_hops_origin(flow->rst_usual, flow->rst_ttl);

	if (!flow->rst_ttl || !flow->rst_usual || flow->rst_ttl == flow->rst_usual)
		return;
	fprintf(file, "  %-12s %u, but %u in other segments from that end: %s\n", "TTL of RST",
		flow->rst_ttl, flow->rst_usual,
		origin == TCPS_ORIGIN_ELSEWHERE ? "sent elsewhere" :
		"same distance, so inconclusive");
}

static void print_icmp(FILE *file, const struct tcpst_icmp *icmp)
{
	char from[TCPST_TEXT_SIZE], name[TCPST_ICMP_LEN];

	if (!icmp->known)
		return;
	tcpst_format_addr(from, &icmp->from, 0);
	tcpst_icmp_text(name, TCPST_ICMP(icmp->from.ipv6, icmp->type, icmp->code));
	fprintf(file, "  %-12s %s, from %s\n", "ICMP error", name, from);
}

/* Addresses of the ends on the other side of NAT. */
static void print_nat(FILE *file, const struct tcpst_flow *flow,
		      const struct tcpst_style *style)
{
	const char *before = "";
	char text[TCPST_TEXT_SIZE];
	unsigned int role;

	if (!flow->translated[0] && !flow->translated[1])
		return;
	fprintf(file, "  %-12s ", "NAT");
	for (role = 0; role < 2; role++) {
		if (!flow->translated[role])
			continue;
		tcpst_format_end(text, style, &flow->nat, role);
		fprintf(file, "%s%s as %s", before, tcps_role_name(role), text);
		before = ", ";
	}
	putc('\n', file);
}

/* The end that does not answer, as in column PEER, and what it has not answered. */
static void print_silent(FILE *file, const struct tcpst_flow *flow,
			 const struct tcpst_style *style)
{
	unsigned int role = tcpst_flow_mute(flow, style->now);
	char text[TCPST_TEXT_SIZE], line[2 * TCPST_TEXT_SIZE + 64];

	if (role == TCPS_ROLE_NONE || flow->verdict.end != TCPS_END_STILL_OPEN)
		return;
	tcpst_format_duration(text, style, tcpst_flow_silence(flow, role, style->now));
	snprintf(line, sizeof(line), "%s for %s", tcps_role_name(role), text);
	if (flow->probed && flow->probes[!role])
		tcpst_append(line, sizeof(line), flow->probes[!role] == 1 ?
			     ", %u retransmission or probe unanswered" :
			     ", %u retransmissions or probes unanswered",
			     flow->probes[!role]);
	if (flow->unacked_known[!role] && flow->unacked[!role])
		tcpst_append(line, sizeof(line), flow->unacked[!role] == 1 ?
			     ", %" PRIu32 " octet not acknowledged" :
			     ", %" PRIu32 " octets not acknowledged",
			     flow->unacked[!role]);
	tcpst_width_wrap_after(file, "  silent", INDENT, line);
}

static void print_times(FILE *file, const struct tcpst_flow *flow,
			const struct tcpst_style *style)
{
	const struct tcps_verdict *verdict = &flow->verdict;
	char text[TCPST_TEXT_SIZE], more[TCPST_TEXT_SIZE];
	char line[2 * TCPST_TEXT_SIZE + 64];

	tcpst_format_date(text, style, verdict->start);
	fprintf(file, "  %-12s %s\n", "first seen", text);
	if (!flow->live) {
		print_stop(file, flow, style);
	} else {
		tcpst_format_duration(text, style, flow->expires_ms * 1000000);
		fprintf(file, "  %-12s in %s, if idle (class %s)\n",
			"expires", text, tcps_class_name(flow->class));
	}
	print_silent(file, flow, style);
	if (verdict->syn_to_syn_ack != TCPS_UNKNOWN_NS ||
	    verdict->syn_ack_to_ack != TCPS_UNKNOWN_NS) {
		strcpy(text, "?");
		strcpy(more, "?");
		if (verdict->syn_to_syn_ack != TCPS_UNKNOWN_NS)
			tcpst_format_duration(text, style,
					      verdict->syn_to_syn_ack);
		if (verdict->syn_ack_to_ack != TCPS_UNKNOWN_NS)
			tcpst_format_duration(more, style,
					      verdict->syn_ack_to_ack);
		snprintf(line, sizeof(line), "SYN to SYN-ACK %s, SYN-ACK to ACK %s", text, more);
		tcpst_width_wrap_after(file, "  handshake", INDENT, line);
	}
	if (verdict->closed_first < TCPS_ROLE_NONE)
		fprintf(file, "  %-12s %s\n", "closed first",
			tcps_role_name(verdict->closed_first));
	if (verdict->half_close_ns != TCPS_UNKNOWN_NS) {
		tcpst_format_duration(text, style, verdict->half_close_ns);
		fprintf(file, "  %-12s %s\n", "half-closed", text);
	}
	if (verdict->reset_by < TCPS_ROLE_NONE)
		fprintf(file, "  %-12s %s%s%s\n", "reset by",
			tcps_role_name(verdict->reset_by), flow->reset ? ", " : "",
			flow->reset ? tcps_reset_name(flow->reset) : "");
	print_origin(file, flow);
	print_icmp(file, &flow->icmp);
	fprintf(file, "  %-12s %s%s%s\n", "conn_state",
		tcps_zeek_name(verdict->zeek),
		flow->zeek_uid && *flow->zeek_uid ? ", uid " : "",
		flow->zeek_uid ? flow->zeek_uid : "");
}

/* Options in the SYN of each end, if that was seen. */
static void print_options(FILE *file, const struct tcpst_flow *flow)
{
	static const char *const names[] = { "SYN", "SYN-ACK" };
	char text[TCPST_OFFER_TEXT];
	unsigned int role;

	for (role = 0; role < 2; role++)
		if (flow->options[role] && strcmp(tcpst_offer_text(text, flow->options[role]), "none"))
			fprintf(file, "  %-12s %s\n", names[role], text);
		else if (flow->options[role])
			fprintf(file, "  %-12s without options\n", names[role]);
}

static void pair(FILE *file, const char *name, const char *initiator,
		 const char *responder)
{
	if (tcpst_width_fits(PAIR_WIDTH))
		fprintf(file, "  %-26s %14s %14s\n", name, initiator, responder);
	else
		fprintf(file, "%s%s%s  %16s %14s\n", *name ? "  " : "", name,
			*name ? "\n" : "", initiator, responder);
}

static void pair_of_counts(FILE *file, const char *name, u64 initiator,
			   u64 responder)
{
	char text[2][TCPST_TEXT_SIZE];

	snprintf(text[0], sizeof(text[0]), "%" PRIu64, initiator);
	snprintf(text[1], sizeof(text[1]), "%" PRIu64, responder);
	pair(file, name, text[0], text[1]);
}

static void pair_of_spans(FILE *file, const char *name,
			  const struct tcpst_style *style, u64 initiator,
			  u64 responder)
{
	char text[2][TCPST_TEXT_SIZE];

	strcpy(text[0], "-");
	strcpy(text[1], "-");
	if (initiator)
		tcpst_format_duration(text[0], style, initiator);
	if (responder)
		tcpst_format_duration(text[1], style, responder);
	pair(file, name, text[0], text[1]);
}

/* "-" for a state that the end was never in; 0 for one that it left at once. */
static void time_in_state(FILE *file, const struct tcps_verdict *verdict,
			  const struct tcpst_style *style, unsigned int state)
{
	char name[32], text[2][TCPST_TEXT_SIZE];
	unsigned int role;

	if (!((verdict->been[0] | verdict->been[1]) & 1U << state))
		return;
	for (role = 0; role < 2; role++) {
		strcpy(text[role], "-");
		if (verdict->been[role] & 1U << state)
			tcpst_format_duration(text[role], style,
					      verdict->state_ns[role][state]);
	}
	snprintf(name, sizeof(name), "time in %s", tcps_state_name(state));
	pair(file, name, text[0], text[1]);
}

static void print_pairs(FILE *file, const struct tcpst_flow *flow,
			const struct tcpst_style *style)
{
	const struct tcps_verdict *verdict = &flow->verdict;
	char text[2][TCPST_TEXT_SIZE];
	unsigned int state;

	pair(file, "", "initiator", "responder");
	pair(file, "state", tcps_state_name(verdict->state[0]),
	     tcps_state_name(verdict->state[1]));
	tcpst_format_size(text[0], style, verdict->bytes[0]);
	tcpst_format_size(text[1], style, verdict->bytes[1]);
	pair(file, "octets of payload sent", text[0], text[1]);
	if (flow->accounted) {
		pair_of_counts(file, "segments sent", flow->packets[0],
			       flow->packets[1]);
		pair_of_spans(file, "round trip time from here", style,
			      flow->rtt_ns[0], flow->rtt_ns[1]);
	}
	pair_of_counts(file, "SYN, SYN-ACK retransmitted", verdict->syn_repeats,
		       verdict->syn_ack_repeats);
	pair_of_counts(file, "FIN retransmitted", verdict->fin_repeats[0],
		       verdict->fin_repeats[1]);
	if (flow->iss_known[0] && flow->iss_known[1])
		pair_of_counts(file, verdict->adopted ?
			       "first sequence number" :
			       "initial sequence number", flow->iss[0],
			       flow->iss[1]);
	for (state = 0; state < TCPS_STATE_MAX; state++)
		time_in_state(file, verdict, style, state);
}

/**
 * tcpst_summary_print() - print the summary of a flow
 * @file:  output file
 * @flow:  the flow
 * @style: style of numbers
 */
void tcpst_summary_print(FILE *file, const struct tcpst_flow *flow,
			  const struct tcpst_style *style)
{
	print_title(file, flow, style);
	print_ends(file, flow, style);
	print_nat(file, flow, style);
	print_times(file, flow, style);
	print_options(file, flow);
	putc('\n', file);
	print_pairs(file, flow, style);
}
