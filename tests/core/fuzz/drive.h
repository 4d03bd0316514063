/* SPDX-License-Identifier: GPL-2.0 */
/* Drives the state machine by arbitrary octets, and checks its invariants. */
#ifndef TCPS_FUZZ_DRIVE_H
#define TCPS_FUZZ_DRIVE_H

#include "../../../module/core/types.h"

/* Aborts, after printing why, if the state machine is wrong. */
void tcps_fuzz_drive(const u8 *data, size_t size);

/* Segments so far, and cells of the table that were used. */
extern u64 tcps_fuzz_segments;
unsigned int tcps_fuzz_cells(void);

#endif /* TCPS_FUZZ_DRIVE_H */
