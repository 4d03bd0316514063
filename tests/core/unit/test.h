/* SPDX-License-Identifier: GPL-2.0 */
/* Shared by the native tests: counting checks, and reporting failures. */
#ifndef TCPS_TEST_H
#define TCPS_TEST_H

#include <stdbool.h>

/** check() - count one check; print a message if it fails, as printf() does */
#define check(ok, ...) check_at(ok, __FILE__, __LINE__, __VA_ARGS__)

void check_at(bool ok, const char *file, int line, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

void test_vectors(void);
void test_table(void);
void test_bytes(void);
void test_predict(void);
void test_stamps(void);
void test_sides(void);
void test_hops(void);
void test_histogram(void);
void test_silence(void);
void test_filter(void);
void test_names(void);
void test_options(void);

#endif /* TCPS_TEST_H */
