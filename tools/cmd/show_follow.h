/* SPDX-License-Identifier: GPL-2.0 */
/* tcpst show --follow: the ladder of a connection in progress. */
#ifndef TCPST_CMD_SHOW_FOLLOW_H
#define TCPST_CMD_SHOW_FOLLOW_H

#include "cmd/show_search.h"

int tcpst_show_follow(struct tcpst_search *search, struct tcpst_source *source,
		      const struct tcpst_options *options);

#endif /* TCPST_CMD_SHOW_FOLLOW_H */
