/* SPDX-License-Identifier: GPL-2.0 */
/* Dumps by netlink, requested through a kernel socket. */
#ifndef TCPS_KUNIT_DUMP_H
#define TCPS_KUNIT_DUMP_H

#include <linux/net.h>
#include <linux/types.h>

/**
 * struct tcps_dump - a client that dumps from the initial namespace
 * @sock:        its socket
 * @buffer:      the last message
 * @flows:       flows received in the current dump
 * @next:        number after the last event received in it
 * @octets:      octets received in it
 * @interrupted: it was flagged as interrupted
 * @done:        it is complete
 */
struct tcps_dump {
	struct socket *sock;
	void *buffer;
	u64 flows;
	u64 next;
	u64 octets;
	bool interrupted;
	bool done;
};

int tcps_dump_open(struct tcps_dump *dump);
void tcps_dump_close(struct tcps_dump *dump);
int tcps_dump_ask(struct tcps_dump *dump, u16 port);
int tcps_dump_more(struct tcps_dump *dump);
int tcps_dump_all(struct tcps_dump *dump, u16 port);
int tcps_dump_events(struct tcps_dump *dump, u64 from);
int tcps_dump_stats(struct tcps_dump *dump);

#endif /* TCPS_KUNIT_DUMP_H */
