/* SPDX-License-Identifier: GPL-2.0 */
/* Values of netlink attributes. */
#ifndef TCPST_NL_ATTRIBUTE_H
#define TCPST_NL_ATTRIBUTE_H

#include <linux/netlink.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/load.h"
#include "module/core/types.h"

u8 tcpst_attr_choice(const struct nlattr *attr, unsigned int max);
void tcpst_attr_string(char *to, size_t size, const struct nlattr *attr);

/* Inline, since every value of a million flows is read by them. */

/** tcpst_attr_size() - octets of the value of an attribute */
static inline size_t tcpst_attr_size(const struct nlattr *attr)
{
	return attr->nla_len - (size_t)NLA_HDRLEN;
}

/** tcpst_attr_number() - a number of any size; 0 if its size is invalid */
static inline u64 tcpst_attr_number(const struct nlattr *attr)
{
	return tcpst_load((const char *)attr + NLA_HDRLEN, tcpst_attr_size(attr), 0);
}

/** tcpst_attr_is() - is there a whole attribute at @attr, of the @left octets there? */
static inline bool tcpst_attr_is(const struct nlattr *attr, size_t left)
{
	return left >= sizeof(*attr) && attr->nla_len >= sizeof(*attr) &&
	       attr->nla_len <= left;
}

/** tcpst_attr_next() - the attribute after one of which tcpst_attr_is() is true */
static inline const struct nlattr *tcpst_attr_next(const struct nlattr *attr, size_t *left)
{
	size_t size = NLA_ALIGN(attr->nla_len);

	*left -= size < *left ? size : *left;
	return (const void *)((const char *)attr + size);
}

/** tcpst_attr_type() - the type of an attribute, without flags */
static inline unsigned int tcpst_attr_type(const struct nlattr *attr)
{
	return attr->nla_type & NLA_TYPE_MASK;
}

#endif /* TCPST_NL_ATTRIBUTE_H */
