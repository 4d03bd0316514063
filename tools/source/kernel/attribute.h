/* SPDX-License-Identifier: GPL-2.0 */
/* Values of netlink attributes. */
#ifndef TCPST_NL_ATTRIBUTE_H
#define TCPST_NL_ATTRIBUTE_H

#include <linux/netlink.h>
#include <stddef.h>

#include "module/core/types.h"

u64 tcpst_attr_number(const struct nlattr *attr);
u8 tcpst_attr_choice(const struct nlattr *attr, unsigned int max);
void tcpst_attr_string(char *to, size_t size, const struct nlattr *attr);

#endif /* TCPST_NL_ATTRIBUTE_H */
