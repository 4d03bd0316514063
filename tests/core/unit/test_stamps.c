// SPDX-License-Identifier: GPL-2.0
/* Times in six octets. */
#include "../../../module/core/stamp.h"
#include "test.h"

void test_stamps(void)
{
	struct tcps_stamp stamp = { { 0 } };
	unsigned int bit;
	u64 ns, back;

	check(!tcps_stamp_get(&stamp, &back), "never set");
	for (bit = 0; bit < 62; bit++) {
		ns = (1ULL << bit) - 1;
		tcps_stamp_set(&stamp, ns);
		check(tcps_stamp_get(&stamp, &back), "2^%u: set", bit);
		if (bit <= TCPS_STAMP_BITS)
			check(back == ns, "2^%u: exact", bit);
		else
			check(back <= ns && ns - back < 1 << TCPS_STAMP_COARSE,
			      "2^%u: coarse", bit);
	}
	tcps_stamp_set(&stamp, ~0ULL);
	check(tcps_stamp_get(&stamp, &back) && back > 1ULL << 61,
	      "the longest time saturates");
	tcps_stamp_clear(&stamp);
	check(!tcps_stamp_get(&stamp, &back), "cleared");
	tcps_stamp_set(&stamp, 0);
	check(tcps_stamp_get(&stamp, &back) && back == 0, "zero is a time");
}
