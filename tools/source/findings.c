// SPDX-License-Identifier: GPL-2.0
/*
 * What is to be said of a capture besides its connections: what was left out of
 * it, and what in it is not to be trusted. A sentence each, on standard error.
 */
#include "source/findings.h"

#include <inttypes.h>

#include "base/diag.h"
#include "source/capture/replay.h"

static void remark_checksums(const struct tcpst_replay_stats *counts)
{
	u64 bad = counts->bad_checksum;

	if (bad)
		tcpst_remark("%" PRIu64 " of %" PRIu64 " segments %s; --no-checksum takes them",
			     bad, bad + counts->segments, bad == 1 ?
			     "has a wrong checksum and was left out" :
			     "have a wrong checksum and were left out");
}

/* If no link type is known, that is an error, and has been said. */
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

/**
 * tcpst_findings_remark() - say what is to be said of a capture
 * @counts: what became of it
 */
void tcpst_findings_remark(const struct tcpst_replay_stats *counts)
{
	remark_links(counts);
	remark_checksums(counts);
}
