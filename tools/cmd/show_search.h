/* SPDX-License-Identifier: GPL-2.0 */
/* Finding the connection for tcpst show. */
#ifndef TCPST_CMD_SHOW_SEARCH_H
#define TCPST_CMD_SHOW_SEARCH_H

#include "cli/options.h"

/* Numbers of ended flows that are kept: the one that is shown, and those reported with it. */
#define TCPST_SEARCH_ENDED 6

/**
 * struct tcpst_search - a search for a flow, and its result
 * @asked:   filters given by the user
 * @wanted:  filters of the request: only the operand if there is one, so that flows
 *           excluded by @asked are noticed; otherwise @asked
 * @n_ends:  number of ends in the operand, 0: a number, or no operand
 * @ends:    each with at most one address and one port
 * @found:   the flow to be shown
 * @n_open:  number of open flows that match
 * @n_ended: number of flows that match and have ended or are in TIME-WAIT
 * @n_left_out: number of flows that match the operand, but not @asked
 * @open:    numbers of the first open ones
 * @ended:   numbers of the ended ones that were closed last, and when, the last first
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
	struct {
		u64 id;
		u64 closed;
	} ended[TCPST_SEARCH_ENDED];
};

int tcpst_search_read(struct tcpst_search *search, const char *text);
bool tcpst_search_means(struct tcpst_search *search,
			const struct tcpst_flow *flow);
int tcpst_search_run(struct tcpst_search *search, struct tcpst_source *source,
		     const struct tcpst_options *options);
int tcpst_search_check(const struct tcpst_search *search,
		       const struct tcpst_options *options);
void tcpst_search_remark(const struct tcpst_search *search);

#endif /* TCPST_CMD_SHOW_SEARCH_H */
