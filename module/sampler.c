// SPDX-License-Identifier: GPL-2.0
/* The credit that samples are drawn by: what a segment is charged. */
#include "sampler.h"

#include <linux/bitops.h>
#include <linux/math.h>
#include <linux/minmax.h>
#include <linux/random.h>

DEFINE_PER_CPU(struct tcps_sampler, tcps_sampler);

/**
 * tcps_sampler_charge() - what a segment takes besides its octets
 * @sample: one segment in this many is to be the sample, if they are empty
 * @flows:  flows of the namespace
 *
 * Credits are evenly spread below %TCPS_CREDIT_MAX. This charge divides that
 * range into 2 * @sample - 1 parts, so that as many distances, 1 to
 * 2 * @sample - 1, are equally likely. With 1 it is the whole credit: every
 * segment is a sample, however many flows there are.
 */
u32 tcps_sampler_charge(unsigned int sample, unsigned int flows)
{
	unsigned int stretch = 0;

	if (sample > 1 && flows)
		stretch = min(fls((flows - 1) / TCPS_SAMPLER_CACHED),
			      TCPS_SAMPLER_STRETCH);
	return DIV_ROUND_UP(TCPS_CREDIT_MAX, 2 * (sample << stretch) - 1);
}

/**
 * tcps_sampler_refill() - a new credit for this processor
 *
 * It is random: a fixed one could keep step with flows that take turns and
 * never see some of them. Context: any.
 */
void tcps_sampler_refill(void)
{
	raw_cpu_write(tcps_sampler.left, get_random_u32() % TCPS_CREDIT_MAX);
}
