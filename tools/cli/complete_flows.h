/* SPDX-License-Identifier: GPL-2.0 */
/* Completion of the numbers of flows after `tcpst show`. */
#ifndef TCPST_COMPLETE_FLOWS_H
#define TCPST_COMPLETE_FLOWS_H

typedef void tcpst_flow_offer(const char *number, const char *help, void *arg);

void tcpst_complete_flows(const char *capture, const char *netns,
			  tcpst_flow_offer *offer, void *arg);

#endif /* TCPST_COMPLETE_FLOWS_H */
