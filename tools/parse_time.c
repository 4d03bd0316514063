// SPDX-License-Identifier: GPL-2.0
/* Arguments: numbers, durations and points in time. */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "parse.h"
#include "say.h"

#define NS_PER_SEC 1000000000ULL

/**
 * tcpst_parse_number() - a whole number
 * @option: whose argument it is
 * @text:   the argument
 * @max:    the largest that makes sense
 * @value:  set
 */
int tcpst_parse_number(const char *option, const char *text, u64 max,
		       u64 *value)
{
	char *end;

	errno = 0;
	*value = strtoull(text, &end, 10);
	if (!isdigit((unsigned char)*text) || *end || errno || *value > max)
		return tcpst_misuse("%s takes a number, not '%s'", option,
				    text);
	return TCPST_OK;
}

static u64 unit_ns(const char *unit)
{
	static const struct {
		const char *name;
		u64 ns;
	} units[] = {
		{ "", NS_PER_SEC }, { "s", NS_PER_SEC }, { "ms", 1000000 },
		{ "m", 60 * NS_PER_SEC }, { "min", 60 * NS_PER_SEC },
		{ "h", 3600 * NS_PER_SEC }, { "d", 86400 * NS_PER_SEC },
	};
	unsigned int i;

	for (i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (!strcmp(units[i].name, unit))
			return units[i].ns;
	return 0;
}

static bool duration(const char *text, u64 *ns)
{
	char *unit;
	double value = strtod(text, &unit);
	u64 scale = unit_ns(unit);

	if (!isdigit((unsigned char)*text) || !scale || value > 1e9)
		return false;
	*ns = (u64)(value * (double)scale);
	return true;
}

/**
 * tcpst_parse_duration() - a number of seconds, or with a unit
 * @option: whose argument it is
 * @text:   such as 10, 1.5s, 500ms, 5m, 2h, 1d
 * @ns:     set; never 0
 */
int tcpst_parse_duration(const char *option, const char *text, u64 *ns)
{
	if (duration(text, ns) && *ns)
		return TCPST_OK;
	return tcpst_misuse("%s takes a time such as 10s, 5m or 2h, not '%s'",
			    option, text);
}

/* A clock without a date is the latest time when it showed that. */
static bool point(const char *text, u64 now, u64 *ns)
{
	static const char *const dates[] = {
		"%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M",
		"%Y-%m-%d %H:%M", "%Y-%m-%d",
	};
	static const char *const clocks[] = { "%H:%M:%S", "%H:%M" };
	time_t seconds = (time_t)(now / NS_PER_SEC);
	struct tm today, tm;
	const char *end;
	unsigned int i;

	localtime_r(&seconds, &today);
	for (i = 0; i < sizeof(dates) / sizeof(dates[0]); i++) {
		tm = (struct tm){ .tm_isdst = -1 };
		end = strptime(text, dates[i], &tm);
		if (end && !*end) {
			*ns = (u64)mktime(&tm) * NS_PER_SEC;
			return true;
		}
	}
	for (i = 0; i < sizeof(clocks) / sizeof(clocks[0]); i++) {
		tm = today;
		tm.tm_sec = 0;
		end = strptime(text, clocks[i], &tm);
		if (end && !*end) {
			tm.tm_isdst = -1;
			seconds = mktime(&tm);
			if ((u64)seconds * NS_PER_SEC > now)
				seconds -= 86400;
			*ns = (u64)seconds * NS_PER_SEC;
			return true;
		}
	}
	return false;
}

/**
 * tcpst_parse_since() - where in the recorder to begin
 * @text:  all, the number of a record, a time (14:30, 14:30:05, 2006-01-02,
 *         2006-01-02T14:30:05), or how long ago (-10m)
 * @now:   ns since the epoch
 * @since: set
 */
int tcpst_parse_since(const char *text, u64 now, struct tcpst_since *since)
{
	u64 ago;

	if (!strcmp(text, "all")) {
		since->kind = TCPST_SINCE_ALL;
		return TCPST_OK;
	}
	if (*text && strspn(text, "0123456789") == strlen(text)) {
		since->kind = TCPST_SINCE_SEQNO;
		return tcpst_parse_number("--since", text, UINT64_MAX - 1,
					  &since->value);
	}
	since->kind = TCPST_SINCE_TIME;
	if (*text == '-' && duration(text + 1, &ago)) {
		since->value = ago < now ? now - ago : 0;
		return TCPST_OK;
	}
	if (point(text, now, &since->value))
		return TCPST_OK;
	return tcpst_misuse("--since takes all, the number of a record, a time such as 14:30 or -10m, not '%s'",
			    text);
}
