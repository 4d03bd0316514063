// SPDX-License-Identifier: GPL-2.0
/* Values of netlink attributes of any length. */
#include "source/kernel/attribute.h"

#include <libmnl/libmnl.h>
#include <stdio.h>

/** tcpst_attr_choice() - an enum; values above @max become @max, which every table shows as "?" */
u8 tcpst_attr_choice(const struct nlattr *attr, unsigned int max)
{
	u64 value = tcpst_attr_number(attr);

	return value < max ? value : max;
}

/** tcpst_attr_string() - a string, cut to fit into @size octets */
void tcpst_attr_string(char *to, size_t size, const struct nlattr *attr)
{
	snprintf(to, size, "%.*s", (int)mnl_attr_get_payload_len(attr),
		 (const char *)mnl_attr_get_payload(attr));
}
