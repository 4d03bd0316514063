// SPDX-License-Identifier: GPL-2.0
/* Time, memory, and the lines the figures are reported on. */
#include "bench.h"

#include <linux/gfp.h>
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/sort.h>
#include <linux/vmstat.h>

/* Nanoseconds a cycle, times 2^32. */
static u64 ns_per_cycle;

void bench_clock_init(void)
{
	u64 cycles = bench_cycles(), ns = ktime_get_ns();

	while (ktime_get_ns() - ns < 200 * NSEC_PER_MSEC)
		cpu_relax();
	cycles = bench_cycles() - cycles;
	ns = ktime_get_ns() - ns;
	ns_per_cycle = div64_u64(ns << 32, cycles);
}

u64 bench_ns(u64 cycles)
{
	return mul_u64_u64_shr(cycles, ns_per_cycle, 32);
}

u64 bench_free_bytes(void)
{
	bench_rcu_callbacks();
	drain_all_pages(NULL);
	return (u64)global_zone_page_state(NR_FREE_PAGES) << PAGE_SHIFT;
}

/* @value is in units of 10^-@decimals. */
void bench_report(const char *name, u64 value, unsigned int decimals)
{
	u32 scale = decimals == 2 ? 100 : 1;
	u32 rest;
	u64 whole = div_u64_rem(value, scale, &rest);

	if (decimals)
		pr_info("bench: %s %llu.%02u\n", name, whole, rest);
	else
		pr_info("bench: %s %llu\n", name, whole);
}

static int compare(const void *a, const void *b)
{
	u32 x = *(const u32 *)a, y = *(const u32 *)b;

	return x < y ? -1 : x > y;
}

/*
 * The mean of @n times without the slowest fiftieth, which is when the host
 * gave the processor to somebody else. Return: hundredths of ns for each of
 * the @each things done in one of these times.
 */
u64 bench_mean_x100(u32 *cycles, unsigned int n, unsigned int each)
{
	unsigned int i, used = n - n / 50;
	u64 sum = 0;

	sort(cycles, n, sizeof(*cycles), compare, NULL);
	for (i = 0; i < used; i++)
		sum += cycles[i];
	return div_u64(bench_ns(sum * 100), used * each);
}
