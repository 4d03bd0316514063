/* SPDX-License-Identifier: GPL-2.0 */
/* Which connection tcpst show is asked for. */
#ifndef TCPST_CMD_SHOW_SEARCH_H
#define TCPST_CMD_SHOW_SEARCH_H

#include "cli/options.h"

/**
 * struct tcpst_search - the flow that is meant, and what was found
 * @asked:   filters given by the user; they are about the flow
 * @wanted:  what to ask for: the filters, or what the user named, so that it is
 *           known whether the filters leave that out
 * @n_ends:  ends the user gave, 0: a number, or nothing
 * @ends:    each with at most one address and one port
 * @found:   flow to be shown
 * @n_open:  open ones that match
 * @n_ended: ended ones that match
 * @n_left_out: named ones that the filters leave out
 * @open:    numbers of the first of them
 */
struct tcpst_search {
	const struct tcpst_wanted *asked;
	struct tcpst_wanted wanted;
	unsigned int n_ends;
	struct tcps_filter ends[2];
	struct tcpst_flow found;
	unsigned int n_open;
	unsigned int n_ended;
	unsigned int n_left_out;
	u64 open[4];
};

int tcpst_search_read(struct tcpst_search *search, const char *text);
bool tcpst_search_means(struct tcpst_search *search,
			const struct tcpst_flow *flow);
int tcpst_search_run(struct tcpst_search *search, struct tcpst_source *source,
		     const struct tcpst_options *options);
int tcpst_search_check(const struct tcpst_search *search,
		       const struct tcpst_options *options);

#endif /* TCPST_CMD_SHOW_SEARCH_H */
