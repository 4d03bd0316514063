/* SPDX-License-Identifier: GPL-2.0 */
/*
 * IPFIX messages (RFC 7011) by libfixbuf: templates, the types of enterprise
 * elements (RFC 5610), counts of the exporter itself, and records of flows.
 */
#ifndef TCPST_EXPORT_IPFIX_H
#define TCPST_EXPORT_IPFIX_H

#include "model/flow.h"

struct tcpst_ipfix;

/**
 * struct tcpst_ipfix_setup - options of messages
 * @pen:    Private Enterprise Number of our elements
 * @domain: observation domain, 0: none
 * @max:    maximum size of a message, octets
 */
struct tcpst_ipfix_setup {
	u32 pen;
	u32 domain;
	u16 max;
};

/**
 * struct tcpst_ipfix_counts - statistics of the exporter itself
 * @exported: flows sent
 * @dropped:  flows dropped for lack of space
 */
struct tcpst_ipfix_counts {
	u64 exported;
	u64 dropped;
};

/* Results of adding to a message. */
enum tcpst_ipfix_added {
	TCPST_IPFIX_ADDED,
	TCPST_IPFIX_FULL,	/* it does not fit: finish the message first */
	TCPST_IPFIX_FAILED,	/* tcpst_ipfix_error() gives the reason */
};

struct tcpst_ipfix *tcpst_ipfix_new(const struct tcpst_ipfix_setup *setup);
void tcpst_ipfix_free(struct tcpst_ipfix *ipfix);
const char *tcpst_ipfix_error(const struct tcpst_ipfix *ipfix);

bool tcpst_ipfix_begin(struct tcpst_ipfix *ipfix);
unsigned int tcpst_ipfix_preludes(const struct tcpst_ipfix *ipfix);
enum tcpst_ipfix_added
tcpst_ipfix_add_prelude(struct tcpst_ipfix *ipfix, unsigned int i,
			const struct tcpst_ipfix_counts *counts);
enum tcpst_ipfix_added tcpst_ipfix_add_flow(struct tcpst_ipfix *ipfix,
					    const struct tcpst_flow *flow);
size_t tcpst_ipfix_finish(struct tcpst_ipfix *ipfix, const u8 **octets);

#endif /* TCPST_EXPORT_IPFIX_H */
