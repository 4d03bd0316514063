// SPDX-License-Identifier: GPL-2.0
/* A flow as a display filter of Wireshark. */
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
 * tcpst_display_filter_print() - what chooses the frames of a flow, in a line
 * @file: where
 * @flow: the flow
 * @last_ns: when a segment of it was last recorded, ns since the Unix epoch
 *
 * Ends and times, for ports are used again; an open flow has no last time. It ends
 * with what closed it, or was recorded after that: not with TIME-WAIT, which the
 * next connection may cut short.
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
