// SPDX-License-Identifier: GPL-2.0
/* tcpst top: the full-screen view. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/diag.h"
#include "base/stop.h"
#include "cmd/commands.h"
#include "top/top.h"

#define MS 1000000ULL

/* Interval of updates while a capture is played. */
#define FRAME_MS 100

/* Rates are counted from the recorder, which also has flows shorter than an interval. */
static void take_live(const struct tcpst_event *event, void *arg)
{
	tcpst_top_count(arg, event);
}

static int read_live(struct tcpst_top *top)
{
	struct tcpst_wanted wanted = top->options->wanted;
	struct tcpst_query query = {
		.wanted = &wanted,
		.since = { .kind = TCPST_SINCE_LAST },
	};
	struct tcpst_sink sink = {
		.event = take_live,
		.arg = top,
	};
	int error;

	/* Only the events that tcpst_top_count() needs. */
	wanted.filter.types = 1U << TCPST_TRANSITION;
	wanted.filter.endpoint = TCPS_INITIATOR + 1;
	tcpst_wanted_anyhow(&wanted);
	error = tcpst_source_events(top->source, &query, &sink);
	if (error)
		return error;
	top->clock = tcpst_clock_real();
	tcpst_top_sample(top);
	tcpst_top_flows_clear(top);
	return tcpst_source_flows(top->source, &top->options->wanted,
				  tcpst_top_flows_take, top);
}

static int watch_kernel(struct tcpst_top *top)
{
	unsigned int interval = (unsigned int)(top->options->interval / MS);
	u64 began, took;
	int error = 0;

	while (!error && !top->quit) {
		began = tcpst_clock_steady();
		if (!top->paused)
			error = read_live(top);
		took = (tcpst_clock_steady() - began) / MS;
		/* Reading a large table takes at most a third of the time. */
		if (!error)
			tcpst_top_wait(top, interval > 3 * took ?
				       interval - (unsigned int)took :
				       2 * (unsigned int)took);
	}
	return error;
}

/**
 * struct player - state of playing a capture
 * @top:   the view; its clock is the time of the event played last
 * @limit: time up to which events may be played now, ns since the epoch
 * @look:  when to check for keys next, even if there are more events to play
 */
struct player {
	struct tcpst_top *top;
	u64 limit;
	u64 look;
};

/* Advance the clock by a frame at @speed times real time, but not beyond @until. */
static void pass_frame(struct player *player, double speed, u64 until)
{
	u64 before = tcpst_clock_steady();
	struct tcpst_top *top = player->top;

	tcpst_top_wait(top, FRAME_MS);
	if (top->paused || !top->clock)
		return;
	player->limit += (u64)((double)(tcpst_clock_steady() - before) * speed);
	top->clock = player->limit < until ? player->limit : until;
	tcpst_top_sample(top);
}

/*
 * Wait until an event is due. The clock advances by frames, and all events of a frame
 * are played at once: a busy capture has thousands of events in a frame.
 */
static void play_until(struct player *player, u64 time_ns)
{
	struct tcpst_top *top = player->top;

	if (!top->clock) {
		top->clock = time_ns;
		player->limit = time_ns;
		tcpst_top_sample(top);
	}
	while (player->limit < time_ns && !top->hurry && !top->quit)
		pass_frame(player, top->speed, time_ns);
	if (player->limit < time_ns)
		player->limit = time_ns;
	if (top->clock < time_ns)
		top->clock = time_ns;
	tcpst_top_sample(top);
}

static void take_played(const struct tcpst_event *event, void *arg)
{
	struct player *player = arg;
	struct tcpst_top *top = player->top;

	play_until(player, event->time_ns);
	if (top->quit) {
		tcpst_stop();
		return;
	}
	tcpst_top_count(top, event);
	tcpst_top_track(top, event);
	if (top->records)
		tcpst_top_records_add(top->records, event);
}

/* Is standard input readable, or at its end? */
static bool more_has_come(void)
{
	struct pollfd fd = { .fd = STDIN_FILENO, .events = POLLIN };

	return poll(&fd, 1, 0) != 0;
}

/*
 * Called before reading, which may block on a pipe: until there is data, the clock advances
 * in real time. If there is always data, though possibly without any event, keys are
 * checked at intervals, which takes at most a third of the time.
 */
static void before_more(void *arg)
{
	struct player *player = arg;
	struct tcpst_top *top = player->top;
	u64 began = tcpst_clock_steady(), now;

	if (began >= player->look && !top->quit) {
		tcpst_top_wait(top, 0);
		now = tcpst_clock_steady();
		player->look = now + FRAME_MS * MS;
		if (player->look < now + 2 * (now - began))
			player->look = now + 2 * (now - began);
	}
	while (top->records && !top->quit && !more_has_come()) {
		top->hurry = false;	/* it has caught up */
		pass_frame(player, 1, UINT64_MAX);
	}
	if (top->quit)
		tcpst_stop();
}

static int play_capture(struct tcpst_top *top)
{
	struct tcpst_wanted wanted = top->options->wanted;
	struct tcpst_query query = {
		.wanted = &wanted,
		.since = { .kind = TCPST_SINCE_ALL },
	};
	struct player player = { .top = top };
	struct tcpst_sink sink = {
		.event = take_played,
		.flush = before_more,
		.arg = &player,
	};
	int error;

	tcpst_wanted_anyhow(&wanted);	/* states are filtered in the list */
	error = tcpst_source_events(top->source, &query, &sink);
	top->over = true;
	top->hurry = false;
	/* A broken capture is shown up to the error. */
	while (!top->quit && (!error || top->flows.n)) {
		tcpst_top_wait(top, FRAME_MS);
		top->hurry = false;
	}
	return error;
}

/* Make a named pipe standard input, on which one can wait. */
static int take_pipe(struct tcpst_options *options)
{
	struct stat file;
	int fd;

	if (!options->source.capture || !strcmp(options->source.capture, "-") ||
	    stat(options->source.capture, &file) || !S_ISFIFO(file.st_mode))
		return TCPST_OK;
	fd = open(options->source.capture, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || dup2(fd, STDIN_FILENO) < 0)
		return tcpst_fail("%s: %s", options->source.capture,
				  strerror(errno));
	close(fd);
	options->source.capture = "-";
	return TCPST_OK;
}

/* Read keys from the terminal, because standard input may be the capture. */
static FILE *open_keys(void)
{
	return isatty(STDIN_FILENO) ? stdin : fopen("/dev/tty", "r+e");
}

static int view(struct tcpst_top *top)
{
	int error, status = tcpst_top_terminal_open(top);

	if (status)
		return status;
	error = top->options->source.capture ? play_capture(top) :
					       watch_kernel(top);
	tcpst_top_terminal_close();
	if (error && !tcpst_stop_asked())
		return tcpst_fail("%s", tcpst_source_error(top->source));
	return TCPST_OK;
}

/** tcpst_cmd_top() - run the full-screen view */
int tcpst_cmd_top(struct tcpst_options *options)
{
	struct tcpst_top *top;
	int status;

	if (options->interval < 100 * MS)
		return tcpst_misuse("--interval must be at least 100ms");
	if (options->source.capture && !strcmp(options->source.capture, "-") &&
	    isatty(STDIN_FILENO))
		return tcpst_misuse("-r - reads a capture from standard input, which is a terminal");
	tcpst_wanted_connections(&options->wanted);
	top = tcpst_alloc(1, sizeof(*top));
	top->options = options;
	top->style = options->style;
	status = tcpst_top_groups_open(top);
	if (!status)
		status = take_pipe(options);
	top->speed = 1;
	top->keys = isatty(STDOUT_FILENO) ? open_keys() : NULL;
	if (!status && !top->keys)
		status = tcpst_fail("top requires a terminal");
	if (!status && options->source.capture &&
	    !strcmp(options->source.capture, "-"))
		top->records = tcpst_top_records_new();
	if (!status)
		status = tcpst_source_open(&top->source, &options->source);
	if (!status) {
		tcpst_stop_catch();
		status = view(top);
	}
	tcpst_source_close(top->source);
	if (top->keys && top->keys != stdin)
		fclose(top->keys);
	free(top->records);
	free(top->flows.flow);
	free(top->flows.place);
	free(top->list);
	tcpst_top_groups_close(top);
	free(top);
	return status;
}
