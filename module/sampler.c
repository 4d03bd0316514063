// SPDX-License-Identifier: GPL-2.0
/* Sampling: the credit, and the charge of a segment. */
#include "sampler.h"

#include <linux/bitops.h>
#include <linux/math.h>
#include <linux/minmax.h>
#include <linux/random.h>

DEFINE_PER_CPU(struct tcps_sampler, tcps_sampler);

/**
 * tcps_sampler_charge() - charge of a segment in addition to its octets
 * @sample: sampling rate: one segment in this many, if they are empty
 * @flows:  flows of the namespace
 *
 * Credits are evenly spread below %TCPS_CREDIT_MAX. This charge divides that
 * range into 2 * @sample - 1 parts, so that as many distances, 1 to
 * 2 * @sample - 1, are equally likely. For 1 it is the whole credit: every segment is
 * sampled, for any number of flows.
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
 * tcps_sampler_refill() - set a new credit for this CPU
 *
 * It is random: a fixed one could be in step with flows that alternate, and never sample
 * some of them. Context: any.
 */
void tcps_sampler_refill(void)
{
	raw_cpu_write(tcps_sampler.left, get_random_u32() % TCPS_CREDIT_MAX);
}
