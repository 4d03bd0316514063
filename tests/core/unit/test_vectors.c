// SPDX-License-Identifier: GPL-2.0
/*
 * Every vector in every way: with either side as the initiator, and with any sequence
 * numbers, also wrapping within the connection, the results must be the same. Counts the
 * rows of the table of evidence that are used; the linker wraps tcps_know_apply() with the
 * counter.
 */
#include <stdio.h>

#include "../../../module/core/know.h"
#include "../../../module/core/names.h"
#include "test.h"
#include "vectors.h"

static unsigned int hits[TCPS_EV_MAX];

bool __real_tcps_know_apply(const struct tcps_input *in, unsigned int side,
			    enum tcps_evidence evidence,
			    enum tcps_cause cause);
bool __wrap_tcps_know_apply(const struct tcps_input *in, unsigned int side,
			    enum tcps_evidence evidence,
			    enum tcps_cause cause);

bool __wrap_tcps_know_apply(const struct tcps_input *in, unsigned int side,
			    enum tcps_evidence evidence, enum tcps_cause cause)
{
	hits[evidence]++;
	return __real_tcps_know_apply(in, side, evidence, cause);
}

static bool run_way(const struct tcps_vector *vector,
		    const struct tcps_vector_way *way)
{
	struct tcps_vector_result result;

	if (tcps_vector_run(vector, way, &result))
		return true;
	check(false, "%s (%s%s, numbers + %u, + %u), line %u: %s\n    gave: %s",
	      vector->name, way->tracked ? "tracked" : "sampled",
	      way->flip ? ", sides changed" : "", way->shift[0], way->shift[1],
	      result.line, result.step, result.got);
	return false;
}

static void run_vector(const struct tcps_vector *vector)
{
	/* So that sequence numbers wrap in the handshake, or in the close. */
	static const u32 shifts[] = {
		0, 1U << 31, 0U - 1000, 0U - 1001, 0U - 1050, 0U - 5000,
		0U - 5001, 0U - 5002, 0x7fffffffU - 1001,
	};
	const unsigned int n = sizeof(shifts) / sizeof(shifts[0]);
	unsigned int i;

	for (i = 0; i < 4 * n * n; i++) {
		struct tcps_vector_way way = {
			.tracked = i & 1,
			.flip = i & 2,
			.shift = { shifts[i / 4 % n], shifts[i / 4 / n] },
		};

		if (vector->modes & (way.tracked ? TCPS_VECTOR_TRACKED :
						   TCPS_VECTOR_SAMPLED) &&
		    !run_way(vector, &way))
			return;
	}
	check(true, "%s", vector->name);
}

void test_vectors(void)
{
	static const struct {
		const char *name;
		const struct tcps_vector *vectors;
		unsigned int n;
	} sets[] = TCPS_VECTOR_SETS;
	unsigned int set, i, evidence;

	for (set = 0; set < sizeof(sets) / sizeof(sets[0]); set++)
		for (i = 0; i < sets[set].n; i++)
			run_vector(&sets[set].vectors[i]);

	for (evidence = 0; evidence < TCPS_EV_MAX; evidence++)
		check(hits[evidence], "no vector reaches evidence %u: %s",
		      evidence, tcps_know_table[evidence].reason);
}
