/* SPDX-License-Identifier: GPL-2.0 */
/* Offset and drift of the clocks of two places. */
#ifndef TCPST_COMPARE_ALIGN_H
#define TCPST_COMPARE_ALIGN_H

#include <stddef.h>
#include <stdint.h>

#include "module/core/types.h"

/* Maximum drift of clocks, even while NTP slews them: 1000 ppm. */
#define TCPST_DRIFT_MAX 1e-3

struct tcpst_align;

/**
 * struct tcpst_range - a value that is known only by bounds
 * @min, @max: the bounds, ns
 * @known: both bounds are known
 */
struct tcpst_range {
	int64_t min;
	int64_t max;
	bool known;
};

struct tcpst_align *tcpst_align_make(void);
void tcpst_align_add(struct tcpst_align *align, u64 here, u64 there, bool towards);
bool tcpst_align_solve(struct tcpst_align *align);
struct tcpst_range tcpst_align_offset(const struct tcpst_align *align, u64 here);
bool tcpst_align_guess(const struct tcpst_align *align, u64 here,
		       int64_t *offset);
bool tcpst_align_drift(const struct tcpst_align *align, double *min, double *max);
struct tcpst_range tcpst_align_delay(const struct tcpst_align *align, u64 here,
				     u64 there, bool towards);
size_t tcpst_align_count(const struct tcpst_align *align);
void tcpst_align_free(struct tcpst_align *align);

#endif /* TCPST_COMPARE_ALIGN_H */
