// SPDX-License-Identifier: GPL-2.0
/*
 * What of a JSON object is the same in every line is prepared once: its members in their
 * order, their names with quotes and commas, and the function that writes each value.
 */
#include "text/json_members.h"

#include <string.h>

/* "a.b" is member b of object a, whose members follow one another. */
static void name_member(struct tcpst_members *members, struct tcpst_member *member,
			const char **last)
{
	const char *json = member->field->json, *dot = strchr(json, '.');
	size_t length = dot ? (size_t)(dot - json) : 0;

	if (dot && (!*last || strncmp(*last, json, length + 1) != 0))
		tcpst_json_lead(&members->group[members->groups++], json, length);
	member->group = dot ? (u8)members->groups : 0;
	json = dot ? dot + 1 : json;
	tcpst_json_lead(&member->lead, json, strlen(json));
	*last = dot ? member->field->json : NULL;
}

static bool known_together(const struct tcpst_member *a, const struct tcpst_member *b)
{
	return a->omit && b->omit && a->field->known && a->field->known == b->field->known;
}

static void note_alike(struct tcpst_members *members)
{
	unsigned int i = members->n;

	while (i-- > 1)
		if (known_together(&members->member[i - 1], &members->member[i]))
			members->member[i - 1].alike = members->member[i].alike + 1;
}

/**
 * tcpst_members_prepare() - prepare the members of an object
 * @members: set
 * @fields:  the fields, of which those with a member are taken
 * @kind:    enum tcpst_json_kind of the object; 0: it has all members, and none is left out
 */
void tcpst_members_prepare(struct tcpst_members *members,
			   const struct tcpst_fields *fields, unsigned int kind)
{
	const char *last = NULL;
	unsigned int i;

	memset(members, 0, sizeof(*members));
	for (i = 0; i < fields->n; i++) {
		const struct tcpst_field *field = &fields->field[i];
		struct tcpst_member *member = &members->member[members->n];

		if (!field->json || (kind && field->json_only && !(field->json_only & kind)))
			continue;
		member->field = field;
		member->omit = field->json_omit & kind;
		member->write = tcpst_json_writer(field);
		member->word = tcpst_json_words(field);
		member->words = tcpst_field_max(field);
		name_member(members, member, &last);
		members->n++;
	}
	note_alike(members);
}

static bool is_left_out(const struct tcpst_field *field, const void *item)
{
	if (field->known)
		return !tcpst_field_applies(field, item);
	if (field->type == TCPST_FIELD_TEXT)
		return !*tcpst_field_text(field, item);
	if (field->type == TCPST_FIELD_FLAG)
		return !tcpst_field_value(field, item, 0);
	return tcpst_field_value(field, item, 0) == TCPST_FIELD_UNKNOWN;
}

/**
 * struct position - position in an object that is being written
 * @group: the nested object that is open, 0: none
 * @null:  it is null: none of its members is valid
 */
struct position {
	unsigned int group;
	bool null;
};

/* Enter the nested object of a member, or leave the one before. */
static void enter(const struct tcpst_members *members, struct tcpst_json_line *line,
		  struct position *at, const struct tcpst_member *member, const void *item)
{
	if (at->group && !at->null)
		tcpst_json_close(line);
	at->group = member ? member->group : 0;
	if (!at->group)
		return;
	tcpst_json_word(line, &members->group[at->group - 1]);
	at->null = !tcpst_field_applies(member->field, item);
	if (at->null)
		tcpst_json_null(line);
	else
		tcpst_json_open(line);
}

/**
 * tcpst_members_write() - write the members
 * @members: prepared
 * @line:    the line; it has a member already
 * @item:    what the values are of
 */
void tcpst_members_write(const struct tcpst_members *members,
			 struct tcpst_json_line *line, const void *item)
{
	struct position at = { 0 };
	unsigned int i;

	for (i = 0; i < members->n; i++) {
		const struct tcpst_member *member = &members->member[i];
		bool first = false;

		if (member->omit && is_left_out(member->field, item)) {
			i += member->alike;
			continue;
		}
		if (member->group != at.group) {
			enter(members, line, &at, member, item);
			first = at.group;
		}
		if (at.group && at.null)
			continue;
		if (first)
			tcpst_json_first(line, &member->lead);
		else
			tcpst_json_word(line, &member->lead);
		member->write(line, member, item);
	}
	enter(members, line, &at, NULL, item);
}
