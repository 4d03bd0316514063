/* SPDX-License-Identifier: GPL-2.0 */
/* Appending formatted text. */
#ifndef TCPST_APPEND_H
#define TCPST_APPEND_H

#include <stddef.h>

__attribute__((format(printf, 3, 4)))
void tcpst_append(char *text, size_t size, const char *format, ...);

#endif /* TCPST_APPEND_H */
