// SPDX-License-Identifier: GPL-2.0
/* Numbers, times and addresses as people read them. */
#include "text/format.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/address.h"
#include "base/decimal.h"
#include "module/core/segment.h"
#include "text/resolve.h"

#define NS_PER_SEC 1000000000ULL

/* 2006-01-02T15:04:05.123456789+01:00 */
static void iso(char *text, u64 ns)
{
	time_t seconds = (time_t)(ns / NS_PER_SEC);
	char date[32], zone[8];
	struct tm tm;

	localtime_r(&seconds, &tm);
	strftime(date, sizeof(date), "%Y-%m-%dT%H:%M:%S", &tm);
	strftime(zone, sizeof(zone), "%z", &tm);
	snprintf(text, TCPST_TEXT_SIZE, "%s.%09u%.3s:%s", date,
		 (unsigned int)(ns % NS_PER_SEC), zone, zone + 3);
}

static bool machine_time(char *text, const struct tcpst_style *style, u64 ns)
{
	if (style->time == TCPST_TIME_NS)
		snprintf(text, TCPST_TEXT_SIZE, "%" PRIu64, ns);
	else if (style->time == TCPST_TIME_ISO)
		iso(text, ns);
	else
		return false;
	return true;
}

/** tcpst_format_clock() - time of an event; local time with milliseconds */
void tcpst_format_clock(char *text, const struct tcpst_style *style, u64 ns)
{
	time_t seconds = (time_t)(ns / NS_PER_SEC);
	char clock[16];
	struct tm tm;

	if (machine_time(text, style, ns))
		return;
	localtime_r(&seconds, &tm);
	strftime(clock, sizeof(clock), "%H:%M:%S", &tm);
	snprintf(text, TCPST_TEXT_SIZE, "%s.%03u", clock,
		 (unsigned int)(ns % NS_PER_SEC / 1000000));
}

/** tcpst_format_date() - date and time; local time to the second */
void tcpst_format_date(char *text, const struct tcpst_style *style, u64 ns)
{
	time_t seconds = (time_t)(ns / NS_PER_SEC);
	struct tm tm;

	if (machine_time(text, style, ns))
		return;
	localtime_r(&seconds, &tm);
	strftime(text, TCPST_TEXT_SIZE, "%Y-%m-%d %H:%M:%S", &tm);
}

/*
 * @value / @unit, rounded as by printf(), which takes its time and is asked only where
 * both neighbours are equally near. A unit is less than 2^50.
 */
static void put_ratio(char *text, u64 value, u64 unit, unsigned int decimals,
		      const char *name)
{
	static const u64 scales[] = { 1, 10, 100 };
	u64 scale = scales[decimals];
	u64 rest = value % unit * scale;
	u64 n = value / unit * scale + rest / unit;
	u64 twice = rest % unit * 2;

	if (twice == unit) {
		snprintf(text, TCPST_TEXT_SIZE, "%.*f%s", (int)decimals,
			 (double)value / (double)unit, name);
		return;
	}
	n += twice > unit;
	text = tcpst_decimal(text, n / scale);
	if (decimals)
		*text++ = '.';
	for (n %= scale; scale > 1; n %= scale) {
		scale /= 10;
		*text++ = (char)('0' + n / scale);
	}
	strcpy(text, name);
}

/* Three significant digits, and the unit. */
static void scaled(char *text, u64 ns, u64 unit, const char *name)
{
	unsigned int decimals = ns * 1000 < 9995 * unit ? 2 : ns * 100 < 9995 * unit ? 1 : 0;

	put_ratio(text, ns, unit, decimals, name);
}

/* 1m02s */
static void two_units(char *text, u64 count, char unit, u64 rest, char small)
{
	text = tcpst_decimal(text, count);
	*text++ = unit;
	*text++ = (char)('0' + rest / 10);
	*text++ = (char)('0' + rest % 10);
	*text++ = small;
	*text = '\0';
}

/** tcpst_format_duration() - a duration in five or six characters, or exactly with --ns */
void tcpst_format_duration(char *text, const struct tcpst_style *style, u64 ns)
{
	u64 s = ns / NS_PER_SEC;

	if (style->ns)
		*tcpst_decimal(text, ns) = '\0';
	else if (!ns)
		strcpy(text, "0s");
	else if (ns < 1000)
		strcpy(tcpst_decimal(text, ns), "ns");
	else if (ns < 999500)
		scaled(text, ns, 1000, "us");
	else if (ns < 999500000)
		scaled(text, ns, 1000000, "ms");
	else if (s < 60)
		scaled(text, ns, NS_PER_SEC, "s");
	else if (s < 3600)
		two_units(text, s / 60, 'm', s % 60, 's');
	else if (s < 86400)
		two_units(text, s / 3600, 'h', s % 3600 / 60, 'm');
	else
		two_units(text, s / 86400, 'd', s % 86400 / 3600, 'h');
}

/** tcpst_format_size() - octets in powers of 1024, or exactly with --bytes */
void tcpst_format_size(char *text, const struct tcpst_style *style, u64 octets)
{
	static const char *const units[] = { "K", "M", "G", "T", "P", "E" };
	unsigned int i = 0;
	u64 unit = 1024;

	if (style->bytes || octets < 1024) {
		*tcpst_decimal(text, octets) = '\0';
		return;
	}
	/* Parts of the largest units do not matter, and would be too large to multiply. */
	for (; octets >= 1ULL << 50; octets >>= 10)
		i++;
	for (; octets * 2 >= 2047 * unit; unit *= 1024)
		i++;
	put_ratio(text, octets, unit, octets * 100 < 9995 * unit, units[i]);
}

/** tcpst_format_count() - a number in groups of three digits */
void tcpst_format_count(char *text, u64 count)
{
	char digits[24];
	int n = snprintf(digits, sizeof(digits), "%" PRIu64, count);
	int i;

	for (i = 0; i < n; i++) {
		*text++ = digits[i];
		if (i + 1 < n && (n - i - 1) % 3 == 0)
			*text++ = ',';
	}
	*text = '\0';
}

/** tcpst_format_addr() - the address of one end */
void tcpst_format_addr(char *text, const struct tcpst_addrs *ends,
		       unsigned int role)
{
	tcpst_address_text(text, ends->ipv6, ends->addr[role]);
}

/** tcpst_format_end() - address and port of one end, or their names */
void tcpst_format_end(char *text, const struct tcpst_style *style,
		      const struct tcpst_addrs *ends, unsigned int role)
{
	const char *host;

	if (style->resolve) {
		host = tcpst_resolve_host(ends, role);
		snprintf(text, TCPST_TEXT_SIZE, strchr(host, ':') ?
			 "[%.55s]:%.31s" : "%.55s:%.31s", host,
			 tcpst_resolve_service(ends->port[role]));
		return;
	}
	if (ends->ipv6)
		*text++ = '[';
	text = tcpst_address_text(text, ends->ipv6, ends->addr[role]);
	if (ends->ipv6)
		*text++ = ']';
	*text++ = ':';
	*tcpst_decimal(text, ends->port[role]) = '\0';
}

/* Length of the printable UTF-8 character that @text begins with; 0: it is not one. */
static unsigned int character(const unsigned char *text)
{
	unsigned int n, i;

	if (*text < 0x80)
		return *text >= ' ' && *text != 0x7f;
	if (*text < 0xc2 || *text > 0xf4)
		return 0;
	n = *text >= 0xf0 ? 4 : *text >= 0xe0 ? 3 : 2;
	for (i = 1; i < n; i++)
		if ((text[i] & 0xc0) != 0x80)
			return 0;
	/* Reject control characters, overlong forms and surrogates. */
	if ((*text == 0xc2 && text[1] < 0xa0) ||
	    (*text == 0xe0 && text[1] < 0xa0) ||
	    (*text == 0xed && text[1] > 0x9f) ||
	    (*text == 0xf0 && text[1] < 0x90) ||
	    (*text == 0xf4 && text[1] > 0x8f))
		return 0;
	return n;
}

/**
 * tcpst_format_comm() - the command of a process, as printable UTF-8
 * @text: set
 * @comm: as the kernel has it: arbitrary octets, truncated anywhere
 */
void tcpst_format_comm(char *text, const char *comm)
{
	const unsigned char *from = (const unsigned char *)comm;
	unsigned int n;

	while (*from) {
		n = character(from);
		if (!n) {
			*text++ = '?';
			from++;
		}
		while (n--)
			*text++ = (char)*from++;
	}
	*text = '\0';
}

/** tcpst_format_flags() - control bits, in the usual order */
void tcpst_format_flags(char *text, u8 flags)
{
	static const struct {
		u8 flag;
		const char *name;
	} names[] = {
		{ TCPS_FLAG_SYN, "SYN" }, { TCPS_FLAG_FIN, "FIN" },
		{ TCPS_FLAG_RST, "RST" }, { TCPS_FLAG_PSH, "PSH" },
		{ TCPS_FLAG_ACK, "ACK" }, { TCPS_FLAG_URG, "URG" },
		{ TCPS_FLAG_ECE, "ECE" }, { TCPS_FLAG_CWR, "CWR" },
	};
	const char *first = text;
	unsigned int i;

	*text = '\0';
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (!(flags & names[i].flag))
			continue;
		if (text > first)
			*text++ = ' ';
		text = stpcpy(text, names[i].name);
	}
}

/**
 * tcpst_format_mark() - the mark after a state that is not just observed
 * @style:     UTF-8 or ASCII
 * @certainty: ? presumed, ~ inferred
 * @retract:   it retracts an earlier presumption
 */
const char *tcpst_format_mark(const struct tcpst_style *style,
			      unsigned int certainty, bool retract)
{
	static const char *const marks[2][2][3] = {
		{ { "", "?", "~" }, { "<", "?<", "~<" } },
		{ { "", "?", "~" }, { "↩", "?↩", "~↩" } },
	};

	return marks[style->utf8][retract]
		    [certainty < TCPS_CERTAINTY_MAX ? certainty : 0];
}
