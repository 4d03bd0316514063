// SPDX-License-Identifier: GPL-2.0
/* Every enum value has a unique name; other numbers have none. */
#include <string.h>

#include "../../../module/core/names.h"
#include "../../../module/core/verdict.h"
#include "test.h"

static void check_names(const char *(*name)(unsigned int), unsigned int n)
{
	unsigned int i, j;

	for (i = 0; i < n; i++) {
		check(strcmp(name(i), "?"), "%u has no name", i);
		for (j = 0; j < i; j++)
			check(strcmp(name(i), name(j)), "%s: twice", name(i));
	}
	check(!strcmp(name(n), "?"), "%u is named %s", n, name(n));
	check(!strcmp(name(~0U), "?"), "the highest number has a name");
}

void test_names(void)
{
	check_names(tcps_state_name, TCPS_STATE_MAX);
	check_names(tcps_certainty_name, TCPS_CERTAINTY_MAX);
	check_names(tcps_cause_name, TCPS_CAUSE_MAX);
	check_names(tcps_end_name, TCPS_END_MAX);
	check_names(tcps_class_name, TCPS_CLASS_MAX);
	check_names(tcps_role_name, TCPS_ROLE_NONE);
	check_names(tcps_zeek_name, TCPS_ZEEK_MAX);
	check_names(tcps_stage_name, TCPS_STAGE_MAX);
	check_names(tcps_reset_name, TCPS_RESET_MAX);
}
