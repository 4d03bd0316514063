// SPDX-License-Identifier: GPL-2.0
/* tcpst export: opening the source in its namespace, and following ended flows. */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/stop.h"
#include "cmd/export.h"

static int here(void)
{
	return open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
}

/**
 * tcpst_export_go() - change to a network namespace
 * @place: the namespace, -1: stay in the present one
 */
int tcpst_export_go(int place)
{
	if (place >= 0 && setns(place, CLONE_NEWNET))
		return tcpst_fail("cannot change the network namespace: %s",
				  strerror(errno));
	return TCPST_OK;
}

/**
 * tcpst_export_open() - open sources, and stay in the namespace of their events
 * @sources: filled in; to be closed by the caller, even on failure
 * @n:       number of @sources
 * @options: options of the sources
 * @places:  filled in
 */
int tcpst_export_open(struct tcpst_source **sources, unsigned int n,
		      const struct tcpst_options *options,
		      struct tcpst_export_places *places)
{
	int status = TCPST_OK;
	unsigned int i;

	*places = (struct tcpst_export_places){ -1, -1 };
	if (options->source.netns)
		places->home = here();
	for (i = 0; i < n && !status; i++)
		status = tcpst_source_open(&sources[i], &options->source);
	if (options->source.netns)
		places->there = here();
	return status;
}

/** tcpst_export_close() - close the namespaces */
void tcpst_export_close(const struct tcpst_export_places *places)
{
	if (places->home >= 0)
		close(places->home);
	if (places->there >= 0)
		close(places->there);
}

/** tcpst_export_follow() - follow ended flows until asked to stop or the capture ends */
int tcpst_export_follow(struct tcpst_source *source,
			struct tcpst_options *options,
			const struct tcpst_sink *sink)
{
	struct tcpst_query query = {
		.wanted = &options->wanted,
		.since = { .kind = TCPST_SINCE_NOW },
	};

	options->wanted.filter.types = 1U << TCPST_LIFE;
	tcpst_stop_catch();
	if (tcpst_source_follow(source, &query, sink) &&
	    !tcpst_stop_asked())
		return tcpst_fail("%s", tcpst_source_error(source));
	return TCPST_OK;
}
