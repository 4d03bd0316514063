/* SPDX-License-Identifier: GPL-2.0 */
/* Connections of known course, as a source would report them. */
#ifndef TESTS_TCPST_STORIES_H
#define TESTS_TCPST_STORIES_H

#include "model/event.h"

#define STORY_EVENTS 128

/* Control groups of the ends of a story. */
#define STORY_CLIENT_CGROUP 71
#define STORY_SERVER_CGROUP 72

/**
 * struct story - a connection
 * @flow:  what is known of it at its end
 * @n:     of @event
 * @event: what was recorded
 */
struct story {
	struct tcpst_flow flow;
	unsigned int n;
	struct tcpst_event event[STORY_EVENTS];
};

typedef void (*story_function)(struct story *story);

story_function story_find(const char *name);

#endif /* TESTS_TCPST_STORIES_H */
