// SPDX-License-Identifier: GPL-2.0
/* Native tests of module/core/. The last line is "N passed, N failed". */
#include <stdarg.h>
#include <stdio.h>

#include "test.h"

static unsigned int passed, failed;

void check_at(bool ok, const char *file, int line, const char *format, ...)
{
	va_list args;

	if (ok) {
		passed++;
		return;
	}
	failed++;
	printf("%s:%d: ", file, line);
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	putchar('\n');
}

int main(void)
{
	test_vectors();
	test_table();
	test_bytes();
	test_predict();
	test_stamps();
	test_sides();
	test_hops();
	test_histogram();
	test_silence();
	test_filter();
	test_names();
	test_options();
	printf("%u passed, %u failed\n", passed, failed);
	return failed || !passed;
}
