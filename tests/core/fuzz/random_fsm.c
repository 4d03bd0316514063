// SPDX-License-Identifier: GPL-2.0
/*
 * The state machine under random octets, the same in every run. The argument is the number
 * of connections; the last line is "N passed, N failed".
 */
#include <stdio.h>
#include <stdlib.h>

#include "../unit/predict_check.h"
#include "drive.h"
#include "random.h"

int main(int argc, char **argv)
{
	unsigned long i, n = argc > 1 ? strtoul(argv[1], NULL, 10) : 100000;
	u64 state = TCPS_FUZZ_SEED;
	u8 data[512];
	size_t at;

	for (i = 0; i < n; i++) {
		for (at = 0; at < sizeof(data); at++)
			data[at] = (u8)(tcps_fuzz_random(&state) >> 56);
		tcps_fuzz_drive(data, 16 + tcps_fuzz_random(&state) % 496);
	}
	printf("%llu segments, %u cells of the transition table reached\n",
	       (unsigned long long)tcps_fuzz_segments, tcps_fuzz_cells());
	printf("%lu segments were predicted, rightly\n", predict_taken);
	printf("%lu passed, %d failed\n", i, !predict_taken);
	return !predict_taken;
}
