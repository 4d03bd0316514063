// SPDX-License-Identifier: GPL-2.0
/* Wireshark display filter for a flow. */
#include "text/display_filter.h"

#include <inttypes.h>

#include "text/format.h"

#define SECOND 1000000000ULL

static void print_time(FILE *file, const char *operator, u64 ns)
{
	u64 seconds = ns / SECOND, rest = ns % SECOND;

	fprintf(file, " && frame.time_epoch %s %" PRIu64 ".%09" PRIu64,
		operator, seconds, rest);
}

/**
 * tcpst_display_filter_print() - print a filter that selects the frames of a flow
 * @file: output file
 * @flow: the flow
 * @last_ns: when a segment of it was last recorded, ns since the Unix epoch
 *
 * It selects by ends, and by time because ports are reused; for an open flow, only by
 * the time of its start. The last frame is that which closed the flow, or a later
 * recorded one. TIME-WAIT is not included: the next connection may cut it short.
 */
void tcpst_display_filter_print(FILE *file, const struct tcpst_flow *flow,
				u64 last_ns)
{
	const char *family = flow->ends.ipv6 ? "ipv6" : "ip";
	char addr[2][TCPST_TEXT_SIZE];
	unsigned int role;
	u64 closed;

	for (role = 0; role < 2; role++)
		tcpst_format_addr(addr[role], &flow->ends, role);
	fprintf(file, "%s.addr == %s && %s.addr == %s", family, addr[0], family,
		addr[1]);
	fprintf(file, " && tcp.port == %u && tcp.port == %u",
		flow->ends.port[0], flow->ends.port[1]);
	print_time(file, ">=", flow->verdict.start);
	closed = flow->verdict.start + tcpst_flow_duration(flow);
	if (!flow->live)
		print_time(file, "<=", closed > last_ns ? closed : last_ns);
	putc('\n', file);
}
