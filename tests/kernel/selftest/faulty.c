// SPDX-License-Identifier: GPL-2.0
/*
 * A module with every kind of mistake that tests/kernel/kunit/run.sh must detect, one at a
 * time, selected by the parameter. It tests the tests.
 */
#include <kunit/test.h>
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>

static char *fault = "none";
module_param(fault, charp, 0);

static bool fault_is(const char *name)
{
	return !strcmp(fault, name);
}

static void faulty_assertion(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, 2 + 2, fault_is("assertion") ? 5 : 4);
}

static void faulty_leak(struct kunit *test)
{
	void *lost = fault_is("leak") ? kmalloc(123, GFP_KERNEL) : NULL;

	OPTIMIZER_HIDE_VAR(lost);
}

static DEFINE_MUTEX(lock_a);
static DEFINE_MUTEX(lock_b);

static void faulty_lock_order(struct kunit *test)
{
	mutex_lock(&lock_a);
	mutex_lock(&lock_b);
	mutex_unlock(&lock_b);
	mutex_unlock(&lock_a);
	if (!fault_is("lock-order"))
		return;
	mutex_lock(&lock_b);
	mutex_lock(&lock_a);
	mutex_unlock(&lock_a);
	mutex_unlock(&lock_b);
}

static DEFINE_SPINLOCK(lock_c);

static void faulty_sleep(struct kunit *test)
{
	if (!fault_is("sleep"))
		return;
	spin_lock(&lock_c);
	msleep(20);
	spin_unlock(&lock_c);
}

static void faulty_bounds(struct kunit *test)
{
	char *buffer = kunit_kzalloc(test, 20, GFP_KERNEL);
	size_t end = 20;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, buffer);
	OPTIMIZER_HIDE_VAR(end);
	if (fault_is("bounds"))
		WRITE_ONCE(buffer[end], 1);
}

static void faulty_shift(struct kunit *test)
{
	int distance = fault_is("shift") ? 40 : 4;

	OPTIMIZER_HIDE_VAR(distance);
	KUNIT_EXPECT_NE(test, 1 << distance, 12345);
}

static void faulty_warning(struct kunit *test)
{
	WARN_ON(fault_is("warning"));
}

static void faulty_crash(struct kunit *test)
{
	int *nowhere = NULL;

	OPTIMIZER_HIDE_VAR(nowhere);
	if (fault_is("crash"))
		WRITE_ONCE(*nowhere, 1);
}

static void faulty_hang(struct kunit *test)
{
	if (!fault_is("hang"))
		return;
	preempt_disable();
	while (fault_is("hang"))
		cpu_relax();
	preempt_enable();
}

static void faulty_wait(struct kunit *test)
{
	DECLARE_COMPLETION_ONSTACK(never);

	if (fault_is("wait"))
		wait_for_completion(&never);
}

static struct kunit_case faulty_cases[] = {
	KUNIT_CASE(faulty_assertion),
	KUNIT_CASE(faulty_leak),
	KUNIT_CASE(faulty_lock_order),
	KUNIT_CASE(faulty_sleep),
	KUNIT_CASE(faulty_bounds),
	KUNIT_CASE(faulty_shift),
	KUNIT_CASE(faulty_warning),
	KUNIT_CASE(faulty_crash),
	KUNIT_CASE(faulty_hang),
	KUNIT_CASE(faulty_wait),
	{}
};

static struct kunit_suite faulty_suite = {
	.name = "faulty",
	.test_cases = faulty_cases,
};
kunit_test_suite(faulty_suite);

static const int squares[] = { 1, 4, 9 };
KUNIT_ARRAY_PARAM(square, squares, NULL);

static void faulty_parameter(struct kunit *test)
{
	const int *square = test->param_value;

	KUNIT_EXPECT_NE(test, *square, fault_is("parameter") ? 4 : 0);
}

static struct kunit_case faulty_parameter_cases[] = {
	KUNIT_CASE_PARAM(faulty_parameter, square_gen_params),
	{}
};

static int faulty_suite_init(struct kunit_suite *suite)
{
	return fault_is("suite-init") ? -EINVAL : 0;
}

static struct kunit_suite faulty_parameter_suite = {
	.name = "faulty_parameter",
	.suite_init = faulty_suite_init,
	.test_cases = faulty_parameter_cases,
};
kunit_test_suite(faulty_parameter_suite);

static void *kept;

/* Not in init, so that its name is still known after unloading. */
static noinline int faulty_keep(void)
{
	kept = kzalloc(321, GFP_KERNEL);
	return kept ? 0 : -ENOMEM;
}

static int __init faulty_init(void)
{
	int err;

	if (fault_is("init"))
		return -EINVAL;
	err = faulty_keep();
	if (err)
		return err;
	if (fault_is("busy"))
		__module_get(THIS_MODULE);
	return 0;
}

static void __exit faulty_exit(void)
{
	/* Until now a pointer in the module referred to it. */
	if (!fault_is("leak-at-exit"))
		kfree(kept);
}

module_init(faulty_init);
module_exit(faulty_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Mistakes for the tests to find");
