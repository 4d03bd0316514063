/* SPDX-License-Identifier: GPL-2.0 */
/* Filters from netlink attributes. */
#ifndef TCPS_FILTER_PARSE_H
#define TCPS_FILTER_PARSE_H

#include <net/netlink.h>

#include "core/filter.h"

int tcps_filter_parse(const struct nlattr *nest, struct tcps_filter *filter,
		      struct netlink_ext_ack *extack);

#endif /* TCPS_FILTER_PARSE_H */
