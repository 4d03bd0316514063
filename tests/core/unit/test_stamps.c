// SPDX-License-Identifier: GPL-2.0
/* Times in five octets. */
#include "../../../module/core/stamp.h"
#include "test.h"

/* The resolution of times below 2^@bit. */
static u64 step_of(unsigned int bit)
{
	unsigned int step = 0;

	while (bit > TCPS_STAMP_BITS + step)
		step += TCPS_STAMP_STEP;
	return 1ULL << step;
}

void test_stamps(void)
{
	const unsigned int bits = TCPS_STAMP_BITS + 2 * TCPS_STAMP_STEP;
	struct tcps_stamp stamp = { { 0 } };
	unsigned int bit;
	u64 ns, back = 0;

	check(!tcps_stamp_get(&stamp, &back), "never set");
	for (bit = 0; bit <= bits; bit++) {
		ns = (1ULL << bit) - 1;
		tcps_stamp_set(&stamp, ns);
		check(tcps_stamp_get(&stamp, &back), "2^%u: set", bit);
		check(back <= ns && ns - back < step_of(bit), "2^%u: exact enough", bit);
	}
	check(step_of(TCPS_STAMP_BITS) == 1, "exact at first");
	tcps_stamp_set(&stamp, ~0ULL);
	check(tcps_stamp_get(&stamp, &back) && back > 1ULL << (bits - 1),
	      "the longest time saturates");
	tcps_stamp_clear(&stamp);
	check(!tcps_stamp_get(&stamp, &back), "cleared");
	tcps_stamp_set(&stamp, 0);
	check(tcps_stamp_get(&stamp, &back) && back == 0, "zero is a time");
}
