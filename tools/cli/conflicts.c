// SPDX-License-Identifier: GPL-2.0
/* Options that cannot be combined, or not used with this command. */
#include "cli/conflicts.h"

#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/diag.h"
#include "cli/spool.h"
#include "model/where.h"
#include "source/file.h"

static bool any_pipe(const struct tcpst_source_options *source)
{
	unsigned int i;
	bool any = tcpst_spool_is_pipe(source->capture);

	for (i = 0; i < source->n_more; i++)
		any |= tcpst_spool_is_pipe(source->more[i]) ||
		       !strcmp(source->more[i], "-");
	return any || !strcmp(source->capture, "-");
}

static bool is_addr(const struct tcpst_field *field)
{
	return field->type == TCPST_FIELD_ADDR ||
	       field->type == TCPST_FIELD_ADDR_PORT ||
	       field->type == TCPST_FIELD_COMMUNITY;
}

static bool is_port(const struct tcpst_field *field)
{
	return field->type == TCPST_FIELD_PORT ||
	       field->type == TCPST_FIELD_ADDR_PORT ||
	       field->type == TCPST_FIELD_COMMUNITY;
}

static bool is_joined(const struct tcpst_field *field)
{
	return field->column && !strcmp(field->column, "ZEEKUID");
}

static bool is_netns(const struct tcpst_field *field)
{
	return field->column && !strcmp(field->column, "NETNS");
}

static bool asks_for_addresses(const struct tcpst_options *options)
{
	const struct tcpst_wanted *wanted = &options->wanted;

	return wanted->filter.n_addrs || wanted->end[0].n_addrs ||
	       wanted->end[1].n_addrs || tcpst_where_any(wanted->where, is_addr);
}

static bool asks_for_ports(const struct tcpst_options *options)
{
	const struct tcpst_wanted *wanted = &options->wanted;

	return wanted->filter.n_ports || wanted->end[0].n_ports ||
	       wanted->end[1].n_ports || tcpst_where_any(wanted->where, is_port);
}

static bool reads_file(const struct tcpst_options *options)
{
	return options->source.capture || options->source.interface ||
	       options->command->id == TCPST_COMPARE;
}

static bool asks_for_processes(const struct tcpst_options *options)
{
	const struct tcpst_wanted *wanted = &options->wanted;

	return wanted->n_pids || wanted->n_comms || wanted->n_cgroups;
}

/* A live capture has no past events and no processes. */
static int check_interface(const struct tcpst_options *options)
{
	const struct tcpst_source_options *source = &options->source;

	if (options->duration && !source->interface &&
	    !(options->command->id &
	      (TCPST_WATCH | TCPST_LIVES | TCPST_SAVE)))
		return tcpst_misuse("%s --duration requires -i INTERFACE",
				    options->command->name);
	if (!source->interface)
		return TCPST_OK;
	if (source->capture)
		return tcpst_misuse("-i cannot be combined with -r");
	if (asks_for_processes(options))
		return tcpst_misuse("--pid, --comm and --cgroup cannot be combined with -i: a capture does not identify processes");
	if (options->since.kind != TCPST_SINCE_NOW)
		return tcpst_misuse("--since cannot be combined with -i: a live capture holds no past events");
	return TCPST_OK;
}

/* Only captures contain frames. */
static int check_pcap(const struct tcpst_options *options)
{
	const struct tcpst_source_options *source = &options->source;

	if (!options->pcap)
		return TCPST_OK;
	if (!source->capture)
		return tcpst_misuse("--pcap requires a capture (-r FILE)");
	if (tcpst_file_is_recording(source->capture))
		return tcpst_misuse("--pcap requires a capture: a recording holds no frames");
	if (options->follow)
		return tcpst_misuse("--pcap cannot be combined with --follow");
	if (!strcmp(options->pcap, "-") && isatty(STDOUT_FILENO))
		return tcpst_misuse("--pcap - writes a capture to standard output, which is a terminal");
	return TCPST_OK;
}

/* The module records only segments that change a state, or are notable. */
static int check_segments(const struct tcpst_options *options)
{
	if (!options->segments || options->command->id == TCPST_SAVE)
		return TCPST_OK;
	if (options->json || options->filter)
		return tcpst_misuse("--segments cannot be combined with --json or --filter");
	if (!options->source.interface && !options->source.capture)
		return tcpst_misuse("--segments requires a capture (-r FILE or -i INTERFACE), or a recording made with it: the module's recorder holds only segments that change a state, or are notable");
	return TCPST_OK;
}

static int check_netns(const struct tcpst_options *options)
{
	const struct tcpst_source_options *source = &options->source;

	if (source->capture && source->netns)
		return tcpst_misuse("--netns cannot be combined with -r");
	if (!source->all_netns && tcpst_where_any(options->wanted.where, is_netns))
		return tcpst_misuse("NETNS can only be compared with --all-netns");
	if (!source->all_netns)
		return TCPST_OK;
	if (source->netns)
		return tcpst_misuse("--all-netns cannot be combined with --netns");
	if (source->capture || source->interface)
		return tcpst_misuse("--all-netns cannot be combined with -r or -i");
	return TCPST_OK;
}

/* Options of the output format. */
static int check_output(const struct tcpst_options *options)
{
	if (options->json && (options->table.chosen ||
			      options->table.layout != TCPST_LAYOUT_TABLE))
		return tcpst_misuse("--json cannot be combined with -o, --raw or --csv");
	if (options->command->fields && options->table.chosen &&
	    !strcmp(options->table.chosen, "+"))
		return tcpst_misuse("-o + requires a column name");
	if (options->filter && (options->json || options->svg))
		return tcpst_misuse("--filter cannot be combined with --json or --svg");
	if (options->style.explain && options->style.quiz)
		return tcpst_misuse("--explain cannot be combined with --quiz: it shows the states that --quiz hides");
	if ((options->style.explain || options->style.quiz) &&
	    (options->json || options->svg || options->filter))
		return tcpst_misuse("--explain and --quiz cannot be combined with --json, --svg or --filter");
	if (options->json && options->svg)
		return tcpst_misuse("--json and --svg are mutually exclusive");
	if (options->command->id == TCPST_COMPARE && options->svg &&
	    !options->number)
		return tcpst_misuse("compare --svg requires --show N");
	return TCPST_OK;
}

/* Options that select and sort lines, and --follow. */
static int check_lines(const struct tcpst_options *options)
{
	if (options->command->id == TCPST_STATS && !options->by &&
	    (options->sort || options->count))
		return tcpst_misuse("stats --sort and --count require --by");
	if (options->command->id == TCPST_WATCH && !options->by && options->sort)
		return tcpst_misuse("watch --sort requires --by");
	if (options->command->id == TCPST_SHOW && options->follow &&
	    (options->svg || options->filter))
		return tcpst_misuse("--follow cannot be combined with --svg or --filter");
	if (options->command->id == TCPST_SHOW && options->follow &&
	    tcpst_wanted_fate(&options->wanted))
		return tcpst_misuse("show --follow selects a connection when it begins: --state, --end and columns that change over time are not known then");
	if (options->by && options->follow)
		return tcpst_misuse("--by cannot be combined with --follow");
	if (options->by && !*options->by)
		return tcpst_misuse("--by requires a column name");
	if (options->sort && options->follow)
		return tcpst_misuse("--sort cannot be combined with --follow");
	return TCPST_OK;
}

/* Options of the source. */
static int check_source(const struct tcpst_options *options)
{
	if (options->source.capture && asks_for_processes(options) &&
	    !tcpst_file_is_recording(options->source.capture))
		return tcpst_misuse("--pid, --comm and --cgroup can be combined with -r only for a recording: a capture does not identify processes");
	if (options->source.n_more && any_pipe(&options->source))
		return tcpst_misuse("several captures are merged by time, which requires files, not pipes");
	if (options->source.no_checksum && !reads_file(options))
		return tcpst_misuse("--no-checksum requires a capture (-r FILE or -i INTERFACE)");
	if (tcpst_where_any(options->wanted.where, is_joined))
		return tcpst_misuse("ZEEKUID cannot be compared: connections are selected before the log is searched");
	if (options->source.tunnels && !reads_file(options))
		return tcpst_misuse("--tunnels requires a capture (-r FILE or -i INTERFACE)");
	/* report keeps the data of a pipe, because it reads everything twice. */
	if (options->since.kind == TCPST_SINCE_AGO &&
	    options->command->id != TCPST_REPORT && tcpst_spool_needed(options))
		return tcpst_misuse("--since -TIME is relative to the end of the capture, which is not known in advance for a pipe: use a file");
	return TCPST_OK;
}

static int check_anonymize(const struct tcpst_options *options)
{
	const struct tcpst_source_options *source = &options->source;

	if (source->anonymize_ports && !source->anonymize)
		return tcpst_misuse("--anonymize-ports requires --anonymize KEYFILE");
	if (!source->anonymize)
		return TCPST_OK;
	if (source->join)
		return tcpst_misuse("--join cannot be combined with --anonymize: the log has the addresses that are replaced");
	if (options->style.resolve)
		return tcpst_misuse("--anonymize cannot be combined with --resolve: replaced addresses have no names");
	if (asks_for_addresses(options) &&
	    (options->command->id & (TCPST_SHOW | TCPST_TOP)))
		return tcpst_misuse("%s selects a connection by the address shown, which --anonymize replaces: select it by port or number",
				    options->command->name);
	if (source->anonymize_ports && asks_for_ports(options) &&
	    (options->command->id & (TCPST_SHOW | TCPST_TOP)))
		return tcpst_misuse("%s selects a connection by the port shown, which --anonymize-ports replaces: select it by number",
				    options->command->name);
	return TCPST_OK;
}

/*
 * The output must not be the capture, because the file is truncated before the capture is
 * read. It may be given by another name, or by a link.
 */
static int check_file(const char *capture, const char *output)
{
	struct stat from, to;
	int error;

	if (!capture || !output || stat(output, &to) || !S_ISREG(to.st_mode))
		return TCPST_OK;
	error = strcmp(capture, "-") ? stat(capture, &from) :
				       fstat(STDIN_FILENO, &from);
	if (error || from.st_dev != to.st_dev || from.st_ino != to.st_ino)
		return TCPST_OK;
	return tcpst_misuse("%s is the file being read and would be overwritten",
			    output);
}

static int check_files(const struct tcpst_source_options *source,
		       const char *output)
{
	int status = check_file(source->capture, output);
	unsigned int i;

	for (i = 0; i < source->n_more && !status; i++)
		status = check_file(source->more[i], output);
	return status;
}

static int check_written(const struct tcpst_options *options)
{
	const char *output = options->svg;
	int status;

	if (options->command->id == TCPST_REPORT)
		output = options->output;
	else if (options->command->id == TCPST_SAVE)
		output = options->operand;
	status = check_files(&options->source, output);
	return status ? status : check_files(&options->source, options->pcap);
}

static int (*const checks[])(const struct tcpst_options *options) = {
	check_interface, check_segments, check_netns, check_output, check_lines,
	check_source, check_anonymize, check_pcap, check_written,
};

/**
 * tcpst_conflicts_check() - can these options be combined?
 * @options: all of them
 *
 * Return: exit status; unless %TCPST_OK, the error has been reported.
 */
int tcpst_conflicts_check(const struct tcpst_options *options)
{
	int status = TCPST_OK;
	size_t i;

	for (i = 0; i < sizeof(checks) / sizeof(*checks) && !status; i++)
		status = checks[i](options);
	return status;
}
