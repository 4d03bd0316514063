// SPDX-License-Identifier: GPL-2.0
/* Parsing Zeek's log of connections: columns named by a line #fields, or JSON. */
#include "source/zeek_log.h"

#include <arpa/inet.h>
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define SECOND 1000000000ULL

static const char *const names[TCPST_ZEEK_COLUMNS] = {
	"ts", "uid", "id.orig_h", "id.orig_p", "id.resp_h", "id.resp_p",
	"proto", "duration",
};

/* Values of the columns of a line; NULL: absent. */
struct values {
	const char *of[TCPST_ZEEK_COLUMNS];
};

/* Parse seconds with a fraction exactly: a double is not precise enough. */
static bool read_seconds(const char *text, u64 *ns)
{
	u64 seconds, part = 0, unit = SECOND / 10;
	char *end;

	if (*text < '0' || *text > '9')
		return false;
	seconds = strtoull(text, &end, 10);
	if (*end == '.')
		for (end++; *end >= '0' && *end <= '9'; end++, unit /= 10)
			part += (u64)(*end - '0') * unit;
	if (*end || seconds > UINT64_MAX / SECOND - 1)
		return false;
	*ns = seconds * SECOND + part;
	return true;
}

/* Parse a time as JSON may have it: 2023-11-14T22:13:20.000000Z. */
static bool read_iso(const char *text, u64 *ns)
{
	struct tm tm = { .tm_year = 0 };
	const char *rest = strptime(text, "%Y-%m-%dT%H:%M:%S", &tm);
	char fraction[32] = "0";
	time_t seconds;

	if (!rest)
		return false;
	snprintf(fraction + 1, sizeof(fraction) - 1, "%.*s",
		 (int)strcspn(rest, "Z"), rest);
	seconds = timegm(&tm);
	if (seconds < 0 || !read_seconds(fraction, ns))
		return false;
	*ns += (u64)seconds * SECOND;
	return true;
}

static bool read_end(struct tcpst_addrs *ends, unsigned int role,
		     const char *addr, const char *port)
{
	char *end;
	unsigned long number = strtoul(port, &end, 10);
	bool ipv6 = strchr(addr, ':');

	if (end == port || *end || number > 65535 || (role && ipv6 != ends->ipv6))
		return false;
	ends->ipv6 = ipv6;
	ends->port[role] = (u16)number;
	return inet_pton(ipv6 ? AF_INET6 : AF_INET, addr, ends->addr[role]) == 1;
}

static bool read_values(const struct values *values, struct tcpst_zeek *zeek)
{
	const char *const *of = values->of;
	unsigned int i;
	u64 duration = 0;

	for (i = 0; i < TCPST_ZEEK_DURATION; i++)
		if (!of[i])
			return false;
	*zeek = (struct tcpst_zeek){ .start = 0 };
	if (strcmp(of[TCPST_ZEEK_PROTO], "tcp") ||
	    (!read_seconds(of[TCPST_ZEEK_TS], &zeek->start) &&
	     !read_iso(of[TCPST_ZEEK_TS], &zeek->start)) ||
	    !read_end(&zeek->ends, 0, of[TCPST_ZEEK_ORIG_H],
		      of[TCPST_ZEEK_ORIG_P]) ||
	    !read_end(&zeek->ends, 1, of[TCPST_ZEEK_RESP_H],
		      of[TCPST_ZEEK_RESP_P]))
		return false;
	/* There is none if the connection was a single packet. */
	if (of[TCPST_ZEEK_DURATION])
		read_seconds(of[TCPST_ZEEK_DURATION], &duration);
	zeek->end = zeek->start + duration;
	snprintf(zeek->uid, sizeof(zeek->uid), "%s", of[TCPST_ZEEK_UID_OF]);
	return *zeek->uid;
}

static bool read_json(struct tcpst_zeek_log *log, const char *line,
		      struct tcpst_zeek *zeek)
{
	struct json_object *object = json_tokener_parse(line), *member;
	struct values values = { 0 };
	bool is = false;
	unsigned int i;

	for (i = 0; i < TCPST_ZEEK_COLUMNS && object; i++)
		if (json_object_object_get_ex(object, names[i], &member))
			values.of[i] = json_object_get_string(member);
	if (values.of[TCPST_ZEEK_TS] && values.of[TCPST_ZEEK_UID_OF] &&
	    values.of[TCPST_ZEEK_ORIG_H]) {
		log->known = true;
		is = read_values(&values, zeek);
	}
	json_object_put(object);
	return is;
}

/* Parse "#fields" and the names of the columns. */
static void read_names(struct tcpst_zeek_log *log, char *line)
{
	char separator[2] = { log->separator }, *name, *rest = line;
	unsigned int number = 0, i;

	memset(log->place, 0, sizeof(log->place));
	strsep(&rest, separator);
	while ((name = strsep(&rest, separator))) {
		number++;
		for (i = 0; i < TCPST_ZEEK_COLUMNS; i++)
			if (!strcmp(name, names[i]))
				log->place[i] = number;
	}
	log->known = log->place[TCPST_ZEEK_TS] && log->place[TCPST_ZEEK_UID_OF] &&
		     log->place[TCPST_ZEEK_ORIG_H];
}

static void read_comment(struct tcpst_zeek_log *log, char *line)
{
	unsigned int code;

	if (sscanf(line, "#separator \\x%2x", &code) == 1)
		log->separator = (char)code;
	else if (!strncmp(line, "#fields", strlen("#fields")))
		read_names(log, line);
}

static bool read_columns(const struct tcpst_zeek_log *log, char *line,
			 struct tcpst_zeek *zeek)
{
	char separator[2] = { log->separator }, *value, *rest = line;
	struct values values = { 0 };
	unsigned int number = 0, i;

	while ((value = strsep(&rest, separator))) {
		number++;
		for (i = 0; i < TCPST_ZEEK_COLUMNS; i++)
			if (log->place[i] == number && strcmp(value, "-"))
				values.of[i] = value;
	}
	return read_values(&values, zeek);
}

/**
 * tcpst_zeek_log_line() - parse a line
 * @log:  the log; definitions in comments are stored in it
 * @line: the line, which is modified
 * @zeek: filled in
 *
 * Return: true if it is a TCP connection.
 */
bool tcpst_zeek_log_line(struct tcpst_zeek_log *log, char *line,
			 struct tcpst_zeek *zeek)
{
	if (*line == '{')
		return read_json(log, line, zeek);
	if (*line == '#') {
		read_comment(log, line);
		return false;
	}
	return log->known && read_columns(log, line, zeek);
}
