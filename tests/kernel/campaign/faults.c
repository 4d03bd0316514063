// SPDX-License-Identifier: GPL-2.0
/*
 * Parameters of the module that select which of the calls listed by faults.h fail:
 *
 *   fault_nth    the n-th of them from now on, whoever makes it, and then none: 0
 *                reports that it has
 *   fault_each   every n-th of each call, while it is not 0
 *
 * The kernel log names each call when it fails for the first time.
 */
#include <linux/module.h>
#include <linux/moduleparam.h>

static atomic_t fault_nth;
module_param_named(fault_nth, fault_nth.counter, int, 0644);
MODULE_PARM_DESC(fault_nth, "fail the n-th allocation from now on");

static unsigned int fault_each;
module_param(fault_each, uint, 0644);
MODULE_PARM_DESC(fault_each, "fail every n-th call of each allocation");

/**
 * tcps_fault_now() - does this call fail?
 * @fault: the call
 *
 * Any context.
 */
bool tcps_fault_now(struct tcps_fault *fault)
{
	unsigned int each = READ_ONCE(fault_each);
	unsigned int call = atomic_inc_return(&fault->calls);
	bool fails = atomic_dec_if_positive(&fault_nth) == 0;

	fails |= each && call % each == 0;
	if (fails && !test_and_set_bit(0, &fault->failed))
		pr_info("fault: %s:%d\n", fault->file, fault->line);
	return fails;
}
