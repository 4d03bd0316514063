/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A line of JSON, written member by member. There is a line for every flow and event,
 * and building a tree of objects in memory takes ten times as long as writing the text.
 */
#ifndef TCPST_JSON_LINE_H
#define TCPST_JSON_LINE_H

#include <stdbool.h>
#include <stdio.h>

#include "module/core/types.h"

/**
 * struct tcpst_json_line - a line that is being written
 * @text:   its text so far; the memory is reused for the next line
 * @length: length of the text
 * @size:   size of the memory
 */
struct tcpst_json_line {
	char *text;
	size_t length;
	size_t size;
};

void tcpst_json_begin(struct tcpst_json_line *line);
void tcpst_json_end(struct tcpst_json_line *line, FILE *file);
void tcpst_json_name(struct tcpst_json_line *line, const char *name, size_t length);
void tcpst_json_open(struct tcpst_json_line *line);
void tcpst_json_close(struct tcpst_json_line *line);
void tcpst_json_null(struct tcpst_json_line *line);
void tcpst_json_bool(struct tcpst_json_line *line, bool value);
void tcpst_json_u64(struct tcpst_json_line *line, u64 value);
void tcpst_json_string(struct tcpst_json_line *line, const char *text);

#endif /* TCPST_JSON_LINE_H */
