// SPDX-License-Identifier: GPL-2.0
/* The table of evidence is well formed; the state of a connection stays small. */
#include <string.h>

#include "../../../module/core/fsm.h"
#include "../../../module/core/know.h"
#include "test.h"

void test_table(void)
{
	unsigned int evidence;

	for (evidence = 0; evidence < TCPS_EV_MAX; evidence++) {
		const struct tcps_cell *cell = &tcps_know_table[evidence];

		check(cell->raise || cell->lower || cell->disprove,
		      "evidence %u has an effect", evidence);
		check(!cell->raise || !(cell->lower | cell->disprove),
		      "evidence %u has one effect", evidence);
		check(cell->certainty < TCPS_CERTAINTY_MAX,
		      "evidence %u: certainty", evidence);
		check(cell->reason && strchr(cell->reason, ' '),
		      "evidence %u: reason", evidence);
	}
	check(sizeof(void *) > 8 || sizeof(struct tcps_conn) <= 136,
	      "a connection takes %zu octets", sizeof(struct tcps_conn));
}
