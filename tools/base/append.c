// SPDX-License-Identifier: GPL-2.0
/* Appending formatted text. */
#include "base/append.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/**
 * tcpst_append() - append formatted text to a string
 * @text:   ends with a NUL; text that does not fit is cut off
 * @size:   of the memory at @text
 * @format: as of printf()
 */
void tcpst_append(char *text, size_t size, const char *format, ...)
{
	size_t at = strlen(text);
	va_list args;

	va_start(args, format);
	vsnprintf(text + at, size - at, format, args);
	va_end(args);
}
