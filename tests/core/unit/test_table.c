// SPDX-License-Identifier: GPL-2.0
/* The transition table is well formed; the record of a flow stays small. */
#include <string.h>

#include "../../../module/core/fsm.h"
#include "../../../module/core/table.h"
#include "test.h"

void test_table(void)
{
	unsigned int state, event;

	for (state = 0; state < TCPS_STATE_MAX; state++)
		for (event = 0; event < TCPS_EVENT_MAX; event++) {
			const struct tcps_cell *cell = &tcps_table[state][event];

			if (!cell->defined)
				continue;
			check(cell->next < TCPS_STATE_MAX, "%u %u: state",
			      state, event);
			check(cell->certainty < TCPS_CERTAINTY_MAX,
			      "%u %u: certainty", state, event);
			check(cell->reason && strchr(cell->reason, ' '),
			      "%u %u: reason", state, event);
			check(!cell->retract || cell->next != state,
			      "%u %u: takes nothing back", state, event);
		}
	check(sizeof(void *) > 8 || sizeof(struct tcps_conn) <= 136,
	      "a connection takes %zu octets", sizeof(struct tcps_conn));
}
