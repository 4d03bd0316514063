// SPDX-License-Identifier: GPL-2.0
/*
 * Groups of connections with the same values in some columns. A group is a row like
 * any other, so the same table prints it: its first fields are those columns, as
 * text, and the others are sums over the group.
 */
#include "text/group.h"

#include <arpa/inet.h>
#include <inttypes.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "base/diag.h"
#include "model/histogram.h"
#include "text/json.h"

#define KEYS_MAX 8
#define SORTS_MAX 8
#define SLOTS_MIN 1024

/* A scan causes any number of peers: at most 45 MB are used. */
#define GROUPS_MAX 65536

/* "255.255.255.255/24" and the like, and names of columns. */
#define NAME_SIZE 24

/**
 * struct group - what the connections of a group come to
 * @key:    text of what they have in common, by column; "": not known
 * @flows:  how many
 * @failed: of these, how many did not come about
 * @reset:  of these, how many a RST ended after they had
 * @bytes:  octets of payload, of both ends
 * @leg:    durations of both legs of the handshake
 */
struct group {
	const char *key[KEYS_MAX];
	u64 flows;
	u64 failed;
	u64 reset;
	u64 bytes;
	struct tcpst_histogram leg[2];
};

/**
 * struct tcpst_groups - all of them
 * @options: how they are wanted
 * @n_keys:  columns they are made by
 * @column:  these, of flows
 * @prefix:  of each: bits of an address that count, 0: all
 * @name:    of each, as it was asked for
 * @field:   fields of a group, as a table has them
 * @fields:  the same, and how many
 * @n_sorts: of @sort
 * @sort:    fields of the order
 * @down:    of each: the largest comes first
 * @mask:    slots less one
 * @slot:    groups by the hash of their keys; NULL: none
 * @n:       of them
 * @others:  flows of more groups than are kept
 * @table:   what prints them, NULL: it is JSON, or done
 */
struct tcpst_groups {
	struct tcpst_group_options options;
	unsigned int n_keys;
	const struct tcpst_field *column[KEYS_MAX];
	unsigned int prefix[KEYS_MAX];
	char name[KEYS_MAX][NAME_SIZE];
	struct tcpst_field field[KEYS_MAX + 16];
	struct tcpst_fields fields;
	unsigned int n_sorts;
	const struct tcpst_field *sort[SORTS_MAX];
	bool down[SORTS_MAX];
	size_t mask;
	struct group **slot;
	size_t n;
	u64 others;
	struct tcpst_table *table;
};

static u64 quantile(const struct group *group, unsigned int leg,
		    unsigned int percent)
{
	return group->leg[leg].n ?
	       tcpst_histogram_quantile(&group->leg[leg], percent) :
	       TCPST_FIELD_UNKNOWN;
}

static u64 synleg50(const void *item, u64 now)
{
	(void)now;
	return quantile(item, 0, 50);
}

static u64 synleg99(const void *item, u64 now)
{
	(void)now;
	return quantile(item, 0, 99);
}

static u64 ackleg50(const void *item, u64 now)
{
	(void)now;
	return quantile(item, 1, 50);
}

static u64 ackleg99(const void *item, u64 now)
{
	(void)now;
	return quantile(item, 1, 99);
}

#define AT(member)							\
	.offset = offsetof(struct group, member),			\
	.size = sizeof(((struct group *)NULL)->member)

static const struct tcpst_field sums[] = {
	{ .column = "FLOWS", .type = TCPST_FIELD_COUNT, AT(flows),
	  .json = "flows" },
	{ .column = "FAILED", .type = TCPST_FIELD_COUNT, AT(failed),
	  .json = "failed" },
	{ .column = "RESET", .type = TCPST_FIELD_COUNT, AT(reset),
	  .json = "reset" },
	{ .column = "BYTES", .type = TCPST_FIELD_OCTETS, AT(bytes),
	  .json = "bytes" },
	{ .column = "SYNLEG50", .type = TCPST_FIELD_DURATION,
	  .value = synleg50, .json = "syn_to_synack_ns.median" },
	{ .column = "SYNLEG99", .type = TCPST_FIELD_DURATION,
	  .value = synleg99, .json = "syn_to_synack_ns.p99" },
	{ .column = "ACKLEG50", .type = TCPST_FIELD_DURATION,
	  .value = ackleg50, .json = "synack_to_ack_ns.median" },
	{ .column = "ACKLEG99", .type = TCPST_FIELD_DURATION,
	  .value = ackleg99, .json = "synack_to_ack_ns.p99" },
};

#define N_SUMS (sizeof(sums) / sizeof(sums[0]))

/* One of --by: COLUMN, or of an address COLUMN/N. */
static int choose_key(struct tcpst_groups *groups, const char *text,
		      size_t length)
{
	const char *slash = memchr(text, '/', length);
	size_t column = slash ? (size_t)(slash - text) : length;
	unsigned int i = groups->n_keys;
	struct tcpst_field *field;
	char *end;

	if (i == KEYS_MAX)
		return tcpst_misuse("--by accepts at most %u columns", KEYS_MAX);
	groups->column[i] = tcpst_field_find(&tcpst_flow_fields, text, column);
	if (!groups->column[i])
		return tcpst_misuse("--by: unknown column '%.*s', see list --list-columns",
				    (int)column, text);
	snprintf(groups->name[i], NAME_SIZE, "%s", groups->column[i]->column);
	if (slash) {
		groups->prefix[i] = (unsigned int)strtoul(slash + 1, &end, 10);
		if (end != text + length || !groups->prefix[i] ||
		    groups->prefix[i] > 128)
			return tcpst_misuse("--by requires a prefix of 1 to 128 bits, not '%.*s'",
					    (int)length, text);
		if (groups->column[i]->type != TCPST_FIELD_ADDR)
			return tcpst_misuse("--by: %s has no prefix, IADDR and RADDR have",
					    groups->name[i]);
		snprintf(groups->name[i], NAME_SIZE, "%s/%u",
			 groups->column[i]->column, groups->prefix[i]);
	}
	field = &groups->field[i];
	*field = (struct tcpst_field){
		.column = groups->name[i],
		.type = TCPST_FIELD_TEXT,
		.offset = offsetof(struct group, key) + i * sizeof(char *),
		.size = sizeof(char *),
	};
	groups->n_keys++;
	return TCPST_OK;
}

static int choose_sort(struct tcpst_groups *groups, const char *text,
		       size_t length)
{
	bool down = length && *text == '-';
	unsigned int i = groups->n_sorts;

	if (i == SORTS_MAX)
		return tcpst_misuse("--sort accepts at most %u columns of groups",
				    SORTS_MAX);
	groups->down[i] = down;
	groups->sort[i] = tcpst_field_find(&groups->fields, text + down,
					   length - down);
	if (!groups->sort[i])
		return tcpst_misuse("--sort: groups have no column '%.*s'",
				    (int)(length - down), text + down);
	groups->n_sorts++;
	return TCPST_OK;
}

static int each(struct tcpst_groups *groups, const char *list,
		int (*choose)(struct tcpst_groups *groups, const char *text,
			      size_t length))
{
	int status;

	for (;;) {
		size_t length = strcspn(list, ",");

		status = choose(groups, list, length);
		if (status || !list[length])
			return status;
		list += length + 1;
	}
}

static int open_table(struct tcpst_groups *groups)
{
	char columns[KEYS_MAX * NAME_SIZE + 128] = "";
	unsigned int i;

	for (i = 0; i < groups->fields.n; i++) {
		strcat(columns, *columns ? "," : "");
		strcat(columns, groups->field[i].column);
	}
	return tcpst_table_open(&groups->table, &groups->fields, columns,
				groups->options.table);
}

/**
 * tcpst_groups_open() - no groups yet
 * @groupsp: set; for tcpst_groups_close(), however this ends
 * @options: how they are wanted; what it points to has to live as long
 *
 * Return: exit status; unless %TCPST_OK, the error has been reported.
 */
int tcpst_groups_open(struct tcpst_groups **groupsp,
		      const struct tcpst_group_options *options)
{
	struct tcpst_groups *groups = tcpst_alloc(1, sizeof(*groups));
	int status;

	*groupsp = groups;
	groups->options = *options;
	groups->mask = SLOTS_MIN - 1;
	groups->slot = tcpst_alloc(SLOTS_MIN, sizeof(*groups->slot));
	status = each(groups, options->by, choose_key);
	if (status)
		return status;
	memcpy(&groups->field[groups->n_keys], sums, sizeof(sums));
	groups->fields.n = groups->n_keys + N_SUMS;
	groups->fields.field = groups->field;
	if (options->sort)
		status = each(groups, options->sort, choose_sort);
	return status || options->json ? status : open_table(groups);
}

/* Bits after the prefix are not shown. */
static void cut_addr(struct tcpst_addrs *ends, unsigned int role,
		     unsigned int prefix)
{
	unsigned int bits = ends->ipv6 ? 128 : 32, i;

	for (i = prefix; i < bits; i++)
		ends->addr[role][i / 8] &= (u8)~(0x80 >> i % 8);
}

static void put_prefix(char *text, const struct tcpst_field *column,
		       const struct tcpst_flow *flow, unsigned int prefix)
{
	unsigned int most = flow->ends.ipv6 ? 128 : 32;
	struct tcpst_addrs ends = flow->ends;
	size_t length;

	if (prefix > most)
		prefix = most;
	cut_addr(&ends, column->role, prefix);
	tcpst_format_addr(text, &ends, column->role);
	length = strlen(text);
	snprintf(text + length, TCPST_TEXT_SIZE - length, "/%u", prefix);
}

static u64 hash_of(char text[KEYS_MAX][TCPST_TEXT_SIZE], unsigned int n)
{
	u64 hash = 0xcbf29ce484222325;
	const char *at;
	unsigned int i;

	for (i = 0; i < n; i++) {
		for (at = text[i]; *at; at++)
			hash = (hash ^ (u8)*at) * 0x100000001b3;
		hash = (hash ^ 0xff) * 0x100000001b3;
	}
	return hash ^ hash >> 32;
}

static bool is_of(const struct group *group,
		  char text[KEYS_MAX][TCPST_TEXT_SIZE], unsigned int n)
{
	unsigned int i;

	for (i = 0; i < n; i++)
		if (strcmp(group->key[i], text[i]))
			return false;
	return true;
}

/* The place of a group, or where it is to be. */
static struct group **place_of(struct tcpst_groups *groups,
			       char text[KEYS_MAX][TCPST_TEXT_SIZE])
{
	size_t at = hash_of(text, groups->n_keys) & groups->mask;

	while (groups->slot[at] &&
	       !is_of(groups->slot[at], text, groups->n_keys))
		at = (at + 1) & groups->mask;
	return &groups->slot[at];
}

static void grow(struct tcpst_groups *groups)
{
	char text[KEYS_MAX][TCPST_TEXT_SIZE];
	struct group **old = groups->slot;
	size_t size = groups->mask + 1, i;
	unsigned int k;

	groups->mask = 2 * size - 1;
	groups->slot = tcpst_alloc(2 * size, sizeof(*groups->slot));
	for (i = 0; i < size; i++) {
		if (!old[i])
			continue;
		for (k = 0; k < groups->n_keys; k++)
			snprintf(text[k], TCPST_TEXT_SIZE, "%s", old[i]->key[k]);
		*place_of(groups, text) = old[i];
	}
	free(old);
}

static struct group *group_of(struct tcpst_groups *groups,
			      char text[KEYS_MAX][TCPST_TEXT_SIZE])
{
	struct group **place = place_of(groups, text);
	unsigned int i;

	if (*place || groups->n == GROUPS_MAX)
		return *place;
	if (4 * groups->n >= 3 * groups->mask) {
		grow(groups);
		place = place_of(groups, text);
	}
	*place = tcpst_alloc(1, sizeof(**place));
	for (i = 0; i < groups->n_keys; i++)
		(*place)->key[i] = tcpst_need(strdup(text[i]));
	groups->n++;
	return *place;
}

/** tcpst_groups_add() - count a flow, live or ended, in its group */
void tcpst_groups_add(struct tcpst_groups *groups,
		      const struct tcpst_flow *flow)
{
	const struct tcps_verdict *verdict = &flow->verdict;
	char text[KEYS_MAX][TCPST_TEXT_SIZE];
	struct group *group;
	unsigned int i;

	for (i = 0; i < groups->n_keys; i++)
		if (groups->prefix[i])
			put_prefix(text[i], groups->column[i], flow,
				   groups->prefix[i]);
		else
			tcpst_cell_text(text[i], groups->column[i],
					groups->options.table->style, flow);
	group = group_of(groups, text);
	if (!group) {
		groups->others++;
		return;
	}
	group->flows++;
	group->failed += tcpst_flow_failure(flow) != TCPST_FAILURE_NONE;
	group->reset += verdict->end == TCPS_END_RESET;
	group->bytes += verdict->bytes[0] + verdict->bytes[1];
	if (verdict->syn_to_syn_ack != TCPS_UNKNOWN_NS)
		tcpst_histogram_add(&group->leg[0], verdict->syn_to_syn_ack);
	if (verdict->syn_ack_to_ack != TCPS_UNKNOWN_NS)
		tcpst_histogram_add(&group->leg[1], verdict->syn_ack_to_ack);
}

/* What is not known comes last, either way. */
static int compare_field(const struct tcpst_field *field, bool down,
			 const struct group *a, const struct group *b)
{
	u64 x, y;

	if (field->type == TCPST_FIELD_TEXT) {
		const char *text = tcpst_field_text(field, a);
		int order = strverscmp(text, tcpst_field_text(field, b));

		return down ? -order : order;
	}
	x = tcpst_field_value(field, a, 0);
	y = tcpst_field_value(field, b, 0);
	if (x == y)
		return 0;
	if (x == TCPST_FIELD_UNKNOWN || y == TCPST_FIELD_UNKNOWN)
		return x == TCPST_FIELD_UNKNOWN ? 1 : -1;
	return (x < y) != down ? -1 : 1;
}

static int by_order(const void *first, const void *second, void *arg)
{
	const struct group *a = *(const struct group *const *)first;
	const struct group *b = *(const struct group *const *)second;
	const struct tcpst_groups *groups = arg;
	int order = 0;
	unsigned int i;

	for (i = 0; i < groups->n_sorts && !order; i++)
		order = compare_field(groups->sort[i], groups->down[i], a, b);
	if (!order && a->flows != b->flows)
		order = a->flows > b->flows ? -1 : 1;
	for (i = 0; i < groups->n_keys && !order; i++)
		order = strverscmp(a->key[i], b->key[i]);
	return order;
}

/* The groups stand in the first @n slots then, and no more can be added. */
static void sort(struct tcpst_groups *groups)
{
	size_t i, n = 0;

	for (i = 0; i <= groups->mask; i++) {
		struct group *group = groups->slot[i];

		groups->slot[i] = NULL;
		if (group)
			groups->slot[n++] = group;
	}
	if (n)
		qsort_r(groups->slot, n, sizeof(*groups->slot), by_order,
			groups);
}

/**
 * tcpst_groups_print() - print them, and forget how they are found
 * @groups: all of them
 * @failed: what they were made of could not be read, or not all of it
 */
void tcpst_groups_print(struct tcpst_groups *groups, bool failed)
{
	u64 count = groups->options.count ? groups->options.count : UINT64_MAX;
	size_t i;

	sort(groups);
	for (i = 0; i < groups->n && i < count; i++) {
		if (groups->table)
			tcpst_table_add(groups->table, groups->slot[i]);
		else
			tcpst_json_group(stdout, &groups->fields,
					 groups->slot[i]);
	}
	tcpst_table_close(groups->table, failed);
	groups->table = NULL;
	if (groups->others)
		tcpst_remark("there are more than %u groups: %" PRIu64 " flows of others are not shown",
			     GROUPS_MAX, groups->others);
}

/** tcpst_groups_close() - forget them; may be NULL */
void tcpst_groups_close(struct tcpst_groups *groups)
{
	unsigned int k;
	size_t i;

	if (!groups)
		return;
	for (i = 0; i <= groups->mask; i++) {
		struct group *group = groups->slot[i];

		for (k = 0; group && k < groups->n_keys; k++)
			free((char *)group->key[k]);
		free(group);
	}
	tcpst_table_close(groups->table, true);
	free(groups->slot);
	free(groups);
}
