// SPDX-License-Identifier: GPL-2.0
/* Parsing arguments: thresholds such as close_wait=100,refused=10/s. */
#include "cli/parse.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/diag.h"
#include "module/core/names.h"

#define ITEM_SIZE 64

/* Find or add the threshold of a measure; NULL: too many, or unknown. */
static struct tcpst_threshold *find(struct tcpst_thresholds *thresholds,
				    const char *name, bool rate)
{
	int which;

	if (rate) {
		which = tcpst_parse_end_name(name);
		return which <= TCPS_END_STILL_OPEN ? NULL :
			tcpst_threshold_find(thresholds, TCPST_MEASURE_END,
					     (unsigned int)which);
	}
	if (!strcasecmp(name, "flows"))
		return tcpst_threshold_find(thresholds, TCPST_MEASURE_FLOWS, 0);
	if (!strcasecmp(name, "half_open") || !strcasecmp(name, "half-open"))
		return tcpst_threshold_find(thresholds,
					    TCPST_MEASURE_HALF_OPEN, 0);
	which = tcpst_parse_state_name(name);
	return which < 0 ? NULL :
	       tcpst_threshold_find(thresholds, TCPST_MEASURE_STATE,
				    (unsigned int)which);
}

static int parse_one(const char *option, char *item, enum tcpst_level level,
		     struct tcpst_thresholds *thresholds)
{
	char *number = strchr(item, '='), *end;
	struct tcpst_threshold *threshold;
	double limit;
	bool rate;

	if (!number)
		return tcpst_misuse("%s requires NAME=NUMBER, such as close_wait=100 or refused=10/s, not '%s'",
				    option, item);
	*number++ = '\0';
	limit = strtod(number, &end);
	rate = !strcmp(end, "/s");
	if (end == number || (*end && !rate) || !isfinite(limit) || limit < 0)
		return tcpst_misuse("%s: %s requires a number or a rate (NUMBER/s), not '%s'",
				    option, item, number);
	threshold = find(thresholds, item, rate);
	if (!threshold && thresholds->n == TCPST_THRESHOLDS_MAX)
		return tcpst_misuse("%s accepts at most %d names", option,
				    TCPST_THRESHOLDS_MAX);
	if (!threshold && rate)
		return tcpst_misuse("%s: '%s' is not supported as a rate, valid are fin, reset, refused, timeout, unreachable, half-open, evicted and dropped",
				    option, item);
	if (!threshold)
		return tcpst_misuse("%s: unknown name '%s', valid are flows, half_open and states; fin, reset, refused, ... require a rate, such as refused=10/s",
				    option, item);
	threshold->limited[level] = true;
	threshold->limit[level] = limit;
	return TCPST_OK;
}

/**
 * tcpst_parse_thresholds() - limits, separated by commas
 * @option:     whose argument it is
 * @text:       such as close_wait=100,refused=10/s
 * @level:      level that is reached at these limits
 * @thresholds: added to
 */
int tcpst_parse_thresholds(const char *option, const char *text,
			   enum tcpst_level level,
			   struct tcpst_thresholds *thresholds)
{
	int status = TCPST_OK;

	for (; text && !status; text = strchr(text, ',') ?
				       strchr(text, ',') + 1 : NULL) {
		char item[ITEM_SIZE];

		snprintf(item, sizeof(item), "%.*s", (int)strcspn(text, ","),
			 text);
		status = parse_one(option, item, level, thresholds);
	}
	return status;
}
