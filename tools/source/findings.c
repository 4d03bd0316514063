// SPDX-License-Identifier: GPL-2.0
/*
 * Remarks about a capture: frames that were ignored, wrong time stamps and the like, one
 * message each on standard error.
 */
#include "source/findings.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/diag.h"
#include "source/capture/replay.h"

static void remark_checksums(const struct tcpst_replay_stats *counts)
{
	u64 bad = counts->bad_checksum;

	if (bad)
		tcpst_remark("%" PRIu64 " of %" PRIu64 " segments %s; --no-checksum accepts them",
			     bad, bad + counts->segments, bad == 1 ?
			     "has a bad checksum and was ignored" :
			     "have a bad checksum and were ignored");
}

static const char *span_text(char text[32], u64 from, u64 to)
{
	u64 ns = to > from ? to - from : from - to;
	u64 s = (ns + 500000000ULL) / 1000000000ULL;

	if (s >= 2 * 86400)
		snprintf(text, 32, "%" PRIu64 " days", (s + 43200) / 86400);
	else if (s >= 2 * 60)
		snprintf(text, 32, "%" PRIu64 " min", (s + 30) / 60);
	else
		snprintf(text, 32, "%" PRIu64 " s", s);
	return text;
}

static void remark_offload(const struct tcpst_capture_findings *found)
{
	if (found->offloaded)
		tcpst_remark("%" PRIu64 " %s a bad checksum, as all segments of that sender do (checksum offloading, or rewritten addresses): %s",
			     found->offloaded, found->offloaded == 1 ?
			     "segment has" : "segments have",
			     found->offloaded == 1 ? "it is accepted" :
						     "they are accepted");
}

static void remark_copies(const struct tcpst_replay_stats *counts)
{
	u32 copies = counts->findings.copies;

	if (counts->duplicates)
		tcpst_remark("each segment was captured %u times: %" PRIu64 " duplicates were ignored",
			     copies, counts->duplicates);
}

static void remark_time(const struct tcpst_capture_findings *found)
{
	char text[32];

	if (found->strays)
		tcpst_remark("the time stamp of frame %" PRIu64 " is %s %s than the one before and was ignored%s",
			     found->stray_frame,
			     span_text(text, found->stray_from,
				       found->stray_to),
			     found->stray_to > found->stray_from ? "later" :
			     "earlier", found->strays > 1 ?
			     ", as were others" : "");
	if (found->set)
		tcpst_remark("from frame %" PRIu64 " on, time stamps are %s earlier: the clock was set back%s; times shown continue from before",
			     found->set_frame,
			     span_text(text, found->set_from, found->set_to),
			     found->set > 1 ? ", and again later" : "");
}

static void remark_skew(const struct tcpst_capture_findings *found)
{
	double s = (double)found->skew / 1e9;

	if (!found->skew)
		return;
	if (found->skew_shared)
		tcpst_remark("the clock of %s is about %.3f s ahead of that of %s, according to %" PRIu64 " segments that both have; editcap -t can correct that",
			     found->skew_ahead, s, found->skew_behind,
			     found->skew_shared);
	else
		tcpst_remark("the clock of %s is at least %.3f s ahead of that of %s, in which the answer to a SYN comes before the SYN; editcap -t can correct that",
			     found->skew_ahead, s, found->skew_behind);
}

static void remark_skipped(const struct tcpst_capture_findings *found)
{
	if (found->skipped)
		tcpst_remark("%u %s skipped: not a capture", found->skipped,
			     found->skipped == 1 ? "file was" : "files were");
}

/* If all link types are unknown, that is an error, and has been reported. */
static void remark_links(const struct tcpst_replay_stats *counts)
{
	const struct tcpst_capture_findings *found = &counts->findings;
	char text[128];

	if (!found->unknown || found->unknown == counts->packets)
		return;
	tcpst_capture_link_text(text, sizeof(text), found->link);
	tcpst_remark("%" PRIu64 " of %" PRIu64 " frames are of link types that are not supported, the first of type %s; "
		     TCPST_CAPTURE_ADVICE, found->unknown, counts->packets,
		     text);
}

static void remark_tunnels(const struct tcpst_capture_findings *found)
{
	if (found->tunneled)
		tcpst_remark("%" PRIu64 " TCP %s inside tunnels and %s ignored; --tunnels examines %s",
			     found->tunneled, found->tunneled == 1 ?
			     "segment is" : "segments are",
			     found->tunneled == 1 ? "was" : "were",
			     found->tunneled == 1 ? "it" : "them");
}

static void remark_sealed(const struct tcpst_replay_stats *counts)
{
	static const char *const names[TCPST_SEALED_MAX - TCPST_SEALED_ESP] = {
		[TCPST_SEALED_ESP - TCPST_SEALED_ESP] = "ESP",
		[TCPST_SEALED_IPCOMP - TCPST_SEALED_ESP] = "IPComp",
		[TCPST_SEALED_MACSEC - TCPST_SEALED_ESP] = "MACsec",
		[TCPST_SEALED_WIRELESS - TCPST_SEALED_ESP] = "802.11",
		[TCPST_SEALED_CAPWAP - TCPST_SEALED_ESP] = "CAPWAP with DTLS",
	};
	const struct tcpst_capture_findings *found = &counts->findings;

	if (found->sealed)
		tcpst_remark("%" PRIu64 " of %" PRIu64 " frames are encrypted or compressed and cannot be examined%s%s",
			     found->sealed, counts->packets, found->sealed == 1 ?
			     ": " : ", the first by ",
			     names[found->seal - TCPST_SEALED_ESP]);
}

/* If there are no segments, report what the frames hold instead. */
static void remark_nothing(const struct tcpst_replay_stats *counts)
{
	const struct tcpst_capture_findings *found = &counts->findings;
	char what[96] = "";

	if (counts->segments || counts->bad_checksum || counts->packets == found->unknown ||
	    found->tunneled || counts->packets == found->sealed)
		return;
	if (counts->truncated)
		snprintf(what, sizeof(what),
			 ": %" PRIu64 " were captured too short for its headers",
			 counts->truncated);
	else if (found->other & TCPST_OTHER_TYPE)
		snprintf(what, sizeof(what),
			 ", which hold other protocols, such as Ethernet type 0x%04x",
			 found->other & 0xffff);
	else if (found->other & TCPST_OTHER_PROTOCOL)
		snprintf(what, sizeof(what),
			 ", which hold other protocols, such as IP protocol %u",
			 found->other & 0xff);
	tcpst_remark("no TCP segment was found in %" PRIu64 " frames%s",
		     counts->packets, what);
}

/**
 * tcpst_findings_remark() - print the remarks about a capture
 * @counts: counts of its reading
 */
void tcpst_findings_remark(const struct tcpst_replay_stats *counts)
{
	remark_skipped(&counts->findings);
	remark_links(counts);
	remark_tunnels(&counts->findings);
	remark_sealed(counts);
	remark_nothing(counts);
	remark_time(&counts->findings);
	remark_skew(&counts->findings);
	remark_copies(counts);
	remark_offload(&counts->findings);
	remark_checksums(counts);
}
