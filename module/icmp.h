/* SPDX-License-Identifier: GPL-2.0 */
/* An ICMP error: who sent it, and what it says. */
#ifndef TCPS_ICMP_H
#define TCPS_ICMP_H

#include <linux/in6.h>

/**
 * struct tcps_icmp - an ICMP error about a segment
 * @from: who sent it; IPv4 as ::ffff:a.b.c.d
 * @type: of ICMP, or of ICMPv6 where @from is an address of IPv6
 * @code: of that type
 */
struct tcps_icmp {
	struct in6_addr from;
	u8 type;
	u8 code;
};

#endif /* TCPS_ICMP_H */
