/* SPDX-License-Identifier: GPL-2.0 */
/* ICMP errors, and what they are called. */
#ifndef TCPST_ICMP_H
#define TCPST_ICMP_H

#include <stdbool.h>

#include "module/core/types.h"

/*
 * Type and code of an error as one number, with that of its family: an error of
 * ICMPv6 has other types.
 */
#define TCPST_ICMP(ipv6, type, code) ((u32)(ipv6) << 16 | (u32)(type) << 8 | (code))

/* Space for "ICMPv6 type 255 code 255". */
#define TCPST_ICMP_LEN 32

const char *tcpst_icmp_text(char text[TCPST_ICMP_LEN], u32 icmp);
bool tcpst_icmp_is_text(const char *text);

#endif /* TCPST_ICMP_H */
