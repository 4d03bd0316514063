/* SPDX-License-Identifier: GPL-2.0 */
/* NAT: the translated ends of a flow, from conntrack. */
#ifndef TCPS_NAT_H
#define TCPS_NAT_H

#include "key.h"

struct nf_conn;

/**
 * struct tcps_nat - addresses of the ends on the other side of the translation
 * @addr:  by side; IPv4 as ::ffff:a.b.c.d
 * @port:  by side
 * @known: bit by side: that end is translated, @addr and @port are valid
 *
 * The flow itself has the ends as they are between destination and source NAT.
 */
struct tcps_nat {
	struct in6_addr addr[2];
	__be16 port[2];
	u8 known;
};

bool tcps_nat_may(const struct nf_conn *ct);
void tcps_nat_note(struct tcps_nat *nat, const struct tcps_ends *ends,
		   const struct nf_conn *ct);
bool tcps_nat_pack(const struct tcps_nat *nat, struct tcps_ends *ends);
void tcps_nat_unpack(const struct tcps_ends *ends, struct tcps_nat *nat);

#endif /* TCPS_NAT_H */
