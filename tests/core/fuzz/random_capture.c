// SPDX-License-Identifier: GPL-2.0
/*
 * random_capture N FILE...: runs the capture reader on captures changed at random, N in all
 * and the same in every run; each file also unchanged. The last line is "N passed, N
 * failed".
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "capture_drive.h"
#include "random.h"

#define SIZE_MAX_ 65536

struct octets {
	u8 at[SIZE_MAX_];
	u32 n;
};

static u64 state = TCPS_FUZZ_SEED;

static u32 below(u32 n)
{
	return tcps_fuzz_below(&state, n);
}

static bool load(struct octets *octets, const char *path)
{
	FILE *file = fopen(path, "rb");

	if (!file)
		return false;
	octets->n = (u32)fread(octets->at, 1, sizeof(octets->at), file);
	fclose(file);
	return true;
}

/* Boundary values, for comparisons of lengths. */
static void put_edge(struct octets *octets)
{
	static const u32 edges[] = { 0, 1, 7, 8, 0x7f, 0xff, 0xffff, 0x10000,
				     0x7fffffff, 0x80000000, 0xffffffff };
	u32 value = edges[below(sizeof(edges) / sizeof(edges[0]))];
	u32 size = 1U << below(3);

	if (octets->n > size)
		memcpy(octets->at + below(octets->n - size), &value, size);
}

static void cut_out(struct octets *octets)
{
	u32 at = below(octets->n), n = below(octets->n - at) % 64;

	memmove(octets->at + at, octets->at + at + n, octets->n - at - n);
	octets->n -= n;
}

/* Copy a piece of the file to another place. */
static void repeat(struct octets *octets)
{
	u32 from = below(octets->n), to = below(octets->n);
	u32 n = below(octets->n - from) % 256;
	u8 piece[256];

	if (octets->n + n > SIZE_MAX_)
		return;
	memcpy(piece, octets->at + from, n);
	memmove(octets->at + to + n, octets->at + to, octets->n - to);
	memcpy(octets->at + to, piece, n);
	octets->n += n;
}

static void change(struct octets *octets)
{
	u32 n = 1 + below(8);

	while (n-- && octets->n > 1) {
		switch (below(8)) {
		case 0:
			cut_out(octets);
			break;
		case 1:
			repeat(octets);
			break;
		case 2:
			if (!below(4))
				octets->n = 1 + below(octets->n);
			break;
		case 3:
		case 4:
			put_edge(octets);
			break;
		default:
			octets->at[below(octets->n)] ^= (u8)(1U << below(8));
		}
	}
}

int main(int argc, char **argv)
{
	unsigned long i, n = argc > 1 ? strtoul(argv[1], NULL, 10) : 0;
	static struct octets octets;
	int k;

	for (k = 2; k < argc; k++) {
		if (!load(&octets, argv[k]))
			break;
		tcps_fuzz_capture(octets.at, octets.n);
	}
	if (argc < 3 || k < argc) {
		fprintf(stderr, "random_capture: cannot read %s\n",
			k < argc ? argv[k] : "nothing");
		return 1;
	}
	for (i = 0; i < n; i++) {
		load(&octets, argv[2 + below((u32)argc - 2)]);
		tcps_fuzz_frames(octets.at, octets.n, &state);
		change(&octets);
		tcps_fuzz_capture(octets.at, octets.n);
	}
	printf("%llu events of %lu files, %llu frames decoded alone\n",
	       (unsigned long long)tcps_fuzz_events, n,
	       (unsigned long long)tcps_fuzz_decoded);
	printf("%lu passed, 0 failed\n", n + (unsigned long)argc - 2);
	return 0;
}
