// SPDX-License-Identifier: GPL-2.0
/* Points in time that are relative to the present. */
#include "model/since.h"

#include <time.h>

#define NS_PER_SEC 1000000000ULL

/**
 * tcpst_since_time() - did an event happen at that time or later?
 * @event:    a record
 * @at_close: take a flow as ended when both ends had closed, though that is recorded
 *            only after TIME-WAIT
 * @time:     ns since the epoch
 */
bool tcpst_since_time(const struct tcpst_event *event, bool at_close, u64 time)
{
	return (at_close && event->type == TCPST_LIFE ?
		tcpst_flow_closed(&event->life) : event->time_ns) >= time;
}

/* The time of day @clock on the local day of @ns, or @days later. */
static u64 clock_on(u64 ns, int days, u64 clock)
{
	time_t seconds = (time_t)(ns / NS_PER_SEC);
	struct tm tm;

	localtime_r(&seconds, &tm);
	tm.tm_mday += days;
	tm.tm_hour = (int)(clock / 3600);
	tm.tm_min = (int)(clock / 60 % 60);
	tm.tm_sec = (int)(clock % 60);
	tm.tm_isdst = -1;	/* may have begun or ended meanwhile */
	return (u64)mktime(&tm) * NS_PER_SEC;
}

static void become_time(struct tcpst_since *since, u64 ns)
{
	since->kind = TCPST_SINCE_TIME;
	since->value = ns;
}

static void count_back(struct tcpst_since *since, u64 from)
{
	become_time(since, since->value < from ? from - since->value : 0);
}

/**
 * tcpst_since_live() - make the start absolute, for a query to the kernel
 * @since: a time of day becomes the latest such time in the past
 * @now:   ns since the epoch
 */
void tcpst_since_live(struct tcpst_since *since, u64 now)
{
	u64 today;

	if (since->kind == TCPST_SINCE_AGO) {
		count_back(since, now);
	} else if (since->kind == TCPST_SINCE_CLOCK) {
		today = clock_on(now, 0, since->value);
		become_time(since, today <= now ? today :
				   clock_on(now, -1, since->value));
	}
}

/**
 * tcpst_since_capture() - make the start absolute, for a capture
 * @since: a time of day becomes that of the day on which the capture began
 * @first: time of its first frame, ns since the epoch
 * @last:  time of its last frame; used only for a time before the end
 */
void tcpst_since_capture(struct tcpst_since *since, u64 first, u64 last)
{
	if (since->kind == TCPST_SINCE_AGO)
		count_back(since, last);
	else if (since->kind == TCPST_SINCE_CLOCK)
		become_time(since, clock_on(first, 0, since->value));
}
