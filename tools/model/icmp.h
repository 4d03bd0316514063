/* SPDX-License-Identifier: GPL-2.0 */
/* ICMP errors and their names. */
#ifndef TCPST_ICMP_H
#define TCPST_ICMP_H

#include <stdbool.h>

#include "module/core/types.h"

/*
 * Family, type and code of an error as one number: the types of ICMPv6 differ from
 * those of ICMP.
 */
#define TCPST_ICMP(ipv6, type, code) ((u32)(ipv6) << 16 | (u32)(type) << 8 | (code))

/* Space for "ICMPv6 type 255 code 255". */
#define TCPST_ICMP_LEN 32

const char *tcpst_icmp_text(char text[TCPST_ICMP_LEN], u32 icmp);
bool tcpst_icmp_is_text(const char *text);

#endif /* TCPST_ICMP_H */
