// SPDX-License-Identifier: GPL-2.0
/*
 * Every world within bounds, and the core beside it.
 *
 *   model                       what can happen, by name
 *   model NAME PLACE MODE [BOUND=N…]
 *                               the worlds in which that happens. PLACE: 0 or 1,
 *                               beside that host, h, half way, or i or r, half way
 *                               to what the initiator or the responder sends; MODE:
 *                               all, with full accounting; some, without; samples,
 *                               without, and any other segment may be looked at. The
 *                               last line has the figures; exit status 1: something
 *                               is wrong
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report.h"

static const struct bounds all[] = {
#include "bounds.h"
};

static u32 views_max = ~0U;

static bool override(struct bounds *bounds, const char *word)
{
	const char *value = strchr(word, '=');
	size_t length = value ? (size_t)(value - word) : 0;
	unsigned long n = value ? strtoul(value + 1, NULL, 10) : 0;

	if (length == 6 && !strncmp(word, "faults", length))
		bounds->faults = (u8)n;
	else if (length == 7 && !strncmp(word, "repeats", length))
		bounds->repeats = (u8)n;
	else if (length == 5 && !strncmp(word, "views", length))
		views_max = (u32)n;
	else
		return false;
	return true;
}

static bool choose(struct bounds *bounds, char **words)
{
	static const char places[] = "01hir";
	const char *place = strchr(places, words[1][0]);
	unsigned int i;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (!strcmp(words[0], all[i].name))
			break;
	if (i == sizeof(all) / sizeof(all[0]) || !place || !*place)
		return false;
	*bounds = all[i];
	bounds->place = (enum world_place)(place - places);
	bounds->accounted = !strcmp(words[2], "all");
	bounds->samples = !strcmp(words[2], "samples");
	return true;
}

int main(int argc, char **argv)
{
	static char name[60];
	struct bounds bounds;
	unsigned int i;
	bool right;

	for (i = 0; argc < 2 && i < sizeof(all) / sizeof(all[0]); i++)
		printf("%s\n", all[i].name);
	if (argc < 2)
		return 0;
	right = argc >= 4 && choose(&bounds, argv + 1);
	for (i = 4; right && i < (unsigned int)argc; i++)
		right = override(&bounds, argv[i]);
	if (!right) {
		fprintf(stderr, "model: no such bounds\n");
		return 2;
	}
	snprintf(name, sizeof(name), "%s %s %s", argv[1], argv[2], argv[3]);
	bounds.name = name;
	explore(&bounds, views_max);
	return report_end(&bounds, true) != 0;
}
