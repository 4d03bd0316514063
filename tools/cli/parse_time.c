// SPDX-License-Identifier: GPL-2.0
/* Parsing arguments: numbers, durations and points in time. */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/diag.h"
#include "cli/parse.h"

#define NS_PER_SEC 1000000000ULL

/* Some 31 years: adding the present time does not overflow. */
#define MOST_NS 1e18

/**
 * tcpst_parse_number() - a whole number
 * @option: whose argument it is
 * @text:   the argument
 * @max:    the largest number that is valid
 * @value:  set
 */
int tcpst_parse_number(const char *option, const char *text, u64 max,
		       u64 *value)
{
	char *end;

	errno = 0;
	*value = strtoull(text, &end, 10);
	if (!isdigit((unsigned char)*text) || *end || errno || *value > max)
		return tcpst_misuse("%s requires a number, not '%s'", option,
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
		{ "us", 1000 }, { "ns", 1 },
		{ "m", 60 * NS_PER_SEC }, { "min", 60 * NS_PER_SEC },
		{ "h", 3600 * NS_PER_SEC }, { "d", 86400 * NS_PER_SEC },
	};
	unsigned int i;

	for (i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (!strcmp(units[i].name, unit))
			return units[i].ns;
	return 0;
}

/**
 * tcpst_read_duration() - a duration in seconds, or with a unit
 * @text: such as 10, 1.5s, 500ms
 * @ns:   set
 *
 * Return: false if it is not a duration.
 */
bool tcpst_read_duration(const char *text, u64 *ns)
{
	char *unit;
	double value = strtod(text, &unit);
	u64 scale = unit_ns(unit);

	if (!isdigit((unsigned char)*text) || !scale ||
	    value * (double)scale > MOST_NS)
		return false;
	*ns = (u64)(value * (double)scale);
	return true;
}

/**
 * tcpst_parse_duration() - a duration in seconds, or with a unit
 * @option: whose argument it is
 * @text:   such as 10, 1.5s, 500ms, 5m, 2h, 1d
 * @ns:     set; never 0
 */
int tcpst_parse_duration(const char *option, const char *text, u64 *ns)
{
	if (tcpst_read_duration(text, ns) && *ns)
		return TCPST_OK;
	return tcpst_misuse("%s requires a time such as 10s, 5m or 2h, not '%s'",
			    option, text);
}

/* A date, or a time of day, whose day is not known here. */
static bool point(const char *text, struct tcpst_since *since)
{
	static const char *const dates[] = {
		"%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M",
		"%Y-%m-%d %H:%M", "%Y-%m-%d",
	};
	static const char *const clocks[] = { "%H:%M:%S", "%H:%M" };
	const char *end;
	unsigned int i;
	struct tm tm;

	for (i = 0; i < sizeof(dates) / sizeof(dates[0]); i++) {
		tm = (struct tm){ .tm_isdst = -1 };
		end = strptime(text, dates[i], &tm);
		if (end && !*end) {
			since->kind = TCPST_SINCE_TIME;
			since->value = (u64)mktime(&tm) * NS_PER_SEC;
			return true;
		}
	}
	for (i = 0; i < sizeof(clocks) / sizeof(clocks[0]); i++) {
		tm = (struct tm){ 0 };
		end = strptime(text, clocks[i], &tm);
		if (end && !*end) {
			since->kind = TCPST_SINCE_CLOCK;
			since->value = (u64)tm.tm_hour * 3600 +
				       (u64)tm.tm_min * 60 + (u64)tm.tm_sec;
			return true;
		}
	}
	return false;
}

/**
 * tcpst_read_date() - a point in time, with its date
 * @text: such as 2006-01-02 or 2006-01-02T14:30:05, local
 * @ns:   set, since the Unix epoch
 *
 * Return: false if it is not a date.
 */
bool tcpst_read_date(const char *text, u64 *ns)
{
	struct tcpst_since since;

	if (!point(text, &since) || since.kind != TCPST_SINCE_TIME)
		return false;
	*ns = since.value;
	return true;
}

/**
 * tcpst_parse_since() - the first event wanted from the recorder, or from a capture
 * @text:  all, the number of a record, a time (14:30, 14:30:05, 2006-01-02,
 *         2006-01-02T14:30:05), or how long ago (-10m)
 * @since: set
 */
int tcpst_parse_since(const char *text, struct tcpst_since *since)
{
	if (!strcmp(text, "all")) {
		since->kind = TCPST_SINCE_ALL;
		return TCPST_OK;
	}
	if (*text && strspn(text, "0123456789") == strlen(text)) {
		since->kind = TCPST_SINCE_SEQNO;
		return tcpst_parse_number("--since", text, UINT64_MAX - 1,
					  &since->value);
	}
	if (*text == '-' && tcpst_read_duration(text + 1, &since->value)) {
		since->kind = TCPST_SINCE_AGO;
		return TCPST_OK;
	}
	if (point(text, since))
		return TCPST_OK;
	return tcpst_misuse("--since requires all, a record number, or a time such as 14:30 or -10m, not '%s'",
			    text);
}
