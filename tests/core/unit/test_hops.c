// SPDX-License-Identifier: GPL-2.0
/* The origin of a RST, by its TTL. */
#include "../../../module/core/hops.h"
#include "test.h"

/* The origin of a RST of an end whose segments had these TTLs. */
static enum tcps_origin origin(u8 first, u8 second, u8 rst)
{
	struct tcps_hops hops = { .spread = 0 };

	tcps_hops_note(&hops, 1, TCPS_FLAG_SYN, first);
	tcps_hops_note(&hops, 1, TCPS_FLAG_ACK, second);
	tcps_hops_note(&hops, 1, TCPS_FLAG_RST, 7);
	tcps_hops_note(&hops, 0, TCPS_FLAG_ACK, 9);
	return tcps_hops_origin(tcps_hops_usual(&hops, 1, rst), rst);
}

void test_hops(void)
{
	check(origin(0, 0, 64) == TCPS_ORIGIN_UNKNOWN, "hops: nothing else was seen");
	check(origin(53, 53, 0) == TCPS_ORIGIN_UNKNOWN, "hops: the RST has none");
	check(origin(53, 0, 53) == TCPS_ORIGIN_SENDER, "hops: as always");
	check(origin(53, 55, 54) == TCPS_ORIGIN_SENDER, "hops: between two");
	check(origin(55, 53, 54) == TCPS_ORIGIN_SENDER, "hops: between two, turned round");
	check(origin(55, 53, 52) == TCPS_ORIGIN_ELSEWHERE, "hops: below two");
	check(origin(38, 53, 40) == TCPS_ORIGIN_UNKNOWN, "hops: they vary much");
	check(origin(54, 40, 52) == TCPS_ORIGIN_SENDER, "hops: they vary a little less");
	check(origin(53, 53, 54) == TCPS_ORIGIN_ELSEWHERE, "hops: one hop less");
	check(origin(53, 53, 52) == TCPS_ORIGIN_ELSEWHERE, "hops: one hop more");
	check(origin(53, 53, 64) == TCPS_ORIGIN_ELSEWHERE, "hops: from beside us");
	check(origin(53, 53, 117) == TCPS_ORIGIN_UNKNOWN, "hops: as far, 128 at first");
	check(origin(53, 53, 244) == TCPS_ORIGIN_UNKNOWN, "hops: as far, 255 at first");
	check(origin(64, 64, 255) == TCPS_ORIGIN_UNKNOWN, "hops: both from beside us");
	check(origin(21, 21, 53) == TCPS_ORIGIN_UNKNOWN, "hops: as far, 32 at first");
}
