/* SPDX-License-Identifier: GPL-2.0 */
/* Numbers in decimal, without printf(): millions of them are written. */
#ifndef TCPST_DECIMAL_H
#define TCPST_DECIMAL_H

#include "module/core/types.h"

/* Digits of the largest number. */
#define TCPST_DECIMAL_MAX 20

char *tcpst_decimal(char *at, u64 value);

#endif /* TCPST_DECIMAL_H */
