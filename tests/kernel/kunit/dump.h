/* SPDX-License-Identifier: GPL-2.0 */
/* Dumps by netlink, asked for by a socket of the kernel's own. */
#ifndef TCPS_KUNIT_DUMP_H
#define TCPS_KUNIT_DUMP_H

#include <linux/net.h>
#include <linux/types.h>

/**
 * struct tcps_dump - one who dumps what the initial namespace has
 * @sock:        its socket
 * @buffer:      what came last
 * @flows:       told of in the dump under way
 * @next:        number after the last event, told of in it
 * @octets:      received in it
 * @interrupted: it was flagged as such
 * @done:        it came to its end
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

#endif /* TCPS_KUNIT_DUMP_H */
