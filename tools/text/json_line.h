/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A line of JSON, written member by member. There is a line for every flow and event,
 * and building a tree of objects in memory takes ten times as long as writing the text.
 */
#ifndef TCPST_JSON_LINE_H
#define TCPST_JSON_LINE_H

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "module/core/types.h"

/* Octets that may be written after the text without asking for space. */
#define TCPST_JSON_SPARE 32

/**
 * struct tcpst_json_line - a line that is being written
 * @text:   its text so far; the memory is reused for the next line
 * @length: length of the text
 * @size:   size of the memory, at least %TCPST_JSON_SPARE more than @length
 */
struct tcpst_json_line {
	char *text;
	size_t length;
	size_t size;
};

/**
 * struct tcpst_json_word - text that is written as it is
 * @text:   the text; what follows it up to the end of the array is not written
 * @length: its length
 */
struct tcpst_json_word {
	char text[TCPST_JSON_SPARE];
	u8 length;
};

void tcpst_json_grow(struct tcpst_json_line *line, size_t octets);
void tcpst_json_begin(struct tcpst_json_line *line);
void tcpst_json_end(struct tcpst_json_line *line, FILE *file);
void tcpst_json_name(struct tcpst_json_line *line, const char *name, size_t length);
void tcpst_json_lead(struct tcpst_json_word *lead, const char *name, size_t length);
void tcpst_json_open(struct tcpst_json_line *line);
void tcpst_json_close(struct tcpst_json_line *line);
void tcpst_json_null(struct tcpst_json_line *line);
void tcpst_json_bool(struct tcpst_json_line *line, bool value);
void tcpst_json_u64(struct tcpst_json_line *line, u64 value);
void tcpst_json_plain(struct tcpst_json_line *line, const char *text, size_t length);
void tcpst_json_string(struct tcpst_json_line *line, const char *text);

/** tcpst_json_wrote() - account for @octets octets that were written after the text */
static inline void tcpst_json_wrote(struct tcpst_json_line *line, size_t octets)
{
	line->length += octets;
	if (line->length + TCPST_JSON_SPARE > line->size)
		tcpst_json_grow(line, 0);
}

/**
 * tcpst_json_word() - write a word as it is
 * @line: the line
 * @word: the word, copied with its whole array, since a fixed size takes the least time
 */
static inline void tcpst_json_word(struct tcpst_json_line *line,
				   const struct tcpst_json_word *word)
{
	memcpy(line->text + line->length, word->text, sizeof(word->text));
	tcpst_json_wrote(line, word->length);
}

/** tcpst_json_first() - write the lead of the first member of an object, without its comma */
static inline void tcpst_json_first(struct tcpst_json_line *line,
				    const struct tcpst_json_word *lead)
{
	memcpy(line->text + line->length, lead->text + 1, sizeof(lead->text) - 1);
	tcpst_json_wrote(line, lead->length - 1U);
}

#endif /* TCPST_JSON_LINE_H */
