/* SPDX-License-Identifier: GPL-2.0 */
/* Output through a pager on a terminal, like git's. */
#ifndef TCPST_PAGER_H
#define TCPST_PAGER_H

#include <stdbool.h>

void tcpst_pager_start(void);
bool tcpst_pager_terminal(void);
unsigned int tcpst_pager_columns(void);

#endif /* TCPST_PAGER_H */
