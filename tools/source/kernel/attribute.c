// SPDX-License-Identifier: GPL-2.0
/* Values of netlink attributes of any length. */
#include "source/kernel/attribute.h"

#include <libmnl/libmnl.h>
#include <stdio.h>

/** tcpst_attr_number() - a number of any size; 0 if its size is invalid */
u64 tcpst_attr_number(const struct nlattr *attr)
{
	switch (mnl_attr_get_payload_len(attr)) {
	case 1:
		return mnl_attr_get_u8(attr);
	case 2:
		return mnl_attr_get_u16(attr);
	case 4:
		return mnl_attr_get_u32(attr);
	case 8:
		return mnl_attr_get_u64(attr);
	default:
		return 0;
	}
}

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
