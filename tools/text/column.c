// SPDX-License-Identifier: GPL-2.0
/* Columns by their names. */
#include "text/column.h"

#include <string.h>
#include <strings.h>

/** tcpst_column_find() - the column of that name, NULL: there is none */
const struct tcpst_column *
tcpst_column_find(const struct tcpst_columns *columns, const char *name,
		  size_t length)
{
	unsigned int i;

	for (i = 0; i < columns->n; i++)
		if (strlen(columns->column[i].name) == length &&
		    !strncasecmp(columns->column[i].name, name, length))
			return &columns->column[i];
	return NULL;
}
