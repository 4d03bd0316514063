/* SPDX-License-Identifier: GPL-2.0 */
/* An observer for tests: no hooks, no timers, the clock is an argument. */
#ifndef TCPS_KUNIT_FIXTURE_H
#define TCPS_KUNIT_FIXTURE_H

#include <kunit/test.h>

#include "../../../module/core/options.h"
#include "../../../module/tracker.h"

#define TCPS_SEC 1000000000ULL

/* The module is loaded with this max_flows= (run.sh). */
#define TCPS_FIXTURE_MAX_FLOWS 32768

/* What a SYN offers shows which one it is: as MSS it has the end of its number. */
#define TCPS_FIXTURE_OPTIONS(seq)					\
	(TCPS_OPTION_SEEN | TCPS_OPTION_MSS | ((seq) & 0xffff))

struct tcps_observer *tcps_fixture_observer(struct kunit *test);
void tcps_fixture_make_unprivileged(struct kunit *test,
				    struct tcps_observer *observer);
void tcps_fixture_release(struct tcps_observer *observer);
void tcps_fixture_end(struct tcps_observer *observer, struct tcps_flow *flow);
void tcps_fixture_end_all(struct tcps_observer *observer);

void tcps_fixture_pass(struct tcps_observer *observer, u16 port,
		       unsigned int side, const struct tcps_segment *seg,
		       enum tcps_why why, u64 now);
void tcps_fixture_send(struct tcps_observer *observer, u16 port,
		       unsigned int side, const struct tcps_segment *seg,
		       u64 now);
void tcps_fixture_icmp(struct tcps_observer *observer, u16 port, u64 now);
void tcps_fixture_sample(struct tcps_observer *observer, u16 port, u64 now);
void tcps_fixture_establish(struct tcps_observer *observer, u16 port, u64 now);
void tcps_fixture_close(struct tcps_observer *observer, u16 port, u64 now);
struct tcps_flow *tcps_fixture_find(struct tcps_observer *observer, u16 port);
u64 tcps_fixture_count(struct tcps_observer *observer,
		       enum tcps_counter counter);
void tcps_fixture_expire(struct tcps_observer *observer, u64 now);

#endif /* TCPS_KUNIT_FIXTURE_H */
