// SPDX-License-Identifier: GPL-2.0
/* Descriptions of counters, for the page of metrics. */
#include "export/counter_help.h"

#include <stddef.h>
#include <string.h>

static const struct {
	const char *name;
	const char *help;
} counters[] = {
	/* of a network namespace */
	{ "examined", "Segments that the module examined." },
	{ "sampled", "Of the segments examined, data and plain ACKs taken as samples." },
	{ "slot_collisions", "Of the segments examined, those examined only because another flow shares their slot of the counting filter." },
	{ "slots_full", "Times that a flow waiting for an ACK found no free slot in the counting filter, so that its ACK is seen only if sampled." },
	{ "opened", "Connections seen for the first time." },
	{ "adopted", "Of these, connections first seen after their beginning." },
	{ "ended", "Connections that ended or were removed." },
	{ "transitions", "Changes of the state of an end." },
	{ "retractions", "Of these, retractions of an earlier presumption." },
	{ "notes", "Notable segments that changed no state: retransmissions, ignored RSTs, numbers out of window." },
	{ "notes_left_out", "Of these, segments not recorded, because there were too many." },
	{ "evicted_unanswered", "Connection attempts that were not answered, removed at a limit: a scan, or a flood of SYNs." },
	{ "evicted_half_open", "Half-open connections that had been answered, removed at a limit." },
	{ "evicted_closed", "Closed connections and those in TIME-WAIT, removed early at a limit." },
	{ "evicted_one_sided", "Connections of which only one side was ever seen, removed at a limit." },
	{ "evicted_open", "Established and closing connections removed for another network namespace." },
	{ "evicted_for_others", "Of all removed at a limit, those removed for another network namespace." },
	{ "evicted_disabled", "Connections removed because net.tcpstates.enabled was set to 0." },
	{ "table_full", "Connections not tracked, since max_flows was reached: raise it, or find out what fills the table." },
	{ "total_full", "Connections not tracked, since all network namespaces together were at their limit." },
	{ "no_memory", "Connections not tracked: out of memory." },
	{ "insert_failed", "Connections not tracked, since the table was growing at that moment." },
	{ "raced", "Segments skipped, since other processors began and ended their connection at that moment." },
	{ "bad_header", "Packets with invalid headers." },
	{ "truncated", "Packets that are shorter than their headers specify." },
	{ "fragments", "Fragments that carry no TCP header." },
	{ "self", "Segments of a socket that is connected to itself." },
	{ "unrelated", "Segments that match no connection and open none, such as a stray RST." },
	{ "strays", "Unexpected segments between the ends of a known connection." },
	{ "strays_lost", "Of these, segments discarded before another one could confirm them." },
	{ "icmp", "ICMP errors about a known connection." },
	{ "icmp_lost", "Of these, errors that ended a flow, whose source address was not kept." },
	{ "drops", "Segments that the kernel dropped, with net.tcpstates.drops." },
	{ "drops_unmatched", "Of these, segments of no known connection." },
	{ "drops_missed", "Of these, segments dropped in a context in which nothing could be recorded." },
	{ "retransmits", "Retransmissions of data by sockets of this machine, with net.tcpstates.retransmits." },
	{ "retransmits_unmatched", "Of these, retransmissions on no known connection." },
	{ "record_lost", "Events that could not be recorded: no reader receives them." },
	{ "record_no_memory", "Events not recorded: out of memory, or recorder_mib was reached: no reader receives them." },
	{ "records_reclaimed", "Events dropped from the recorder, because other recorders or the kernel needed its memory." },
	{ "durations_no_memory", "Handshake times and lifetimes missing in the histograms of tcpst stats: out of memory." },
	{ "ntf_messages", "Netlink messages sent to subscribers." },
	{ "ntf_lost", "Events overwritten in the recorder before they were sent to subscribers." },
	/* of a capture */
	{ "packets", "Packets in the capture." },
	{ "segments", "Of these, TCP segments that were examined." },
	{ "not_tcp", "Packets that are not TCP." },
	{ "malformed", "Packets whose headers were never complete." },
	{ "bad_checksum", "Segments left out since their checksum is wrong." },
	{ "duplicates", "Packets left out since the capture holds them more than once." },
};

/** tcpst_counter_help() - one sentence about a counter; a generic one if it is unknown */
const char *tcpst_counter_help(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(counters) / sizeof(counters[0]); i++)
		if (!strcmp(counters[i].name, name))
			return counters[i].help;
	return "A counter that this exporter does not know: the module is newer.";
}
