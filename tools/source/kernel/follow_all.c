// SPDX-License-Identifier: GPL-2.0
/*
 * Events of all network namespaces, as they happen. The list of namespaces is updated
 * once a second: our socket keeps a namespace alive, so it must be closed if all else has gone.
 */
#include "source/kernel/follow_all.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/diag.h"
#include "base/netns.h"
#include "base/stop.h"

#define SECOND 1000000000ULL

/* Limit of events per epoll_wait(). */
#define READY_MAX 64

/**
 * struct place - a namespace that is followed
 * @dev:    device and @ino inode number, which identify it
 * @there:  it was found in the last update
 * @ready:  there are events
 * @nl:     the module in it
 * @follow: reads its events
 */
struct place {
	dev_t dev;
	ino_t ino;
	bool there;
	bool ready;
	struct tcpst_nl *nl;
	struct tcpst_follow *follow;
};

/**
 * struct places - all namespaces that are followed
 * @query: events wanted
 * @sink:  takes them
 * @since: first event wanted of a namespace that is found
 * @began: the first update is complete
 * @epoll: waits for events of all namespaces
 * @place: namespaces, unsorted; allocated one by one because @epoll points to them
 * @n:     number of @place
 * @failed: the module whose reading failed, NULL: none; returned to the caller
 */
struct places {
	const struct tcpst_query *query;
	const struct tcpst_sink *sink;
	struct tcpst_since since;
	bool began;
	int epoll;
	struct place **place;
	size_t n;
	struct tcpst_nl *failed;
};

static struct place *find(const struct places *places, const struct tcpst_netns *netns)
{
	size_t i;

	for (i = 0; i < places->n; i++)
		if (places->place[i]->dev == netns->dev &&
		    places->place[i]->ino == netns->ino)
			return places->place[i];
	return NULL;
}

static void close_place(struct place *place)
{
	tcpst_follow_free(place->follow);
	tcpst_nl_close(place->nl);
	free(place);
}

/* Start to follow a new namespace; called within it. */
static int open_place(const struct tcpst_netns *netns, void *arg)
{
	struct places *places = arg;
	struct place *place = tcpst_alloc(1, sizeof(*place));
	struct epoll_event event = { .events = EPOLLIN, .data.ptr = place };
	int error;

	place->dev = netns->dev;
	place->ino = netns->ino;
	place->there = true;
	places->place = tcpst_resize(places->place, places->n + 1,
				     sizeof(struct place *));
	places->place[places->n++] = place;
	error = tcpst_nl_open(&place->nl, netns->name);
	if (!error) {
		place->follow = tcpst_follow_new(place->nl, places->query,
						 places->sink);
		error = tcpst_follow_begin(place->follow, &places->since);
	}
	if (!error && epoll_ctl(places->epoll, EPOLL_CTL_ADD,
				tcpst_nl_fd(place->nl), &event))
		error = -errno;
	if (error)
		places->failed = place->nl;
	return error;
}

/* Read the last events of namespaces that no longer exist, and drop them. */
static int drop_gone(struct places *places)
{
	size_t i = 0;
	int error = 0;

	while (i < places->n && !error) {
		struct place *place = places->place[i];

		if (place->there) {
			i++;
			continue;
		}
		error = tcpst_follow_turn(place->follow, place->ready);
		if (error) {
			places->failed = place->nl;
			continue;
		}
		close_place(place);
		places->place[i] = places->place[--places->n];
	}
	return error;
}

/* Update the list of namespaces. */
static int look(struct places *places)
{
	size_t n, i, closed, sum = 0;
	struct tcpst_netns *netns = tcpst_netns_list(&n);
	int error = 0;

	for (i = 0; i < places->n; i++)
		places->place[i]->there = false;
	for (i = 0; i < n && !error; i++) {
		struct place *place = find(places, &netns[i]);

		closed = 0;
		if (place)
			place->there = true;
		else
			error = tcpst_netns_each(&netns[i], 1, open_place, places,
						 &closed);
		sum += closed;
	}
	tcpst_netns_free(netns, n);
	if (sum && !places->began)
		tcpst_netns_remark_closed(sum);
	/* Of a namespace that is found later, all events are new. */
	places->began = true;
	places->since.kind = TCPST_SINCE_ALL;
	return error ? error : drop_gone(places);
}

/* Read all namespaces that have events. */
static int turn(struct places *places)
{
	struct epoll_event ready[READY_MAX];
	int n = epoll_wait(places->epoll, ready, READY_MAX, 0), error = 0;
	size_t i;

	while (n-- > 0)
		((struct place *)ready[n].data.ptr)->ready = true;
	for (i = 0; i < places->n && !error; i++) {
		struct place *place = places->place[i];

		error = tcpst_follow_turn(place->follow, place->ready);
		place->ready = false;
		if (error)
			places->failed = place->nl;
	}
	return error;
}

/* Time of the next turn of any namespace without an event, at most @next. */
static u64 next_due(const struct places *places, u64 next)
{
	size_t i;

	for (i = 0; i < places->n; i++) {
		u64 due = tcpst_follow_due(places->place[i]->follow);

		if (due && due < next)
			next = due;
	}
	return next;
}

static int listen_on(struct places *places, u64 until)
{
	u64 again = tcpst_clock_steady() + SECOND;
	int error = 0;

	while (!error) {
		u64 next = next_due(places, until && until < again ? until : again);
		enum tcpst_wait wait = tcpst_stop_wait(places->epoll, next);

		if (wait == TCPST_WAIT_STOP ||
		    (until && tcpst_clock_steady() >= until))
			break;
		error = turn(places);
		if (!error && tcpst_clock_steady() >= again) {
			error = look(places);
			again = tcpst_clock_steady() + SECOND;
			tcpst_sink_flush(places->sink);
		}
	}
	return error;
}

/* Raise the limit of open files: each namespace takes two sockets. */
static void allow_files(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit))
		return;
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
}

/**
 * tcpst_follow_all() - read events of all network namespaces, until asked to stop
 * @query:  events wanted; its @since applies to namespaces that exist at the beginning
 * @sink:   takes them
 * @failed: set on failure to the module that could not be read, or NULL; to be closed
 *          by tcpst_nl_close()
 */
int tcpst_follow_all(const struct tcpst_query *query, const struct tcpst_sink *sink,
		     struct tcpst_nl **failed)
{
	u64 until = query->duration ? tcpst_clock_steady() + query->duration : 0;
	struct places places = {
		.query = query, .sink = sink, .since = query->since,
		.epoll = epoll_create1(EPOLL_CLOEXEC),
	};
	int error;
	size_t i;

	allow_files();
	error = places.epoll < 0 ? -errno : look(&places);
	if (!error)
		error = listen_on(&places, until);
	for (i = 0; i < places.n; i++) {
		if (places.place[i]->nl == places.failed)
			places.place[i]->nl = NULL;
		close_place(places.place[i]);
	}
	if (places.epoll >= 0)
		close(places.epoll);
	free(places.place);
	*failed = places.failed;
	return error;
}
