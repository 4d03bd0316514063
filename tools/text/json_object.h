/* SPDX-License-Identifier: GPL-2.0 */
/* json-c objects: adding members, and printing them as a line. */
#ifndef TCPST_JSON_OBJECT_H
#define TCPST_JSON_OBJECT_H

#include <json-c/json.h>
#include <stdio.h>

#include "base/alloc.h"
#include "module/core/types.h"

static inline void tcpst_put(struct json_object *object, const char *name,
			     struct json_object *value)
{
	tcpst_need_done(json_object_object_add(object, name, value));
}

static inline void tcpst_put_u64(struct json_object *object, const char *name,
				 u64 value)
{
	tcpst_put(object, name, tcpst_need(json_object_new_uint64(value)));
}

static inline void tcpst_put_word(struct json_object *object, const char *name,
				  const char *value)
{
	tcpst_put(object, name, tcpst_need(json_object_new_string(value)));
}

/** tcpst_put_last() - append to an array */
static inline void tcpst_put_last(struct json_object *array, struct json_object *value)
{
	tcpst_need_done(json_object_array_add(array, value));
}

/** tcpst_put_line() - print an object as a line, and free it */
static inline void tcpst_put_line(FILE *file, struct json_object *object)
{
	const char *text =
		json_object_to_json_string_ext(object, JSON_C_TO_STRING_PLAIN |
					       JSON_C_TO_STRING_NOSLASHESCAPE);

	if (!text)
		tcpst_need(NULL);
	fputs(text, file);
	putc('\n', file);
	json_object_put(object);
}

#endif /* TCPST_JSON_OBJECT_H */
