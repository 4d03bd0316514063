// SPDX-License-Identifier: GPL-2.0
/* The state machine under libFuzzer. */
#include "drive.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t size);

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	tcps_fuzz_drive(data, size);
	return 0;
}
