// SPDX-License-Identifier: GPL-2.0
/*
 * What the recorder has had since it was last read, for who looks at it now and then. Each
 * network namespace has a recorder with numbers of its own.
 */
#include "source/kernel/news.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "source/kernel/follow.h"

/* Up to where the recorder of a namespace was read. */
struct mark {
	const char *netns;
	u64 next;
};

/**
 * struct tcpst_news - up to where each recorder was read
 * @mark:  in no order
 * @n:     of @mark
 * @began: recorders that are found from now on are new, and so is all in them
 */
struct tcpst_news {
	struct mark *mark;
	size_t n;
	bool began;
};

/** tcpst_news_new() - nothing was read so far */
struct tcpst_news *tcpst_news_new(void)
{
	return tcpst_alloc(1, sizeof(struct tcpst_news));
}

/** tcpst_news_free() - forget it; it may be NULL */
void tcpst_news_free(struct tcpst_news *news)
{
	if (!news)
		return;
	free(news->mark);
	free(news);
}

/** tcpst_news_began() - all namespaces that there are have been read once */
void tcpst_news_began(struct tcpst_news *news)
{
	news->began = true;
}

/* Where to read on; @next: where the recorder will write next. */
static struct mark *mark_of(struct tcpst_news *news, const char *netns, u64 next)
{
	size_t i;

	for (i = 0; i < news->n; i++) {
		struct mark *mark = &news->mark[i];

		if (mark->netns != netns)
			continue;
		if (mark->next > next)	/* another one, of the same name */
			mark->next = 0;
		return mark;
	}
	news->mark = tcpst_resize(news->mark, news->n + 1, sizeof(*news->mark));
	news->mark[news->n] = (struct mark){ netns, news->began ? 0 : next };
	return &news->mark[news->n++];
}

/* What has come meanwhile is left for the next time. */
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
 * tcpst_news_read() - what has come since this was last called, the first time nothing
 * @news:  up to where that was
 * @nl:    the module
 * @query: which events; its @since does not count
 * @sink:  takes them; all but its @event is not called
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
