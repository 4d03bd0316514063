// SPDX-License-Identifier: GPL-2.0
/* The capture reader under libFuzzer. */
#include "capture_drive.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t size);

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	tcps_fuzz_capture(data, size);
	return 0;
}
