// SPDX-License-Identifier: GPL-2.0
/* Transitions and notes as comments on frames, for Wireshark. */
#include "text/comment.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/append.h"
#include "module/core/names.h"
#include "text/ladder.h"
#include "text/reason.h"

static void add_transition(char *text, size_t size,
			   const struct tcpst_event *event)
{
	tcpst_append(text, size, "%s -> %s", tcps_state_name(event->from),
		     tcps_state_name(event->to));
	if (event->retract)
		tcpst_append(text, size, ", retracted");
	else if (event->certainty != TCPS_OBSERVED)
		tcpst_append(text, size, ", %s",
			     tcps_certainty_name(event->certainty));
	tcpst_append(text, size, ": %s", tcpst_reason_text(event));
}

/* A note: state and cause, and the remark on its segment in a ladder, if there is one. */
static void add_note(char *text, size_t size, const struct tcpst_event *event)
{
	const char *remark = tcpst_ladder_remark(event);

	tcpst_append(text, size, "%s: %s", tcps_state_name(event->to),
		     tcps_cause_name(event->cause));
	if (remark)
		tcpst_append(text, size, " (%s)", remark);
}

/**
 * tcpst_comment_text() - a transition or a note as one line of text
 * @text:  filled in
 * @size:  of @text
 * @event: the record
 *
 * The number of the flow, the end, its states and the cause.
 */
void tcpst_comment_text(char *text, size_t size, const struct tcpst_event *event)
{
	snprintf(text, size, "tcpst flow %" PRIu64 ": %s ", event->flow,
		 tcps_role_name(event->endpoint));
	if (event->type == TCPST_NOTE)
		add_note(text, size, event);
	else
		add_transition(text, size, event);
}
