// SPDX-License-Identifier: GPL-2.0
/*
 * The clock of a capture. Stamps of frames may go back a little, since several
 * processors or interfaces wrote them; the clock stands still meanwhile. They go
 * back further when the clock was set, and then it continues from where it is. They
 * go ahead by days where nothing was captured for days; whether it was so, only
 * the frames after that can show it.
 */
#include "source/capture/clock.h"

#define SECOND 1000000000ULL

/* Frames that are close together may have been stamped in another order. */
#define BACK (1 * SECOND)

/* A gap this long occurs only in captures with very little traffic. */
#define AHEAD (24 * 3600 * SECOND)

/** tcpst_clock_fits() - may a frame with this stamp come next? */
bool tcpst_clock_fits(const struct tcpst_clock *clock, u64 stamp)
{
	if (!clock->begun)
		return true;
	return stamp >= clock->stamp ? stamp - clock->stamp <= AHEAD :
				       clock->stamp - stamp <= BACK;
}

/* What was set back by hand is set right again, after about the same time. */
static bool is_set_right(const struct tcpst_clock *clock, u64 step)
{
	u64 off = step > clock->ahead ? step - clock->ahead :
					clock->ahead - step;

	return clock->ahead && step > BACK &&
	       off <= (clock->ahead / 16 > BACK ? clock->ahead / 16 : BACK);
}

/**
 * tcpst_clock_advance() - time passes
 * @clock: the clock
 * @stamp: that it is assumed to be now, on the clock of the capture
 */
void tcpst_clock_advance(struct tcpst_clock *clock, u64 stamp)
{
	u64 step;

	if (!clock->begun) {
		*clock = (struct tcpst_clock){
			.stamp = stamp,
			.now = stamp,
			.begun = true,
		};
		return;
	}
	if (stamp <= clock->stamp)
		return;
	step = stamp - clock->stamp;
	clock->stamp = stamp;
	if (is_set_right(clock, step)) {
		step = step > clock->ahead ? step - clock->ahead : 0;
		clock->ahead = 0;
	}
	clock->now += step;
	if (clock->now > stamp)
		clock->ahead = clock->now - stamp;
}

/**
 * tcpst_clock_set() - the clock of the capture was set
 * @clock: the clock, which stands still if it was set back
 * @stamp: what that of the capture shows now
 */
void tcpst_clock_set(struct tcpst_clock *clock, u64 stamp)
{
	if (stamp >= clock->stamp) {
		tcpst_clock_advance(clock, stamp);
		return;
	}
	clock->stamp = stamp;
	clock->ahead = clock->now - stamp;
}
