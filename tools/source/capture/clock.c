// SPDX-License-Identifier: GPL-2.0
/*
 * The clock of a capture, which never goes back. Time stamps may go back a little, since
 * several processors or interfaces set them; meanwhile the clock stands still. They go
 * back further if the machine's clock was set; then this clock continues from its present
 * time. They jump ahead by days if nothing was captured for days; whether that is so,
 * or the time stamp is wrong, only later frames show.
 */
#include "source/capture/clock.h"

/* Was the machine's clock set ahead by about as much as it had been set back before? */
static bool is_set_right(const struct tcpst_clock *clock, u64 step)
{
	u64 off = step > clock->ahead ? step - clock->ahead :
					clock->ahead - step;

	return step > TCPST_CLOCK_BACK &&
	       off <= (clock->ahead / 16 > TCPST_CLOCK_BACK ? clock->ahead / 16 :
							      TCPST_CLOCK_BACK);
}

/**
 * tcpst_clock_step() - begin, or advance a clock that is ahead of the time stamps
 * @clock: the clock
 * @stamp: present time according to the time stamps, later than before
 */
void tcpst_clock_step(struct tcpst_clock *clock, u64 stamp)
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
 * tcpst_clock_set() - account for a change of the machine's clock
 * @clock: the clock, which stands still if the machine's was set back
 * @stamp: present time according to the time stamps
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
