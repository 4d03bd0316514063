/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Sampling of data segments that no flow waits for: each segment takes its octets and a
 * charge from a credit. The segment that uses it up is sampled.
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

/* Up to this many flows are assumed to fit in the cache, where a sample costs little. */
#define TCPS_SAMPLER_CACHED 4096

/* Beyond that the sampling interval doubles with them, at most this many times. */
#define TCPS_SAMPLER_STRETCH 4

/**
 * struct tcps_sampler - the credit of one CPU
 * @left: what is left of it
 *
 * Written without protection from interrupts: a lost write only shifts a sample.
 */
struct tcps_sampler {
	int left;
};

DECLARE_PER_CPU(struct tcps_sampler, tcps_sampler);

u32 tcps_sampler_charge(unsigned int sample, unsigned int flows);
void tcps_sampler_refill(void);

/**
 * tcps_sampler_due() - is this segment to be sampled?
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
