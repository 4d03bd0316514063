// SPDX-License-Identifier: GPL-2.0
/* The state machine's test vectors as text: a line with the name, then the script. */
#include <stdio.h>

#include "../unit/vectors.h"

int main(void)
{
	static const struct {
		const char *name;
		const struct tcps_vector *vectors;
		unsigned int n;
	} sets[] = TCPS_VECTOR_SETS;
	unsigned int set, i;

	for (set = 0; set < sizeof(sets) / sizeof(sets[0]); set++)
		for (i = 0; i < sets[set].n; i++)
			if (sets[set].vectors[i].modes & TCPS_VECTOR_TRACKED)
				printf("== %s_%s\n%s", sets[set].name,
				       sets[set].vectors[i].name,
				       sets[set].vectors[i].script);
	return 0;
}
