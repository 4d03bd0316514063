// SPDX-License-Identifier: GPL-2.0
/* A line of JSON (RFC 8259), written member by member. */
#include "text/json_line.h"

#include "base/alloc.h"
#include "base/decimal.h"

/** tcpst_json_grow() - have space for @octets more octets, besides %TCPST_JSON_SPARE */
void tcpst_json_grow(struct tcpst_json_line *line, size_t octets)
{
	line->size = 2 * (line->length + octets + TCPST_JSON_SPARE);
	line->text = tcpst_resize(line->text, line->size, 1);
}

static void put(struct tcpst_json_line *line, const char *text, size_t length)
{
	if (line->length + length + TCPST_JSON_SPARE > line->size)
		tcpst_json_grow(line, length);
	memcpy(line->text + line->length, text, length);
	line->length += length;
}

static void put_char(struct tcpst_json_line *line, char c)
{
	line->text[line->length] = c;
	tcpst_json_wrote(line, 1);
}

/** tcpst_json_begin() - begin a line: open its object */
void tcpst_json_begin(struct tcpst_json_line *line)
{
	line->length = 0;
	tcpst_json_wrote(line, 0);
	put_char(line, '{');
}

/** tcpst_json_end() - close the object and write the line at once */
void tcpst_json_end(struct tcpst_json_line *line, FILE *file)
{
	put(line, "}\n", 2);
	fwrite_unlocked(line->text, 1, line->length, file);
}

/**
 * tcpst_json_name() - write the name of the next member; its value must follow
 * @line:   the line
 * @name:   a name that needs no escaping
 * @length: length of the name
 */
void tcpst_json_name(struct tcpst_json_line *line, const char *name, size_t length)
{
	if (line->text[line->length - 1] != '{')
		put_char(line, ',');
	put_char(line, '"');
	put(line, name, length);
	put(line, "\":", 2);
}

/**
 * tcpst_json_lead() - make of the name of a member what stands before its value: ,"name":
 * @lead:   set
 * @name:   a name that needs no escaping
 * @length: its length, 28 at most
 */
void tcpst_json_lead(struct tcpst_json_word *lead, const char *name, size_t length)
{
	lead->length = (u8)snprintf(lead->text, sizeof(lead->text), ",\"%.*s\":",
				    (int)length, name);
}

/** tcpst_json_open() - open an object as the value; its members must follow */
void tcpst_json_open(struct tcpst_json_line *line)
{
	put_char(line, '{');
}

/** tcpst_json_close() - close that object */
void tcpst_json_close(struct tcpst_json_line *line)
{
	put_char(line, '}');
}

/** tcpst_json_null() - write null as the value */
void tcpst_json_null(struct tcpst_json_line *line)
{
	put(line, "null", 4);
}

/** tcpst_json_bool() - write true or false as the value */
void tcpst_json_bool(struct tcpst_json_line *line, bool value)
{
	if (value)
		put(line, "true", 4);
	else
		put(line, "false", 5);
}

/** tcpst_json_u64() - write a number as the value, with all its digits */
void tcpst_json_u64(struct tcpst_json_line *line, u64 value)
{
	char *at = line->text + line->length;

	tcpst_json_wrote(line, (size_t)(tcpst_decimal(at, value) - at));
}

/**
 * tcpst_json_plain() - write a string that needs no escaping as the value
 * @line:   the line
 * @text:   the string
 * @length: its length
 */
void tcpst_json_plain(struct tcpst_json_line *line, const char *text, size_t length)
{
	put_char(line, '"');
	put(line, text, length);
	put_char(line, '"');
}

static void put_escaped(struct tcpst_json_line *line, unsigned char c)
{
	static const char hex[] = "0123456789abcdef";
	static const char short_form[] = "\"\"\\\\\bb\ff\nn\rr\tt";
	const char *found;

	for (found = short_form; *found; found += 2) {
		if ((unsigned char)*found == c) {
			put_char(line, '\\');
			put_char(line, found[1]);
			return;
		}
	}
	put(line, "\\u00", 4);
	put_char(line, hex[c >> 4]);
	put_char(line, hex[c & 15]);
}

/** tcpst_json_string() - write a string as the value */
void tcpst_json_string(struct tcpst_json_line *line, const char *text)
{
	const char *from;

	put_char(line, '"');
	for (from = text; *text; text++) {
		unsigned char c = (unsigned char)*text;

		if (c >= ' ' && c != '"' && c != '\\')
			continue;
		put(line, from, (size_t)(text - from));
		put_escaped(line, c);
		from = text + 1;
	}
	put(line, from, (size_t)(text - from));
	put_char(line, '"');
}
