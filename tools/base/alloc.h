/* SPDX-License-Identifier: GPL-2.0 */
/* Memory: these functions never return NULL, tcpst exits if there is none. */
#ifndef TCPST_ALLOC_H
#define TCPST_ALLOC_H

#include <stddef.h>

void *tcpst_alloc(size_t n, size_t size);
void *tcpst_resize(void *memory, size_t n, size_t size);
char *tcpst_copy(const char *text);
void *tcpst_need(void *memory);
void tcpst_need_done(int error);
void tcpst_alloc_before_exit(void (*call)(void));

#endif /* TCPST_ALLOC_H */
