// SPDX-License-Identifier: GPL-2.0
/* Parsing arguments: filters of flows and events. */
#include "cli/parse.h"

#include <ctype.h>
#include <glib.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "base/diag.h"
#include "module/core/names.h"
#include "text/short_state.h"

/* The longest item of a list: an IPv6 address in brackets, prefix and port. */
#define ITEM_SIZE 80

/*
 * Take the next item off a list; false at its end. An empty list has one empty item,
 * which all callers reject: a script whose variable is not set must not get
 * everything.
 */
static bool next_item(const char **list, char item[ITEM_SIZE])
{
	size_t length;

	if (!*list)
		return false;
	length = strcspn(*list, ",");
	snprintf(item, ITEM_SIZE, "%.*s", (int)length, *list);
	*list = (*list)[length] ? *list + length + 1 : NULL;
	return true;
}

static int add_addr(const char *option, struct tcps_filter *filter,
		    const struct tcps_filter_addr *addr)
{
	if (filter->n_addrs == TCPS_FILTER_MAX)
		return tcpst_misuse("%s accepts at most %d addresses", option,
				    TCPS_FILTER_MAX);
	filter->addrs[filter->n_addrs++] = *addr;
	return TCPST_OK;
}

static int add_port(const char *option, struct tcps_filter *filter,
		    const struct tcps_filter_port *port)
{
	if (filter->n_ports == TCPS_FILTER_MAX)
		return tcpst_misuse("%s accepts at most %d ports", option,
				    TCPS_FILTER_MAX);
	filter->ports[filter->n_ports++] = *port;
	return TCPST_OK;
}

/**
 * tcpst_parse_addrs() - addresses and prefixes, separated by commas
 * @option: whose argument it is
 * @text:   such as 10.0.0.0/8,2001:db8::1
 * @filter: added to
 */
int tcpst_parse_addrs(const char *option, const char *text,
		      struct tcps_filter *filter)
{
	struct tcps_filter_addr addr;
	char item[ITEM_SIZE];
	int status = TCPST_OK;

	while (!status && next_item(&text, item)) {
		if (!tcpst_read_addr(item, &addr))
			return tcpst_misuse("%s requires an address such as 10.0.0.1 or 2001:db8::/32, not '%s'",
					    option, item);
		status = add_addr(option, filter, &addr);
	}
	return status;
}

/**
 * tcpst_parse_ports() - ports and ranges, separated by commas
 * @option: whose argument it is
 * @text:   such as 80,8000-8999
 * @filter: added to
 */
int tcpst_parse_ports(const char *option, const char *text,
		      struct tcps_filter *filter)
{
	struct tcps_filter_port port;
	char item[ITEM_SIZE];
	int status = TCPST_OK;

	while (!status && next_item(&text, item)) {
		if (!tcpst_read_port(item, &port))
			return tcpst_misuse("%s requires a port such as 80 or 8000-8999, not '%s'",
					    option, item);
		status = add_port(option, filter, &port);
	}
	return status;
}

/* A number from 1 to @max. */
static int read_number(const char *option, const char *item, u64 max,
		       u64 *value)
{
	int status = tcpst_parse_number(option, item, max, value);

	return status || *value ? status :
	       tcpst_misuse("%s requires a positive number", option);
}

static int too_many(const char *option)
{
	return tcpst_misuse("%s accepts at most %d values", option, TCPST_WANTED_MAX);
}

/**
 * tcpst_parse_flows() - numbers of flows
 * @text:   such as 3,17
 * @wanted: added to
 */
int tcpst_parse_flows(const char *text, struct tcpst_wanted *wanted)
{
	char item[ITEM_SIZE];
	int status = TCPST_OK;

	while (!status && next_item(&text, item)) {
		if (wanted->n_flows == TCPST_WANTED_MAX)
			return too_many("--flow");
		status = read_number("--flow", item, UINT64_MAX,
				     &wanted->flows[wanted->n_flows++]);
	}
	return status;
}

/**
 * tcpst_parse_pids() - PIDs
 * @text:   such as 1,4711
 * @wanted: added to
 */
int tcpst_parse_pids(const char *text, struct tcpst_wanted *wanted)
{
	char item[ITEM_SIZE];
	int status = TCPST_OK;
	u64 pid;

	while (!status && next_item(&text, item)) {
		if (wanted->n_pids == TCPST_WANTED_MAX)
			return too_many("--pid");
		status = read_number("--pid", item, INT_MAX, &pid);
		wanted->pids[wanted->n_pids++] = (u32)pid;
	}
	return status;
}

/**
 * tcpst_parse_comms() - commands of processes
 * @text:   such as curl,nginx
 * @wanted: added to
 */
int tcpst_parse_comms(const char *text, struct tcpst_wanted *wanted)
{
	char item[ITEM_SIZE];

	while (next_item(&text, item)) {
		if (!*item || strlen(item) >= TCPS_COMM_LEN)
			return tcpst_misuse("--comm requires a command of at most %d octets, not '%s'",
					    TCPS_COMM_LEN - 1, item);
		if (wanted->n_comms == TCPST_WANTED_MAX)
			return too_many("--comm");
		strcpy(wanted->comms[wanted->n_comms++], item);
	}
	return TCPST_OK;
}

static int add_cgroup(struct tcpst_wanted *wanted, const char *path, size_t length)
{
	char *copy;

	if (*path != '/')
		return tcpst_misuse("--cgroup requires a path such as /system.slice, not '%.*s'",
				    (int)length, path);
	if (wanted->n_cgroups == TCPST_WANTED_MAX)
		return too_many("--cgroup");
	while (length && path[length - 1] == '/')
		length--;
	copy = tcpst_need(strndup(path, length));
	wanted->cgroups[wanted->n_cgroups++] = g_intern_string(copy);
	free(copy);
	return TCPST_OK;
}

/**
 * tcpst_parse_cgroups() - control groups
 * @text:   such as /system.slice/nginx.service,/user.slice
 * @wanted: added to
 */
int tcpst_parse_cgroups(const char *text, struct tcpst_wanted *wanted)
{
	for (;;) {
		size_t length = strcspn(text, ",");
		int status = add_cgroup(wanted, text, length);

		if (status || !text[length])
			return status;
		text += length + 1;
	}
}

/**
 * tcpst_parse_ends() - filter of one end of a connection
 * @option: whose argument it is
 * @text:   addresses, prefixes, :PORT, :PORT-PORT, ADDR:PORT, [ADDR]:PORT
 * @side:   the end
 * @filter: added to
 */
int tcpst_parse_ends(const char *option, const char *text,
		     enum tcps_filter_side side, struct tcps_filter *filter)
{
	char item[ITEM_SIZE], whole[ITEM_SIZE];
	struct tcpst_where_value end;
	int status = TCPST_OK;

	while (!status && next_item(&text, item)) {
		memcpy(whole, item, sizeof(whole));
		if (!tcpst_read_end(item, &end))
			return tcpst_misuse("%s requires ADDRESS, ADDRESS/PREFIX, :PORT or ADDRESS:PORT, not '%s'",
					    option, whole);
		end.addr.side = side;
		end.port.side = side;
		if (!end.any_addr)
			status = add_addr(option, filter, &end.addr);
		if (!status && !end.any_port)
			status = add_port(option, filter, &end.port);
	}
	return status;
}

static const char *skip_hyphens(const char *text)
{
	return text + strspn(text, "-_");
}

/** tcpst_is_name() - is it that name, ignoring case, with hyphens or underscores? */
bool tcpst_is_name(const char *text, const char *name)
{
	while (*text && *name) {
		if (tolower((unsigned char)*text++) !=
		    tolower((unsigned char)*name++))
			return false;
		text = skip_hyphens(text);
		name = skip_hyphens(name);
	}
	return !*text && !*name;
}

static int find_name(const char *(*name)(unsigned int number),
		     unsigned int max, const char *text)
{
	unsigned int i;

	for (i = 0; i < max; i++)
		if (tcpst_is_name(text, name(i)))
			return (int)i;
	return -1;
}

static void list_names(char *list, size_t size,
		      const char *(*name)(unsigned int number),
		      unsigned int max)
{
	unsigned int i;
	size_t at = 0;

	for (i = 0; i < max && at < size; i++)
		at += snprintf(list + at, size - at, "%s%s", i ? ", " : "",
			       name(i));
}

static int unknown_name(const char *what, const char *text,
			const char *(*name)(unsigned int number),
			unsigned int max)
{
	char list[256];

	list_names(list, sizeof(list), name, max);
	return tcpst_misuse("unknown %s '%s'; valid values: %s", what, text,
			    list);
}

/* Names of ss(8) and netstat(8), as far as they differ by more than hyphens. */
static const struct {
	const char *name;
	u8 state;
} other_names[] = {
	{ "syn-recv", TCPS_SYN_RECEIVED },
	{ "estab", TCPS_ESTABLISHED },
	{ "listening", TCPS_LISTEN },
	{ "fin-wait1", TCPS_FIN_WAIT_1 },
	{ "fin-wait2", TCPS_FIN_WAIT_2 },
	{ "close", TCPS_CLOSED },
};

/**
 * tcpst_parse_state_name() - a state, by its name in the RFC, its short name in tables,
 *                            or its name in other tools
 * @text: such as fin-wait-1, FIN_W1 or estab
 *
 * Return: enum tcps_state, -1: there is none.
 */
int tcpst_parse_state_name(const char *text)
{
	int state = find_name(tcps_state_name, TCPS_STATE_MAX, text);
	unsigned int i;

	if (state < 0)
		state = find_name(tcpst_state_short, TCPS_STATE_MAX, text);
	for (i = 0; i < sizeof(other_names) / sizeof(other_names[0]); i++)
		if (state < 0 && tcpst_is_name(text, other_names[i].name))
			state = other_names[i].state;
	return state;
}

/**
 * tcpst_parse_states() - states of either end, or of the end that is named
 * @text:   such as ESTABLISHED,initiator:fin-wait-2
 * @wanted: added to
 */
int tcpst_parse_states(const char *text, struct tcpst_wanted *wanted)
{
	char item[ITEM_SIZE];

	while (next_item(&text, item)) {
		char *colon = strchr(item, ':');
		const char *name = item;
		u32 *bits = &wanted->any_states;
		int state;

		if (colon) {
			int role;

			*colon = '\0';
			name = colon + 1;
			role = find_name(tcps_role_name, TCPS_ROLE_NONE, item);
			if (role < 0)
				return unknown_name("role", item, tcps_role_name,
						    TCPS_ROLE_NONE);
			bits = &wanted->states[role];
		}
		state = tcpst_parse_state_name(name);
		if (state < 0)
			return unknown_name("state", name, tcps_state_name,
					    TCPS_STATE_MAX);
		*bits |= 1U << state;
	}
	return TCPST_OK;
}

/** tcpst_parse_end_name() - an enum tcps_end by its name; -1: there is none */
int tcpst_parse_end_name(const char *text)
{
	return find_name(tcps_end_name, TCPS_END_MAX, text);
}

/**
 * tcpst_parse_verdicts() - how a flow ended
 * @text:   such as reset,refused
 * @filter: added to
 */
int tcpst_parse_verdicts(const char *text, struct tcps_filter *filter)
{
	char item[ITEM_SIZE];

	while (next_item(&text, item)) {
		int end = tcpst_parse_end_name(item);

		if (end < 0)
			return unknown_name("way to end", item, tcps_end_name,
					    TCPS_END_MAX);
		filter->ends |= 1U << end;
	}
	return TCPST_OK;
}

/**
 * tcpst_parse_role() - one of the two ends
 * @text: initiator or responder
 * @role: set to enum tcps_role
 */
int tcpst_parse_role(const char *text, u8 *role)
{
	int found = find_name(tcps_role_name, TCPS_ROLE_NONE, text);

	if (found < 0)
		return unknown_name("role", text, tcps_role_name,
				    TCPS_ROLE_NONE);
	*role = (u8)found;
	return TCPST_OK;
}
