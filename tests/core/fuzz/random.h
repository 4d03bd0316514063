/* SPDX-License-Identifier: GPL-2.0 */
/* Random octets, the same in every run. */
#ifndef TCPS_FUZZ_RANDOM_H
#define TCPS_FUZZ_RANDOM_H

#include "../../../module/core/types.h"

/** tcps_fuzz_random() - xorshift64* (Vigna 2016): not for secrets */
static inline u64 tcps_fuzz_random(u64 *state)
{
	*state ^= *state >> 12;
	*state ^= *state << 25;
	*state ^= *state >> 27;
	return *state * 0x2545f4914f6cdd1dULL;
}

/** tcps_fuzz_below() - a random number less than @n, which is not 0 */
static inline u32 tcps_fuzz_below(u64 *state, u32 n)
{
	return (u32)(tcps_fuzz_random(state) >> 32) % n;
}

#define TCPS_FUZZ_SEED 0x9e3779b97f4a7c15ULL

#endif /* TCPS_FUZZ_RANDOM_H */
