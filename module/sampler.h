/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Which data segments are looked at although no flow waits for them: a credit that
 * each segment takes its octets from, and a charge. The segment that uses it up is the
 * sample.
 */
#ifndef TCPS_SAMPLER_H
#define TCPS_SAMPLER_H

#include <linux/percpu.h>
#include <linux/types.h>

/*
 * Maximum of a credit; its average is half of that. So at most 4 MiB pass between two
 * samples. A flow that shares its processor with others is sampled once per 2 MiB of
 * its own on average, 32 times in the 64 MiB that a position may jump
 * (TCPS_UNSEEN_MAX), however large its segments.
 */
#define TCPS_CREDIT_MAX (4U << 20)

/* Up to this many flows are assumed to be in the cache, where a sample costs little. */
#define TCPS_SAMPLER_CACHED 4096

/* Beyond that the distance doubles as they do, but not more often than this. */
#define TCPS_SAMPLER_STRETCH 4

/**
 * struct tcps_sampler - the credit of one processor
 * @left: of it
 *
 * Written without care for interruptions: a write that gets lost moves a
 * sample, nothing else.
 */
struct tcps_sampler {
	int left;
};

DECLARE_PER_CPU(struct tcps_sampler, tcps_sampler);

u32 tcps_sampler_charge(unsigned int sample, unsigned int flows);
void tcps_sampler_refill(void);

/**
 * tcps_sampler_due() - is this segment the sample?
 * @octets: of its packet; 2^20 at most, as of any buffer
 * @charge: tcps_sampler_charge()
 *
 * Context: any. The caller then calls tcps_sampler_refill().
 */
static __always_inline bool tcps_sampler_due(unsigned int octets, u32 charge)
{
	return raw_cpu_sub_return(tcps_sampler.left, octets + charge) < 0;
}

#endif /* TCPS_SAMPLER_H */
