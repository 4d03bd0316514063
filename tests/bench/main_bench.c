// SPDX-License-Identifier: GPL-2.0
/* Runs the parts of the benchmark named on the command line, then halts. */
#include "bench.h"

#include <linux/init.h>
#include <linux/moduleparam.h>
#include <linux/random.h>
#include <linux/reboot.h>
#include <linux/string.h>

static const struct {
	const char *name;
	int (*run)(void);
} parts[] = {
	{ "packet", bench_packet },
	{ "connection", bench_connection },
	{ "event", bench_recorder },
	{ "expiry", bench_expiry },
	{ "drop", bench_drop },
	{ "retransmit", bench_retransmit },
	{ "scale", bench_scale },
	{ "count", bench_count },
	{ "memory", bench_memory },	/* last: starts tcpstates anew */
};

static char *bench;
module_param(bench, charp, 0);
MODULE_PARM_DESC(bench, "parts to run: their names, with commas between");

module_param_named(bench_counting, bench_counting, bool, 0);
MODULE_PARM_DESC(bench_counting, "stop at marks; for icount only");

static char *bench_profiled;
module_param(bench_profiled, charp, 0);
MODULE_PARM_DESC(bench_profiled, "who is shown data segments, instead of all that");

static bool wanted(const char *part)
{
	size_t length = strlen(part);
	const char *at = bench;

	while ((at = strstr(at, part))) {
		if ((at == bench || at[-1] == ',') &&
		    (!at[length] || at[length] == ','))
			return true;
		at += length;
	}
	return false;
}

static int __init bench_run(void)
{
	static const u8 seed[64] = "for the kernel to begin with; the same in every run";
	unsigned int i;
	int err;

	if (!bench && !bench_profiled)
		return 0;
	bench_clock_init();
	/* Before that each random number is hashed anew, as on no machine that is up. */
	add_bootloader_randomness(seed, sizeof(seed));
	err = wait_for_random_bytes();
	if (!err)
		err = bench_peers_init();
	if (bench_profiled && !err)
		err = bench_profile(bench_profiled);
	for (i = 0; i < ARRAY_SIZE(parts) && !err && bench; i++) {
		if (!wanted(parts[i].name))
			continue;
		err = parts[i].run();
		if (err)
			pr_err("bench: %s failed: %d\n", parts[i].name, err);
	}
	if (!err)
		pr_info("bench: done\n");
	kernel_power_off();
	return 0;
}
late_initcall_sync(bench_run);
