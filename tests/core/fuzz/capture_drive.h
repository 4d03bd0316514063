/* SPDX-License-Identifier: GPL-2.0 */
/* Runs the capture reader on arbitrary octets, and checks its results. */
#ifndef TCPS_FUZZ_CAPTURE_DRIVE_H
#define TCPS_FUZZ_CAPTURE_DRIVE_H

#include <stddef.h>

#include "../../../module/core/types.h"

/* Each aborts, after printing why, if something is wrong. */
void tcps_fuzz_capture(const u8 *data, size_t size);
void tcps_fuzz_frames(const u8 *data, size_t size, u64 *random);

/* Number of events, and of frames decoded, so far. */
extern u64 tcps_fuzz_events;
extern u64 tcps_fuzz_decoded;

#endif /* TCPS_FUZZ_CAPTURE_DRIVE_H */
