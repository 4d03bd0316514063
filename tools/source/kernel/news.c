// SPDX-License-Identifier: GPL-2.0
/*
 * New events in the recorder since it was last read, for polling. Each network namespace
 * has its own recorder, which numbers events independently.
 */
#include "source/kernel/news.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "source/kernel/follow.h"

/* Position up to which the recorder of a namespace was read. */
struct mark {
	const char *netns;
	u64 next;
};

/**
 * struct tcpst_news - positions up to which the recorders were read
 * @mark:  positions, unsorted
 * @n:     number of @mark
 * @began: recorders found from now on are new, and so are all events in them
 */
struct tcpst_news {
	struct mark *mark;
	size_t n;
	bool began;
};

/** tcpst_news_new() - allocate, with nothing read yet */
struct tcpst_news *tcpst_news_new(void)
{
	return tcpst_alloc(1, sizeof(struct tcpst_news));
}

/** tcpst_news_free() - free it; NULL is allowed */
void tcpst_news_free(struct tcpst_news *news)
{
	if (!news)
		return;
	free(news->mark);
	free(news);
}

/** tcpst_news_began() - all existing namespaces have been read once */
void tcpst_news_began(struct tcpst_news *news)
{
	news->began = true;
}

/* Position of a namespace; @next: number of the next event in its recorder. */
static struct mark *mark_of(struct tcpst_news *news, const char *netns, u64 next)
{
	size_t i;

	for (i = 0; i < news->n; i++) {
		struct mark *mark = &news->mark[i];

		if (mark->netns != netns)
			continue;
		if (mark->next > next)	/* another namespace with the same name */
			mark->next = 0;
		return mark;
	}
	news->mark = tcpst_resize(news->mark, news->n + 1, sizeof(*news->mark));
	news->mark[news->n] = (struct mark){ netns, news->began ? 0 : next };
	return &news->mark[news->n++];
}

/* Leave events that arrive meanwhile for the next time. */
struct limited {
	u64 next;
	const struct tcpst_sink *sink;
};

static void take_event(const struct tcpst_event *event, void *arg)
{
	const struct limited *limited = arg;

	if (event->seqno < limited->next)
		limited->sink->event(event, limited->sink->arg);
}

/**
 * tcpst_news_read() - read the events since the last call; the first time none
 * @news:  positions
 * @nl:    the module
 * @query: events wanted; its @since is ignored
 * @sink:  takes them; only its @event is called
 */
int tcpst_news_read(struct tcpst_news *news, struct tcpst_nl *nl,
		    const struct tcpst_query *query, const struct tcpst_sink *sink)
{
	struct limited limited = { .sink = sink };
	const struct tcpst_sink limit = { .event = take_event, .arg = &limited };
	struct tcpst_query since = *query;
	struct tcpst_stats stats;
	struct mark *mark;
	int error = tcpst_nl_stats(nl, &stats);

	if (error)
		return error;
	mark = mark_of(news, tcpst_nl_netns(nl), stats.next);
	since.since = (struct tcpst_since){ TCPST_SINCE_SEQNO, mark->next };
	limited.next = stats.next;
	if (mark->next < stats.next)
		error = tcpst_follow_replay(nl, &since, &limit);
	if (!error)
		mark->next = stats.next;
	return error;
}
