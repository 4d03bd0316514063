/* SPDX-License-Identifier: GPL-2.0 */
/* Anonymized segments. */
#ifndef TCPST_BARE_H
#define TCPST_BARE_H

#include "model/event.h"
#include "source/capture/header.h"
#include "source/capture/pcapng_write.h"
#include "source/capture/raw.h"

/**
 * struct tcpst_bare - options of writing anonymized segments
 * @tunnels: look for segments inside tunnels
 * @mask:    replaces addresses and ports of an event
 * @arg:     passed to @mask
 */
struct tcpst_bare {
	bool tunnels;
	void (*mask)(struct tcpst_event *event, const void *arg);
	const void *arg;
};

void tcpst_bare_header(struct tcpst_header *header, const struct tcpst_event *segment,
		       const struct tcpst_addrs *ends);
void tcpst_bare_write(const struct tcpst_bare *bare,
		      struct tcpst_pcapng_write *write,
		      const struct tcpst_raw *raw);

#endif /* TCPST_BARE_H */
