/* SPDX-License-Identifier: GPL-2.0 */
/* New events in the recorder since it was last read. */
#ifndef TCPST_NEWS_H
#define TCPST_NEWS_H

#include "model/query.h"
#include "source/kernel/netlink.h"

struct tcpst_news;

struct tcpst_news *tcpst_news_new(void);
void tcpst_news_free(struct tcpst_news *news);
int tcpst_news_read(struct tcpst_news *news, struct tcpst_nl *nl,
		    const struct tcpst_query *query, const struct tcpst_sink *sink);
void tcpst_news_began(struct tcpst_news *news);

#endif /* TCPST_NEWS_H */
