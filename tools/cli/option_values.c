// SPDX-License-Identifier: GPL-2.0
/* Storing the options of the command line, with their arguments. */
#include "cli/option_values.h"
#include "base/alloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "cli/option_keys.h"
#include "cli/parse.h"

static int set_time(struct tcpst_options *options, const char *text)
{
	if (!strcmp(text, "local"))
		options->style.time = TCPST_TIME_LOCAL;
	else if (!strcmp(text, "iso"))
		options->style.time = TCPST_TIME_ISO;
	else if (!strcmp(text, "ns"))
		options->style.time = TCPST_TIME_NS;
	else
		return tcpst_misuse("--time must be local, iso or ns, not '%s'",
				    text);
	return TCPST_OK;
}

static int set_color(struct tcpst_options *options, const char *text)
{
	if (!strcmp(text, "always"))
		options->style.color = true;
	else if (!strcmp(text, "never"))
		options->style.color = false;
	else if (strcmp(text, "auto"))
		return tcpst_misuse("--color must be auto, always or never, not '%s'",
				    text);
	return TCPST_OK;
}

static int set_number(u64 *value, const char *option, const char *text)
{
	int status = tcpst_parse_number(option, text, UINT64_MAX, value);

	if (!status && !*value)
		return tcpst_misuse("%s requires a positive number", option);
	return status;
}

static int set_export(struct tcpst_export_options *export, int key,
		      const char *text)
{
	u64 pen = 0;
	int status;

	switch (key) {
	case OPT_LISTEN:
		export->listen = text;
		return TCPST_OK;
	case OPT_SILENCE:
		return tcpst_parse_duration("--silence", text, &export->silence);
	case OPT_TO:
		export->to = text;
		return TCPST_OK;
	case OPT_TCP:
		export->tcp = true;
		return TCPST_OK;
	case OPT_UDP:
		export->udp = true;
		return TCPST_OK;
	case OPT_PEN:
		status = tcpst_parse_number("--pen", text, UINT32_MAX, &pen);
		export->pen = (u32)pen;
		return status;
	default:
		return tcpst_parse_number("--queue", text, 1U << 24,
					  &export->queue);
	}
}

static int set_endpoint(struct tcps_filter *filter, const char *text)
{
	u8 role;
	int status = tcpst_parse_role(text, &role);

	filter->endpoint = role + 1;
	return status;
}

static int set_filter(struct tcpst_wanted *wanted, int key, const char *text)
{
	struct tcps_filter *filter = &wanted->filter;

	switch (key) {
	case '4':
		filter->ipv4 = true;
		return TCPST_OK;
	case '6':
		filter->ipv6 = true;
		return TCPST_OK;
	case OPT_ADDR:
		return tcpst_parse_addrs("--addr", text, filter);
	case OPT_PORT:
		return tcpst_parse_ports("--port", text, filter);
	case OPT_INITIATOR:
		return tcpst_parse_ends("--initiator", text,
					TCPS_FILTER_INITIATOR,
					&wanted->end[TCPS_INITIATOR]);
	case OPT_RESPONDER:
		return tcpst_parse_ends("--responder", text,
					TCPS_FILTER_RESPONDER,
					&wanted->end[TCPS_RESPONDER]);
	case OPT_STATE:
		return tcpst_parse_states(text, wanted);
	case OPT_ENDPOINT:
		return set_endpoint(filter, text);
	case OPT_END:
		return tcpst_parse_verdicts(text, filter);
	case OPT_PID:
		return tcpst_parse_pids(text, wanted);
	case OPT_COMM:
		return tcpst_parse_comms(text, wanted);
	case OPT_CGROUP:
		return tcpst_parse_cgroups(text, wanted);
	default:
		return tcpst_parse_flows(text, wanted);
	}
}

static int set_layout(struct tcpst_options *options, enum tcpst_layout layout)
{
	enum tcpst_layout *before = &options->table.layout;

	if (*before != TCPST_LAYOUT_TABLE && *before != layout)
		return tcpst_misuse("--raw and --csv are mutually exclusive");
	*before = layout;
	return TCPST_OK;
}

static int set_capture(struct tcpst_options *options, const char *text)
{
	struct tcpst_source_options *source = &options->source;
	const char **more;

	if (!source->capture) {
		source->capture = text;
		return TCPST_OK;
	}
	more = tcpst_resize(source->more, source->n_more + 1, sizeof(*more));
	source->more = more;
	more[source->n_more++] = text;
	return TCPST_OK;
}

/* Keep --where; it is parsed when the command, and so its fields, are known. */
static int add_where(struct tcpst_options *options, const char *text)
{
	const char **all = tcpst_resize(options->where, options->n_where + 1,
					sizeof(*all));

	all[options->n_where++] = text;
	options->where = all;
	options->filtered = true;
	return TCPST_OK;
}

static int set_output(struct tcpst_options *options, int key,
		      const char *text)
{
	switch (key) {
	case OPT_JSON:
		options->json = true;
		break;
	case 'o':
		options->table.chosen = text;
		options->output = text;
		break;
	case OPT_LIST_COLUMNS:
		options->list_columns = true;
		break;
	case OPT_RAW:
		return set_layout(options, TCPST_LAYOUT_RAW);
	case OPT_CSV:
		return set_layout(options, TCPST_LAYOUT_CSV);
	case OPT_NOHEADINGS:
		options->table.headings = false;
		break;
	case OPT_BYTES:
		options->style.bytes = true;
		break;
	case OPT_NS:
		options->style.ns = true;
		break;
	case OPT_TIME:
		return set_time(options, text);
	case OPT_ABSOLUTE:
		options->style.absolute = true;
		break;
	case 'n':
		options->style.resolve = false;
		break;
	case OPT_SEGMENTS:
		options->segments = true;
		break;
	case OPT_EXPLAIN:
		if (!options->style.explain)
			options->style.explain = 1;
		break;
	case 'v':
		options->style.explain = 2;
		break;
	case OPT_QUIZ:
		if (!options->style.quiz)
			options->style.quiz = TCPST_QUIZ_QUESTIONS;
		break;
	case OPT_ANSWERS:
		options->style.quiz = TCPST_QUIZ_ANSWERS;
		break;
	case OPT_ASCII:
		options->ascii = true;
		break;
	case OPT_NO_PAGER:
		options->no_pager = true;
		break;
	case OPT_RESOLVE:
		options->style.resolve = true;
		break;
	default:
		return set_color(options, text);
	}
	return TCPST_OK;
}

/**
 * tcpst_option_set() - store one option of the command line
 * @options: modified
 * @key:     letter or number of the option
 * @text:    its argument, NULL: none
 *
 * Return: exit status; unless %TCPST_OK, the error has been reported.
 */
int tcpst_option_set(struct tcpst_options *options, int key, const char *text)
{
	switch (key) {
	case 'f':
		options->follow = true;
		return TCPST_OK;
	case OPT_SINCE:
		return tcpst_parse_since(text, &options->since);
	case OPT_NOTES:
		options->notes = true;
		return TCPST_OK;
	case OPT_DURATION:
		return tcpst_parse_duration("--duration", text,
					    &options->duration);
	case OPT_INTERVAL:
		return tcpst_parse_duration("--interval", text,
					    &options->interval);
	case OPT_COUNT:
		return set_number(&options->count, "--count", text);
	case OPT_NUMBER:
		return set_number(&options->number, "--show", text);
	case OPT_BY:
		options->by = text;
		return TCPST_OK;
	case OPT_SORT:
		options->sort = text;
		return TCPST_OK;
	case 'r':
		return set_capture(options, text);
	case 'i':
		options->source.interface = text;
		return TCPST_OK;
	case OPT_WHERE:
		return add_where(options, text);
	case OPT_NO_CHECKSUM:
		options->source.no_checksum = true;
		return TCPST_OK;
	case OPT_FILTER:
		options->filter = true;
		return TCPST_OK;
	case OPT_JOIN:
		options->source.join = text;
		return TCPST_OK;
	case OPT_ANONYMIZE:
		options->source.anonymize = text;
		return TCPST_OK;
	case OPT_ANONYMIZE_PORTS:
		options->source.anonymize_ports = true;
		return TCPST_OK;
	case OPT_TUNNELS:
		options->source.tunnels = true;
		return TCPST_OK;
	case OPT_WARN:
		return tcpst_parse_thresholds("--warn", text,
					      TCPST_LEVEL_WARNING,
					      &options->thresholds);
	case OPT_CRIT:
		return tcpst_parse_thresholds("--crit", text,
					      TCPST_LEVEL_CRITICAL,
					      &options->thresholds);
	case OPT_OVER:
		return tcpst_parse_duration("--over", text, &options->over);
	case OPT_LISTEN:
	case OPT_SILENCE:
	case OPT_TO:
	case OPT_TCP:
	case OPT_UDP:
	case OPT_PEN:
	case OPT_QUEUE:
		return set_export(&options->export, key, text);
	case OPT_NETNS:
		options->source.netns = text;
		return TCPST_OK;
	case OPT_ALL_NETNS:
		options->source.all_netns = true;
		return TCPST_OK;
	case OPT_PCAP:
		options->pcap = text;
		return TCPST_OK;
	case OPT_SVG:
		options->svg = text;
		return TCPST_OK;
	case 'h':
		options->help = true;
		return TCPST_OK;
	default:
		if (key == '4' || key == '6' ||
		    (key >= OPT_PORT && key <= OPT_COMM)) {
			options->filtered = true;
			return set_filter(&options->wanted, key, text);
		}
		return set_output(options, key, text);
	}
}
