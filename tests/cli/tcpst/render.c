// SPDX-License-Identifier: GPL-2.0
/*
 * Render a story, for comparison with a golden file:
 *
 *   render HOW[,OPTION...] STORY...
 *
 * HOW is ladder, summary, json, list, life or watch; OPTION absolute, ascii,
 * color, ns, bytes, iso, csv, raw, or columns=A:B.
 */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cgroup.h"
#include "base/diag.h"
#include "stories.h"
#include "text/json.h"
#include "text/ladder.h"
#include "text/summary.h"
#include "text/table.h"

static struct tcpst_style style = { .utf8 = true };
static struct tcpst_table_options options = {
	.headings = true, .style = &style,
};

static void read_option(char *word)
{
	if (!strcmp(word, "absolute")) {
		style.absolute = true;
	} else if (!strcmp(word, "ascii")) {
		style.utf8 = false;
	} else if (!strcmp(word, "color")) {
		style.color = true;
	} else if (!strcmp(word, "ns")) {
		style.ns = true;
	} else if (!strcmp(word, "bytes")) {
		style.bytes = true;
	} else if (!strcmp(word, "iso")) {
		style.time = TCPST_TIME_ISO;
	} else if (!strcmp(word, "explain")) {
		style.explain = 1;
	} else if (!strcmp(word, "verbose")) {
		style.explain = 2;
	} else if (!strcmp(word, "quiz")) {
		style.quiz = TCPST_QUIZ_QUESTIONS;
	} else if (!strcmp(word, "answers")) {
		style.quiz = TCPST_QUIZ_ANSWERS;
	} else if (!strcmp(word, "csv")) {
		options.layout = TCPST_LAYOUT_CSV;
	} else if (!strcmp(word, "raw")) {
		options.layout = TCPST_LAYOUT_RAW;
	} else if (!strncmp(word, "columns=", 8)) {
		options.chosen = word + 8;
		for (; *word; word++)
			if (*word == ':')
				*word = ',';
	} else {
		exit(tcpst_misuse("no option %s", word));
	}
}

static void draw_ladder(const struct story *story)
{
	struct tcpst_ladder ladder;

	tcpst_ladder_build(&ladder, &story->flow, story->event, story->n);
	tcpst_ladder_print(stdout, &ladder, &style);
	tcpst_ladder_free(&ladder);
}

static void write_json(const struct story *story)
{
	unsigned int i;

	for (i = 0; i < story->n; i++)
		tcpst_json_event(stdout, &story->event[i]);
	if (story->flow.live)
		tcpst_json_flow(stdout, &story->flow);
	else
		tcpst_json_life(stdout, &story->flow);
}

static void add_rows(struct tcpst_table *table, const char *how,
		     const struct story *story)
{
	unsigned int i;

	if (strcmp(how, "watch")) {
		tcpst_table_add(table, &story->flow);
		return;
	}
	for (i = 0; i < story->n; i++) {
		tcpst_table_add(table, &story->event[i]);
		if (i % 2)	/* as they come: in batches */
			tcpst_table_flush(table);
	}
}

static struct tcpst_table *open_table(const char *how)
{
	bool watch = !strcmp(how, "watch");
	struct tcpst_table *table;
	const char *defaults =
		watch ? "TIME,FLOW,ADDRESS,TRANSITION,CAUSE" :
		strcmp(how, "life") ?
		"FLOW,INITIATOR,ISTATE,RESPONDER,RSTATE,AGE" :
		"FLOW,INITIATOR,RESPONDER,END,DURATION,BYTES";

	options.steady = watch;
	if (tcpst_table_open(&table, watch ? &tcpst_event_fields :
			     &tcpst_flow_fields, defaults, &options))
		exit(TCPST_USAGE);
	return table;
}

int main(int argc, char **argv)
{
	struct tcpst_table *table = NULL;
	static struct story story;
	char *how, *word;
	int i;

	setlocale(LC_ALL, "");
	tcpst_cgroup_recorded();
	tcpst_cgroup_add(STORY_CLIENT_CGROUP, "/user.slice/user-1000.slice");
	/* Whoever makes a group chooses its name. */
	tcpst_cgroup_add(STORY_SERVER_CGROUP, "/system.slice/\033[2Jnginx.service");
	if (argc < 3)
		return tcpst_misuse("render HOW STORY...");
	how = strtok(argv[1], ",");
	while ((word = strtok(NULL, ",")))
		read_option(word);
	if (strcmp(how, "ladder") && strcmp(how, "summary") &&
	    strcmp(how, "json"))
		table = open_table(how);

	for (i = 2; i < argc; i++) {
		story_function build = story_find(argv[i]);

		if (!build)
			return tcpst_misuse("no story %s", argv[i]);
		build(&story);
		style.now = story.flow.verdict.stop + 1500000000;
		if (table)
			add_rows(table, how, &story);
		else if (!strcmp(how, "ladder"))
			draw_ladder(&story);
		else if (!strcmp(how, "summary"))
			tcpst_summary_print(stdout, &story.flow, &style);
		else
			write_json(&story);
	}
	tcpst_table_close(table, false);
	return tcpst_finish(TCPST_OK);
}
