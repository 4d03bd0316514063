// SPDX-License-Identifier: GPL-2.0
/* tcpst compare: compare what was seen at several places. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/diag.h"
#include "base/output.h"
#include "base/pager.h"
#include "base/stop.h"
#include "cmd/commands.h"
#include "compare/path.h"
#include "compare/print.h"
#include "compare/read.h"
#include "source/anonymize.h"

/* Prefix of a network namespace, which is a live place. */
#define NETNS "netns:"

static int read_live(struct tcpst_place *place, const char *netns,
		     const struct tcpst_options *options)
{
	const struct tcpst_source_options where = { .netns = netns };
	struct tcpst_source *source = NULL;
	int status = tcpst_source_open(&source, &where);

	if (!status && tcpst_place_read_live(place, source, &options->wanted))
		status = tcpst_fail("%s", tcpst_source_error(source));
	tcpst_source_close(source);
	return status;
}

static int read_file(struct tcpst_place *place, const char *path,
		     const struct tcpst_options *options)
{
	struct tcpst_file *file = tcpst_alloc(1, sizeof(*file));
	int status = TCPST_OK;

	file->paths = &path;
	file->n_paths = 1;
	file->no_checksum = options->source.no_checksum;
	file->tunnels = options->source.tunnels;
	if (tcpst_place_read(place, file, &options->wanted))
		status = tcpst_fail("%s", file->error);
	free(file);
	return status;
}

static int read_place(struct tcpst_place *place, const char *name,
		      const struct tcpst_options *options)
{
	place->name = name;
	if (!strncmp(name, NETNS, strlen(NETNS)))
		return read_live(place, name + strlen(NETNS), options);
	return read_file(place, name, options);
}

static int read_places(struct tcpst_comparison *comparison,
		       const struct tcpst_options *options)
{
	unsigned int i, n = options->n_others + 1;
	int status = TCPST_OK;

	if (n < 2 || n > TCPST_PLACES_MAX)
		return tcpst_misuse("compare requires 2 to %u places",
				    TCPST_PLACES_MAX);
	for (i = 0; i < n && !status; i++) {
		status = read_place(&comparison->place[i], i ?
				    options->others[i - 1] : options->operand,
				    options);
		comparison->n_places = i + 1;
		if (tcpst_stop_asked())
			status = TCPST_FAILED;
	}
	return status;
}

/* Anonymize at the end: matching and filters need the original addresses. */
static void anonymize(const struct tcpst_comparison *comparison,
		      struct tcpst_anonymizer *anonymizer)
{
	unsigned int i;
	size_t k;

	for (i = 0; i < comparison->n_places; i++)
		for (k = 0; k < comparison->place[i].n; k++)
			tcpst_anonymize_flow(anonymizer,
					     &comparison->place[i].view[k].flow);
}

/* Open the key file before capturing or reading, which may take long. */
static int open_anonymizer(struct tcpst_anonymizer **anonymizer,
			   const struct tcpst_source_options *source)
{
	return source->anonymize ?
	       tcpst_anonymizer_open(anonymizer, source->anonymize,
				     source->anonymize_ports) : TCPST_OK;
}

static int draw(const struct tcpst_comparison *comparison,
		const struct tcpst_options *options)
{
	FILE *file = tcpst_output_open(options->svg);

	if (!file)
		return TCPST_FAILED;
	tcpst_compare_picture(file, comparison, &options->style, options->number);
	return tcpst_output_close(file, options->svg);
}

static int show(const struct tcpst_comparison *comparison,
		const struct tcpst_options *options)
{
	if (options->number > comparison->n)
		return tcpst_fail("no connection %" PRIu64 ": there are %zu",
				  options->number, comparison->n);
	if (options->svg)
		return draw(comparison, options);
	if (options->json) {
		tcpst_compare_json(stdout, comparison);
		return TCPST_OK;
	}
	if (!options->no_pager)
		tcpst_pager_start();
	tcpst_compare_places(stdout, comparison);
	if (options->number)
		tcpst_compare_ladder(stdout, comparison, &options->style,
				     options->number);
	else
		tcpst_compare_table(stdout, comparison, &options->style,
				    options->count);
	return TCPST_OK;
}

/** tcpst_cmd_compare() - compare captures from several places */
int tcpst_cmd_compare(struct tcpst_options *options)
{
	struct tcpst_comparison *comparison = tcpst_alloc(1,
							  sizeof(*comparison));
	struct tcpst_anonymizer *anonymizer = NULL;
	unsigned int i;
	int status = open_anonymizer(&anonymizer, &options->source);

	if (!status)
		status = read_places(comparison, options);
	if (!status) {
		tcpst_compare(comparison);
		if (anonymizer)
			anonymize(comparison, anonymizer);
		status = show(comparison, options);
	}
	free(anonymizer);
	tcpst_compare_free(comparison);
	for (i = 0; i < comparison->n_places; i++)
		tcpst_place_free(&comparison->place[i]);
	free(comparison);
	return status;
}
