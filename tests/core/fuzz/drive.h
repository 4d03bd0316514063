/* SPDX-License-Identifier: GPL-2.0 */
/* Drives the machine by arbitrary octets, and checks what must always hold. */
#ifndef TCPS_FUZZ_DRIVE_H
#define TCPS_FUZZ_DRIVE_H

#include "../../../module/core/types.h"

/* Aborts, having said why, if the machine is wrong. */
void tcps_fuzz_drive(const u8 *data, size_t size);

/* What was done so far: segments, and cells of the table that were used. */
extern u64 tcps_fuzz_segments;
unsigned int tcps_fuzz_cells(void);

#endif /* TCPS_FUZZ_DRIVE_H */
