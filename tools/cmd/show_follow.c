// SPDX-License-Identifier: GPL-2.0
/*
 * tcpst show --follow: the ladder of a connection in progress. A connection given by its
 * number or both of its ends may already exist; otherwise it is the next one to begin.
 */
#include "cmd/show_follow.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/clock.h"
#include "base/diag.h"
#include "base/stop.h"
#include "model/offer.h"
#include "text/json.h"
#include "text/ladder_grow.h"
#include "text/summary.h"

/**
 * struct follow - a connection that is followed
 * @search:  the search for it
 * @options: options of the output
 * @style:   style of the output
 * @known:   it already exists
 * @id:      its number, 0: it has not begun
 * @newest:  number of the newest flow before this began; later ones are greater
 * @growing: its ladder; NULL: as JSON
 * @offered: what the SYN of each end offers, by role
 * @ended:   @life is how it ended
 * @waiting: it has been reported that it has not begun
 */
struct follow {
	struct tcpst_search *search;
	const struct tcpst_options *options;
	struct tcpst_style style;
	bool known;
	u64 id;
	u64 newest;
	struct tcpst_growing *growing;
	u32 offered[2];
	bool ended;
	struct tcpst_flow life;
	bool waiting;
};

static void begin(struct follow *follow, u64 id)
{
	follow->id = id;
	if (follow->options->json)
		return;
	printf("Flow %" PRIu64 "\n\n", id);
	follow->growing = tcpst_growing_new(stdout, &follow->style,
					    follow->known ?
					    &follow->search->found : NULL);
}

/* Does the event belong to the connection being waited for? */
static bool is_next(struct follow *follow, const struct tcpst_event *event)
{
	const struct tcpst_flow flow = {
		.id = event->flow,
		.ends = event->ends,
		.owner = { event->owner[0], event->owner[1] },
		.iface = event->iface,
		.tunnel = event->tunnel,
	};

	return event->flow > follow->newest && event->type != TCPST_LIFE &&
	       tcpst_search_means(follow->search, &flow);
}

static void take_life(struct follow *follow, const struct tcpst_flow *life)
{
	unsigned int role;

	follow->life = *life;
	for (role = 0; role < 2; role++)
		tcpst_offer_note(follow->life.options, role, follow->offered[role]);
	follow->ended = true;
	if (follow->growing)
		tcpst_growing_ended(follow->growing, life);
	tcpst_stop();
}

static void take_event(const struct tcpst_event *event, void *arg)
{
	struct follow *follow = arg;

	if (!follow->id && is_next(follow, event))
		begin(follow, event->flow);
	if (event->flow != follow->id)
		return;
	tcpst_event_offer(event, follow->offered);
	if (event->type == TCPST_LIFE)
		take_life(follow, &event->life);
	else if (follow->growing)
		tcpst_growing_add(follow->growing, event);
	else
		tcpst_json_event(stdout, event);
}

static void take_lost(u64 count, void *arg)
{
	struct follow *follow = arg;

	if (follow->options->json)
		tcpst_json_lost(stdout, count);
	tcpst_remark("%" PRIu64 " events were overwritten in the recorder before they could be read: some of this connection may be missing",
		     count);
}

static void take_flush(void *arg)
{
	struct follow *follow = arg;
	const struct tcpst_source_options *source = &follow->options->source;

	if (!follow->id && !follow->waiting &&
	    (!source->capture || source->interface))
		tcpst_remark("waiting for the next matching connection");
	follow->waiting = true;
	if (follow->growing)
		tcpst_growing_draw(follow->growing);
	tcpst_flush();
}

static void note_newest(const struct tcpst_flow *flow, void *arg)
{
	struct follow *follow = arg;

	if (flow->id > follow->newest)
		follow->newest = flow->id;
}

/* Can only one connection match? */
static bool is_one(const struct tcpst_search *search)
{
	return search->wanted.filter.flow || search->wanted.n_flows == 1 ||
	       search->n_ends == 2;
}

/*
 * Read the number of the next event before the table: a connection that begins meanwhile
 * is in both, and counts as existing.
 */
static int begin_live(struct follow *follow, struct tcpst_source *source,
		      struct tcpst_query *query)
{
	static const struct tcpst_wanted all;
	struct tcpst_search *search = follow->search;
	struct tcpst_stats stats = { 0 };
	int error;

	if (is_one(search)) {
		error = tcpst_search_run(search, source, follow->options);
		if (error)
			return error;
		if (tcpst_flow_is_open(&search->found) || search->n_ends != 2) {
			follow->known = true;
			query->since.kind = TCPST_SINCE_ALL;
			return 0;
		}
	}
	error = tcpst_source_stats(source, query, &stats);
	query->since = (struct tcpst_since){ TCPST_SINCE_SEQNO, stats.next };
	return error ? error :
	       tcpst_source_flows(source, &all, note_newest, follow);
}

static int read_events(struct follow *follow, struct tcpst_source *source,
		       struct tcpst_wanted *wanted, struct tcpst_query *query)
{
	const struct tcpst_sink sink = {
		.event = take_event,
		.lost = take_lost,
		.flush = take_flush,
		.arg = follow,
	};
	int status;

	if (follow->known) {
		status = tcpst_search_check(follow->search, follow->options);
		if (status)
			return status;
		wanted->filter.flow = follow->search->found.id;
		begin(follow, follow->search->found.id);
	}
	if (tcpst_source_follow(source, query, &sink) && !tcpst_stop_asked())
		return tcpst_fail("%s", tcpst_source_error(source));
	return TCPST_OK;
}

static int finish(struct follow *follow)
{
	if (!follow->id && follow->options->source.capture &&
	    !tcpst_stop_asked())
		return tcpst_fail("no matching flow in this capture");
	if (follow->growing)
		tcpst_growing_finish(follow->growing);
	if (!follow->ended)
		return TCPST_OK;
	follow->style.now = tcpst_clock_real();
	if (follow->options->json) {
		tcpst_json_life(stdout, &follow->life);
	} else if (!follow->style.quiz) {
		putchar('\n');
		tcpst_summary_print(stdout, &follow->life, &follow->style);
	}
	return TCPST_OK;
}

/**
 * tcpst_show_follow() - show a connection in progress
 * @search:  the search, after tcpst_search_read()
 * @source:  the source
 * @options: options of the output
 *
 * Return: exit status; unless %TCPST_OK, the error has been reported.
 */
int tcpst_show_follow(struct tcpst_search *search, struct tcpst_source *source,
		      const struct tcpst_options *options)
{
	struct tcpst_wanted wanted = {
		.filter.types = 1U << TCPST_TRANSITION | 1U << TCPST_NOTE |
				1U << TCPST_LIFE |
				(options->segments ? 1U << TCPST_SEGMENT : 0),
	};
	struct tcpst_query query = { .wanted = &wanted };
	struct follow follow = {
		.search = search, .options = options, .style = options->style,
	};
	int status, error = 0;

	tcpst_stop_catch();
	if (options->source.capture)
		query.since.kind = TCPST_SINCE_ALL;
	else
		error = begin_live(&follow, source, &query);
	status = error ? tcpst_fail("%s", tcpst_source_error(source)) :
			 read_events(&follow, source, &wanted, &query);
	if (!status)
		status = finish(&follow);
	tcpst_growing_free(follow.growing);
	return status;
}
