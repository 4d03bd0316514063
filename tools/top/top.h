/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The full-screen view: present activity, and flows that need attention. Its
 * clock is the time of day, or for captures the time up to which they were played.
 */
#ifndef TCPST_TOP_H
#define TCPST_TOP_H

#include <stdio.h>

#include "cli/options.h"
#include "text/group.h"
#include "text/history.h"

/* Rates per second. */
enum tcpst_top_rate {
	TCPST_TOP_OPENED,
	TCPST_TOP_CLOSED,	/* the first FIN */
	TCPST_TOP_RESET,
	TCPST_TOP_FAILED,	/* refused, unreachable, never answered */
	TCPST_TOP_RATE_MAX
};

/* Why a flow is stuck: the first reason that applies. */
enum tcpst_top_stuck {
	TCPST_TOP_WELL,
	TCPST_TOP_RETRYING,	/* SYN retransmitted */
	TCPST_TOP_HALF_OPEN,
	TCPST_TOP_CLOSE_WAIT,
	TCPST_TOP_FIN_WAIT_2,
	TCPST_TOP_STUCK_MAX
};

/* Which flows are listed. */
enum tcpst_top_view {
	TCPST_TOP_ALL,
	TCPST_TOP_STUCK,
	TCPST_TOP_OPENING,
	TCPST_TOP_OPEN,
	TCPST_TOP_CLOSING,
	TCPST_TOP_OVER,
	TCPST_TOP_VIEW_MAX
};

/* Sort order of the list. */
enum tcpst_top_sort {
	TCPST_TOP_BY_PROBLEM,	/* stuck ones first */
	TCPST_TOP_BY_FLOW,
	TCPST_TOP_BY_INITIATOR,
	TCPST_TOP_BY_RESPONDER,
	TCPST_TOP_BY_STATES,
	TCPST_TOP_BY_WAIT,	/* time in the present states */
	TCPST_TOP_BY_AGE,
	TCPST_TOP_BY_HANDSHAKE,
	TCPST_TOP_BY_OCTETS,
	TCPST_TOP_SORT_MAX
};

#define TCPST_TOP_HISTORY 24

/* Lines above the list: without and with its headings. */
#define TCPST_TOP_HEAD 6
#define TCPST_TOP_HEAD_LINES (TCPST_TOP_HEAD + 1)

/* Number of slowest handshakes kept; as many are shown as fit. */
#define TCPST_TOP_SLOWEST 3

/**
 * struct tcpst_top_flow - a flow, with values computed for the screen
 * @flow:      the flow
 * @entered:   when its ends entered their states, ns since the epoch, by role
 * @wait:      time in its state of the end that changed last, ns
 * @age:       ns
 * @handshake: both legs, ns, 0: not known
 * @stuck:     enum tcpst_top_stuck
 */
struct tcpst_top_flow {
	struct tcpst_flow flow;
	u64 entered[2];
	u64 wait;
	u64 age;
	u64 handshake;
	u8 stuck;
};

/**
 * struct tcpst_top_flows - all flows
 * @flow:  the flows, unsorted
 * @n:     number of @flow
 * @capacity: allocated size of @flow
 * @place: index in @flow plus one, by number of the flow, 0: removed; only for
 *         captures, whose flows are numbered from 1
 * @places: number of @place
 */
struct tcpst_top_flows {
	struct tcpst_top_flow *flow;
	size_t n;
	size_t capacity;
	u32 *place;
	size_t places;
};

struct tcpst_top_records;

/**
 * struct tcpst_top - the full-screen view
 * @options:   command line
 * @keys:      input of keys
 * @source:    source of flows and events
 * @records:   records of a capture that cannot be read again, as far as it was played;
 *             NULL: another source
 * @style:     style of numbers
 * @clock:     present time, ns since the epoch
 * @flows:     all flows
 * @counted:   events of each kind so far
 * @sampled:   @counted at @sample_at
 * @sample_at: when rates were last sampled
 * @rate:      history of rates per second, the latest last; @n_rates of them
 * @states:    ends in each state, by role
 * @stuck:     flows by enum tcpst_top_stuck
 * @n_wanted:  flows that match the options
 * @slowest:   those of them with the slowest handshakes, @n_slowest of them
 * @list:      flows that are shown, sorted; @n_list of them
 * @by:        key columns of groups
 * @grouped:   list groups of flows, not flows
 * @groups:    all groups, NULL: they were never listed
 * @group:     groups, sorted; @n_groups of them
 * @groups_max: allocated size of @group
 * @group_sort: index of the sum that groups are sorted by
 * @chosen:    name of the selected group, "": none
 * @within:    name of the group whose flows are listed, "": list all flows
 * @view:      enum tcpst_top_view
 * @sort:      enum tcpst_top_sort
 * @reverse:   reverse the order
 * @ipv6:      any of @list is IPv6: addresses need more space
 * @filter:    text that a line must contain
 * @typing:    the filter is being typed
 * @selected:  number of the selected flow, 0: none; @selected_netns: its namespace
 * @cursor:    its index in @list
 * @scroll:    first line of @list on the screen
 * @page:      lines of the list that fit
 * @help:      the help is shown
 * @paused:    nothing is read
 * @speed:     speed of playing a capture
 * @hurry:     play the capture to its end at once
 * @over:      the capture has ended
 * @quit:      the user asked to quit
 */
struct tcpst_top {
	const struct tcpst_options *options;
	FILE *keys;
	struct tcpst_source *source;
	struct tcpst_top_records *records;
	struct tcpst_style style;
	u64 clock;
	struct tcpst_top_flows flows;
	u64 counted[TCPST_TOP_RATE_MAX];
	u64 sampled[TCPST_TOP_RATE_MAX];
	u64 sample_at;
	double rate[TCPST_TOP_RATE_MAX][TCPST_TOP_HISTORY];
	unsigned int n_rates;
	u64 states[2][TCPS_STATE_MAX + 1];
	u64 stuck[TCPST_TOP_STUCK_MAX];
	size_t n_wanted;
	const struct tcpst_top_flow *slowest[TCPST_TOP_SLOWEST];
	unsigned int n_slowest;
	const struct tcpst_top_flow **list;
	size_t n_list;
	const char *by;
	bool grouped;
	struct tcpst_groups *groups;
	const struct tcpst_group **group;
	size_t n_groups;
	size_t groups_max;
	unsigned int group_sort;
	char chosen[TCPST_GROUP_NAME];
	char within[TCPST_GROUP_NAME];
	unsigned int view;
	unsigned int sort;
	bool reverse;
	bool ipv6;
	char filter[64];
	bool typing;
	u64 selected;
	const char *selected_netns;
	size_t cursor;
	size_t scroll;
	size_t page;
	bool help;
	bool paused;
	double speed;
	bool hurry;
	bool over;
	bool quit;
};

extern const char *const tcpst_top_views[TCPST_TOP_VIEW_MAX];
extern const char *const tcpst_top_sorts[TCPST_TOP_SORT_MAX];

/* flows.c: all flows */
void tcpst_top_flows_clear(struct tcpst_top *top);
void tcpst_top_flows_take(const struct tcpst_flow *flow, void *arg);
void tcpst_top_count(struct tcpst_top *top, const struct tcpst_event *event);
void tcpst_top_sample(struct tcpst_top *top);

/* track.c: flows of a capture, from its events */
void tcpst_top_track(struct tcpst_top *top, const struct tcpst_event *event);

/* records.c: records of a capture that cannot be read again */
struct tcpst_top_records *tcpst_top_records_new(void);
void tcpst_top_records_add(struct tcpst_top_records *records,
			   const struct tcpst_event *event);
void tcpst_top_records_read(const struct tcpst_top_records *records,
			    struct tcpst_history *history);

/* list.c: the list of flows shown */
void tcpst_top_list(struct tcpst_top *top);
void tcpst_top_move(struct tcpst_top *top, long by);

/* groups.c: groups of flows */
int tcpst_top_groups_open(struct tcpst_top *top);
void tcpst_top_groups_make(struct tcpst_top *top);
void tcpst_top_groups_close(struct tcpst_top *top);
const struct tcpst_field *tcpst_top_groups_sums(unsigned int *n);

/* group_lines.c: drawing groups */
void tcpst_top_groups_draw(const struct tcpst_top *top);

/* terminal.c: the terminal */
int tcpst_top_terminal_open(const struct tcpst_top *top);
void tcpst_top_terminal_close(void);

/* screen.c: layout and drawing */
void tcpst_top_screen_draw(struct tcpst_top *top);

/* head.c: the header */
void tcpst_top_head_draw(const struct tcpst_top *top);

/* keys.c: key bindings */
void tcpst_top_wait(struct tcpst_top *top, unsigned int ms);

/* pager.c: pager for one flow */
void tcpst_top_pager(struct tcpst_top *top, const struct tcpst_flow *flow);

#endif /* TCPST_TOP_H */
