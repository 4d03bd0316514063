// SPDX-License-Identifier: GPL-2.0
/*
 * Groups of connections, or of events, with the same values in some columns. A group is
 * printed as a row of an ordinary table: its first fields are those columns, as text,
 * and the others are sums over the group.
 */
#include "text/group.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/append.h"
#include "base/diag.h"
#include "text/json.h"

#define SORTS_MAX 8
#define SLOTS_MIN 1024

/* A scan creates any number of peers: this limits memory to 45 MB. */
#define GROUPS_MAX 65536

/* "255.255.255.255/24" and the like, and names of columns. */
#define NAME_SIZE 24

/**
 * struct tcpst_groups - all groups
 * @options: the options of the caller
 * @n_keys:  number of key columns
 * @column:  key columns
 * @prefix:  of each key: prefix length of an address, 0: all of it
 * @name:    of each key, as the user gave it
 * @field:   fields of a group, for a table
 * @fields:  the same with their number
 * @n_sorts: number of @sort
 * @sort:    fields to sort by
 * @down:    of each of @sort: in descending order
 * @mask:    number of slots less one
 * @slot:    hash table of groups by their keys; NULL: empty slot
 * @n:       number of groups
 * @others:  items left out because there were too many groups
 * @table:   prints the groups, NULL: they are printed as JSON, or were printed
 */
struct tcpst_groups {
	struct tcpst_group_options options;
	unsigned int n_keys;
	const struct tcpst_field *column[TCPST_GROUP_KEYS];
	unsigned int prefix[TCPST_GROUP_KEYS];
	char name[TCPST_GROUP_KEYS][NAME_SIZE];
	struct tcpst_field field[TCPST_GROUP_KEYS + TCPST_GROUP_SUMS];
	struct tcpst_fields fields;
	unsigned int n_sorts;
	const struct tcpst_field *sort[SORTS_MAX];
	bool down[SORTS_MAX];
	size_t mask;
	struct tcpst_group **slot;
	size_t n;
	u64 others;
	struct tcpst_table *table;
};

/* Parse a key of --by: COLUMN, or COLUMN/N for an address. */
static int choose_key(struct tcpst_groups *groups, const char *text,
		      size_t length)
{
	const char *slash = memchr(text, '/', length);
	size_t column = slash ? (size_t)(slash - text) : length;
	unsigned int i = groups->n_keys;
	struct tcpst_field *field;
	char *end;

	if (i == TCPST_GROUP_KEYS)
		return tcpst_misuse("--by accepts at most %u columns", TCPST_GROUP_KEYS);
	groups->column[i] = tcpst_field_find(groups->options.kind->fields, text,
					     column);
	if (!groups->column[i])
		return tcpst_table_no_column("--by: ", groups->options.kind->fields,
					    text, column);
	snprintf(groups->name[i], NAME_SIZE, "%s", groups->column[i]->column);
	if (slash) {
		groups->prefix[i] = (unsigned int)strtoul(slash + 1, &end, 10);
		if (end != text + length || !groups->prefix[i] ||
		    groups->prefix[i] > 128)
			return tcpst_misuse("--by requires a prefix of 1 to 128 bits, not '%.*s'",
					    (int)length, text);
		if (groups->column[i]->type != TCPST_FIELD_ADDR)
			return tcpst_misuse("--by: %s has no prefix, only IADDR and RADDR of connections have one",
					    groups->name[i]);
		snprintf(groups->name[i], NAME_SIZE, "%s/%u",
			 groups->column[i]->column, groups->prefix[i]);
	}
	field = &groups->field[i];
	*field = (struct tcpst_field){
		.column = groups->name[i],
		.type = TCPST_FIELD_TEXT,
		.offset = offsetof(struct tcpst_group, key) + i * sizeof(char *),
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
	char columns[TCPST_GROUP_KEYS * NAME_SIZE + 128] = "";
	unsigned int i;

	for (i = 0; i < groups->fields.n; i++) {
		strcat(columns, *columns ? "," : "");
		strcat(columns, groups->field[i].column);
	}
	return tcpst_table_open(&groups->table, &groups->fields, columns,
				groups->options.table);
}

/**
 * tcpst_groups_open() - begin grouping
 * @groupsp: set, even on failure, to be freed by tcpst_groups_close()
 * @options: options; what they point to must live as long
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
	memcpy(&groups->field[groups->n_keys], options->kind->sums,
	       options->kind->n_sums * sizeof(*groups->field));
	groups->fields.n = groups->n_keys + options->kind->n_sums;
	groups->fields.field = groups->field;
	if (options->sort)
		status = each(groups, options->sort, choose_sort);
	return status || !options->table ? status : open_table(groups);
}

/* Clear the bits after the prefix. */
static void cut_addr(struct tcpst_addrs *ends, unsigned int role,
		     unsigned int prefix)
{
	unsigned int bits = ends->ipv6 ? 128 : 32, i;

	for (i = prefix; i < bits; i++)
		ends->addr[role][i / 8] &= (u8)~(0x80 >> i % 8);
}

static void put_prefix(char *text, const struct tcpst_field *column,
		       const void *item, unsigned int prefix)
{
	struct tcpst_addrs ends = *(const struct tcpst_addrs *)
				  ((const char *)item + column->offset);
	unsigned int most = ends.ipv6 ? 128 : 32;
	size_t length;

	if (prefix > most)
		prefix = most;
	cut_addr(&ends, column->role, prefix);
	tcpst_format_addr(text, &ends, column->role);
	length = strlen(text);
	snprintf(text + length, TCPST_TEXT_SIZE - length, "/%u", prefix);
}

static u64 hash_of(char text[TCPST_GROUP_KEYS][TCPST_CELL_OCTETS], unsigned int n)
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

static bool is_of(const struct tcpst_group *group,
		  char text[TCPST_GROUP_KEYS][TCPST_CELL_OCTETS], unsigned int n)
{
	unsigned int i;

	for (i = 0; i < n; i++)
		if (strcmp(group->key[i], text[i]))
			return false;
	return true;
}

/* The slot of a group, or the empty one where it belongs. */
static struct tcpst_group **place_of(struct tcpst_groups *groups,
			       char text[TCPST_GROUP_KEYS][TCPST_CELL_OCTETS])
{
	size_t at = hash_of(text, groups->n_keys) & groups->mask;

	while (groups->slot[at] &&
	       !is_of(groups->slot[at], text, groups->n_keys))
		at = (at + 1) & groups->mask;
	return &groups->slot[at];
}

static void grow(struct tcpst_groups *groups)
{
	char text[TCPST_GROUP_KEYS][TCPST_CELL_OCTETS];
	struct tcpst_group **old = groups->slot;
	size_t size = groups->mask + 1, i;
	unsigned int k;

	groups->mask = 2 * size - 1;
	groups->slot = tcpst_alloc(2 * size, sizeof(*groups->slot));
	for (i = 0; i < size; i++) {
		if (!old[i])
			continue;
		for (k = 0; k < groups->n_keys; k++)
			snprintf(text[k], TCPST_CELL_OCTETS, "%s", old[i]->key[k]);
		*place_of(groups, text) = old[i];
	}
	free(old);
}

static struct tcpst_group *group_of(struct tcpst_groups *groups,
			      char text[TCPST_GROUP_KEYS][TCPST_CELL_OCTETS])
{
	struct tcpst_group **place = place_of(groups, text);
	unsigned int i;

	if (*place || groups->n == GROUPS_MAX)
		return *place;
	if (4 * groups->n >= 3 * groups->mask) {
		grow(groups);
		place = place_of(groups, text);
	}
	*place = tcpst_alloc(1, sizeof(**place));
	for (i = 0; i < groups->n_keys; i++)
		(*place)->key[i] = tcpst_copy(text[i]);
	groups->n++;
	return *place;
}

/* Text of the key columns of an item. */
static void find_keys(const struct tcpst_groups *groups,
		      char text[TCPST_GROUP_KEYS][TCPST_CELL_OCTETS],
		      const void *item)
{
	unsigned int i;

	for (i = 0; i < groups->n_keys; i++)
		if (groups->prefix[i])
			put_prefix(text[i], groups->column[i], item,
				   groups->prefix[i]);
		else
			tcpst_cell_text(text[i], groups->column[i],
					groups->options.style, item);
}

/** tcpst_groups_add() - count a connection, or an event, in its group */
void tcpst_groups_add(struct tcpst_groups *groups, const void *item)
{
	char text[TCPST_GROUP_KEYS][TCPST_CELL_OCTETS];
	struct tcpst_group *group;

	find_keys(groups, text, item);
	group = group_of(groups, text);
	if (group)
		groups->options.kind->add(group, item);
	else
		groups->others++;
}

/* Unknown values come last in either direction. */
static int compare_field(const struct tcpst_field *field, bool down,
			 const struct tcpst_group *a, const struct tcpst_group *b)
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
	const struct tcpst_group *a = *(const struct tcpst_group *const *)first;
	const struct tcpst_group *b = *(const struct tcpst_group *const *)second;
	const struct tcpst_groups *groups = arg;
	int order = 0;
	unsigned int i;

	for (i = 0; i < groups->n_sorts && !order; i++)
		order = compare_field(groups->sort[i], groups->down[i], a, b);
	if (!order && a->n != b->n)
		order = a->n > b->n ? -1 : 1;
	for (i = 0; i < groups->n_keys && !order; i++)
		order = strverscmp(a->key[i], b->key[i]);
	return order;
}

/* Move the groups to the first @n slots and sort them; none can be added afterwards. */
static void sort(struct tcpst_groups *groups)
{
	size_t i, n = 0;

	for (i = 0; i <= groups->mask; i++) {
		struct tcpst_group *group = groups->slot[i];

		groups->slot[i] = NULL;
		if (group)
			groups->slot[n++] = group;
	}
	if (n)
		qsort_r(groups->slot, n, sizeof(*groups->slot), by_order,
			groups);
}

/** tcpst_groups_fields() - the fields of a group: keys and sums */
const struct tcpst_fields *
tcpst_groups_fields(const struct tcpst_groups *groups)
{
	return &groups->fields;
}

static void add_key(char text[TCPST_GROUP_NAME], const char *key)
{
	tcpst_append(text, TCPST_GROUP_NAME, "%s%s", *text ? ", " : "",
		     *key ? key : "-");
}

/**
 * tcpst_groups_name() - name of the group that an item belongs to, from its key columns
 * @groups: the groups
 * @text:   written to; the same for all items of a group
 * @item:   a connection or an event
 */
void tcpst_groups_name(const struct tcpst_groups *groups,
		       char text[TCPST_GROUP_NAME], const void *item)
{
	char key[TCPST_GROUP_KEYS][TCPST_CELL_OCTETS];
	unsigned int i;

	find_keys(groups, key, item);
	*text = '\0';
	for (i = 0; i < groups->n_keys; i++)
		add_key(text, key[i]);
}

/** tcpst_groups_name_of() - name of a group */
void tcpst_groups_name_of(const struct tcpst_groups *groups,
			  char text[TCPST_GROUP_NAME],
			  const struct tcpst_group *group)
{
	unsigned int i;

	*text = '\0';
	for (i = 0; i < groups->n_keys; i++)
		add_key(text, group->key[i]);
}

/**
 * tcpst_groups_take() - sort the groups and pass them on; none can be added afterwards
 * @groups: the groups
 * @take:   called for each, or for the first ones if there is a limit
 * @arg:    passed to @take
 */
void tcpst_groups_take(struct tcpst_groups *groups,
		       void (*take)(const struct tcpst_group *group, void *arg),
		       void *arg)
{
	u64 count = groups->options.count ? groups->options.count : UINT64_MAX;
	size_t i;

	sort(groups);
	for (i = 0; i < groups->n && i < count; i++)
		take(groups->slot[i], arg);
}

static void print(const struct tcpst_group *group, void *arg)
{
	const struct tcpst_groups *groups = arg;

	if (groups->table)
		tcpst_table_add(groups->table, group);
	else
		tcpst_json_group(stdout, &groups->fields, group);
}

/**
 * tcpst_groups_print() - sort and print the groups; none can be added afterwards
 * @groups: the groups
 * @failed: the source could not be read, or not completely
 */
void tcpst_groups_print(struct tcpst_groups *groups, bool failed)
{
	tcpst_groups_take(groups, print, groups);
	tcpst_table_close(groups->table, failed);
	groups->table = NULL;
	if (groups->others)
		tcpst_remark("there are more than %u groups: %" PRIu64 " %s of others are not shown",
			     GROUPS_MAX, groups->others,
			     groups->options.kind->items);
}

/** tcpst_groups_close() - free them; NULL is allowed */
void tcpst_groups_close(struct tcpst_groups *groups)
{
	unsigned int k;
	size_t i;

	if (!groups)
		return;
	for (i = 0; i <= groups->mask; i++) {
		struct tcpst_group *group = groups->slot[i];

		for (k = 0; group && k < groups->n_keys; k++)
			free((char *)group->key[k]);
		free(group);
	}
	tcpst_table_close(groups->table, true);
	free(groups->slot);
	free(groups);
}
