// SPDX-License-Identifier: GPL-2.0
/*
 * hungry: takes all memory, until the kernel kills it. Before that the kernel calls all
 * shrinkers, and it kills no other process.
 */
#include <err.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#define CHUNK (1 << 20)

int main(void)
{
	long page = sysconf(_SC_PAGESIZE);
	FILE *adjust = fopen("/proc/self/oom_score_adj", "w");

	if (!adjust || fputs("1000", adjust) < 0 || fclose(adjust))
		err(1, "oom_score_adj");
	for (;;) {
		char *chunk = mmap(NULL, CHUNK, PROT_READ | PROT_WRITE,
				   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

		if (chunk == MAP_FAILED)
			err(1, "mmap");
		for (long at = 0; at < CHUNK; at += page)
			chunk[at] = 1;
	}
}
