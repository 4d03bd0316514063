// SPDX-License-Identifier: GPL-2.0
/* Words at the segments of a connection at several places. */
#include "compare/print.h"

#include <string.h>

#include "base/append.h"
#include "module/core/names.h"

/**
 * tcpst_compare_label() - label of a segment
 * @text: written to
 * @size: size of @text
 * @view: the connection at a place that saw the segment
 * @seen: the segment there
 */
void tcpst_compare_label(char *text, size_t size, const struct tcpst_view *view,
			 const struct tcpst_sighting *seen)
{
	char flags[TCPST_TEXT_SIZE], len[24] = "";
	u32 base = view->flow.iss_known[seen->sender] ?
		   view->flow.iss[seen->sender] : 0;

	tcpst_format_flags(flags, seen->flags);
	if (seen->len)
		snprintf(len, sizeof(len), " len=%u", seen->len);
	snprintf(text, size, "%.16s seq=%u%s", flags, seen->seq - base, len);
}

/* Transitions caused by a segment according to a place; "": none. */
static void put_moves(char *text, size_t size, const struct tcpst_view *view,
		      u64 time_ns)
{
	static const char *const roles[] = { "initiator", "responder" };
	size_t i;

	*text = '\0';
	for (i = 0; i < view->n_moves; i++)
		if (view->move[i].time_ns == time_ns)
			tcpst_append(text, size, " %s %s",
				     roles[view->move[i].role & 1],
				     tcps_state_name(view->move[i].to));
}

/* Append the transitions; only once if all places saw the segment and agree. */
static void append_moves(char *remark, const struct tcpst_path *path,
			 const struct tcpst_row *row, unsigned int n_places)
{
	char text[TCPST_PLACES_MAX][128];
	unsigned int at, first = TCPST_PLACES_MAX;
	bool agree = true;

	for (at = 0; at < n_places; at++) {
		const struct tcpst_view *view = path->view[at];

		text[at][0] = '\0';
		if (row->at[at] == TCPST_UNPAIRED) {
			agree &= !view;
			continue;
		}
		put_moves(text[at], sizeof(text[at]), view,
			  view->seen[row->at[at]].time_ns);
		if (first == TCPST_PLACES_MAX)
			first = at;
		agree &= !strcmp(text[at], text[first]);
	}
	if (agree && text[first][0])
		tcpst_append(remark, TCPST_COMPARE_REMARK, " %s", text[first]);
	for (at = 0; at < n_places && !agree; at++)
		if (text[at][0])
			tcpst_append(remark, TCPST_COMPARE_REMARK, "  %c:%s",
				     'A' + at, text[at]);
}

/**
 * tcpst_compare_remark() - fate of a segment, and the states it changed
 * @remark:   written to, %TCPST_COMPARE_REMARK octets
 * @path:     the connection
 * @row:      the segment
 * @n_places: number of places
 */
void tcpst_compare_remark(char *remark, const struct tcpst_path *path,
			  const struct tcpst_row *row, unsigned int n_places)
{
	bool doubt = false;
	unsigned int at;

	*remark = '\0';
	for (at = 0; at + 1 < n_places; at++) {
		u8 fate = row->fate[at];

		doubt |= row->doubt[at];
		if (fate != TCPST_FATE_NONE && fate != TCPST_FATE_PASSED &&
		    fate != TCPST_FATE_UNCAPTURED)
			tcpst_append(remark, TCPST_COMPARE_REMARK, "  %s",
				     tcpst_fate_name(fate));
	}
	for (at = 0; at < n_places; at++)
		if (row->uncaptured[at])
			tcpst_append(remark, TCPST_COMPARE_REMARK, "  %s at %c",
				     tcpst_fate_name(TCPST_FATE_UNCAPTURED), 'A' + at);
	if (doubt)
		tcpst_append(remark, TCPST_COMPARE_REMARK, " (one of several alike)");
	if (row->foreign)
		tcpst_append(remark, TCPST_COMPARE_REMARK, " (TTL %u, unlike others)",
			     tcpst_row_seen(path, row, NULL)->ttl);
	append_moves(remark, path, row, n_places);
}
