/* SPDX-License-Identifier: GPL-2.0 */
/* A thread that sends ended flows to an IPFIX collector, and waits for it. */
#ifndef TCPST_EXPORT_SENDER_H
#define TCPST_EXPORT_SENDER_H

#include "export/address.h"
#include "export/queue.h"

struct tcpst_sender;

/**
 * struct tcpst_sender_setup - options of a sender
 * @collector: address of the collector
 * @tcp:       use TCP, otherwise UDP
 * @pen:       Private Enterprise Number of our elements
 * @domain:    observation domain, 0: none
 */
struct tcpst_sender_setup {
	struct tcpst_address collector;
	bool tcp;
	u32 pen;
	u32 domain;
};

int tcpst_sender_start(struct tcpst_sender **senderp,
		       const struct tcpst_sender_setup *setup,
		       struct tcpst_queue *queue);
u64 tcpst_sender_finish(struct tcpst_sender *sender, u64 patience_ns);

#endif /* TCPST_EXPORT_SENDER_H */
