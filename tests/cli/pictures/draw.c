// SPDX-License-Identifier: GPL-2.0
/*
 * Draw a story as SVG, for comparison with a golden file and for looking at:
 *
 *   draw [absolute] STORY
 */
#include <stdio.h>
#include <string.h>

#include "../tcpst/stories.h"
#include "base/diag.h"
#include "svg/ladder.h"

int main(int argc, char **argv)
{
	bool absolute = argc > 2 && !strcmp(argv[1], "absolute");
	struct tcpst_style style = { .absolute = absolute };
	static struct story story;
	struct tcpst_ladder ladder;
	story_function build;

	if (argc < 2)
		return tcpst_misuse("draw [absolute] STORY");
	build = story_find(argv[argc - 1]);
	if (!build)
		return tcpst_misuse("no story %s", argv[argc - 1]);
	build(&story);
	style.now = story.flow.verdict.stop + 1500000000;
	tcpst_ladder_build(&ladder, &story.flow, story.event, story.n);
	tcpst_svg_ladder(stdout, &ladder, &style, true);
	tcpst_ladder_free(&ladder);
	return tcpst_finish(TCPST_OK);
}
