/* SPDX-License-Identifier: GPL-2.0 */
/* Addresses as inet_ntop() writes them, but without printf(). */
#ifndef TCPST_BASE_ADDRESS_H
#define TCPST_BASE_ADDRESS_H

#include <stdbool.h>

#include "module/core/types.h"

/* Space for any address, with a NUL. */
#define TCPST_ADDRESS_TEXT 46

char *tcpst_address_text(char *text, bool ipv6, const u8 *addr);

#endif /* TCPST_BASE_ADDRESS_H */
