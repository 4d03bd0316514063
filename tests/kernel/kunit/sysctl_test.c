// SPDX-License-Identifier: GPL-2.0
/* Sysctls: defaults, the limits of each range, and values beyond. */
#include <kunit/test.h>
#include <linux/sysctl.h>

#include "../../../module/compat.h"
#include "../../../module/hooks.h"
#include "../../../module/observer.h"
#include "../../../module/pages.h"
#include "../../../module/ring.h"
#include "../../../module/sampler.h"
#include "../../../module/sysctl.h"

static int set(struct ctl_table *table, const char *value)
{
	char text[32];
	size_t len = strscpy(text, value, sizeof(text));
	loff_t pos = 0;

	return table->proc_handler(table, 1, text, &len, &pos);
}

static const char *get(struct kunit *test, struct ctl_table *table)
{
	char *text = kunit_kzalloc(test, 32, GFP_KERNEL);
	size_t len = 31;
	loff_t pos = 0;

	KUNIT_ASSERT_NOT_NULL(test, text);
	KUNIT_ASSERT_EQ(test, table->proc_handler(table, 0, text, &len, &pos),
			0);
	return strim(text);
}

static const struct limits {
	const char *name;
	const char *normal;
	const char *low;
	const char *below;
	const char *high;
	const char *above;
} all_limits[] = {
	{ "max_flows", "262144", "1", "0", "16777216", "16777217" },
	{ "max_half_open", "65536", "1", "0", "16777216", "16777217" },
	{ "max_dropped", "1024", "0", "-1", "16777216", "16777217" },
	{ "timeout_half_open", "120", "1", "0" },
	{ "timeout_established", "432000", "1", "0" },
	{ "timeout_fin", "240", "1", "0" },
	{ "timeout_half_closed", "43200", "1", "0" },
	{ "timeout_time_wait", "60", "1", "0" },
	{ "timeout_closed", "60", "1", "0" },
	{ "sample", "64", "1", "0", "65536", "65537" },
	{ "accounting", "0", "0", "-1", "1", "2" },
	{ "drops", "0", "0", "-1", "1", "2" },
	{ "retransmits", "0", "0", "-1", "1", "2" },
	{ "enabled", "1", "0", "-1", "1", "2" },
	{ "recorder_records", "16384", "1024", "1023", "1048576", "1048577" },
};

static struct ctl_table *find(const char *name)
{
	struct ctl_table_header *header =
		tcps_observer_of(&init_net)->sysctl;
	struct ctl_table *table =
		(struct ctl_table *)header->ctl_table_arg;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(all_limits); i++)
		if (!strcmp(table[i].procname, name))
			return &table[i];
	return NULL;
}

static void limits_name(const struct limits *limits, char *name)
{
	strscpy(name, limits->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(limit, all_limits, limits_name);

static void sysctl_range(struct kunit *test)
{
	const struct limits *param = test->param_value;
	struct ctl_table *table = find(param->name);
	char limit[16], above[16];
	const char *high = param->high, *beyond = param->above;

	/* The limit of all recorders may be lower (run.sh). */
	if (!strcmp(param->name, "recorder_records")) {
		unsigned long most = tcps_pages_limit(false) *
				     TCPS_RING_SLOTS_PER_PAGE;

		KUNIT_ASSERT_LT(test, most, TCPS_RECORDS_MAX);
		KUNIT_ASSERT_NOT_NULL(test, table);
		KUNIT_EXPECT_EQ(test, set(table, high), -EINVAL);
		snprintf(limit, sizeof(limit), "%lu", rounddown_pow_of_two(most));
		high = limit;
	}
	if (!high) {
		snprintf(limit, sizeof(limit), "%u", TCPS_TIMEOUT_LIMIT);
		snprintf(above, sizeof(above), "%u", TCPS_TIMEOUT_LIMIT + 1);
		high = limit;
		beyond = above;
	}
	KUNIT_ASSERT_NOT_NULL(test, table);
	KUNIT_EXPECT_STREQ(test, get(test, table), param->normal);
	KUNIT_EXPECT_EQ(test, set(table, param->low), 0);
	KUNIT_EXPECT_STREQ(test, get(test, table), param->low);
	KUNIT_EXPECT_NE(test, set(table, param->below), 0);
	KUNIT_EXPECT_STREQ(test, get(test, table), param->low);
	KUNIT_EXPECT_EQ(test, set(table, high), 0);
	KUNIT_EXPECT_STREQ(test, get(test, table), high);
	KUNIT_EXPECT_NE(test, set(table, beyond), 0);
	KUNIT_EXPECT_NE(test, set(table, "4294967296"), 0);
	KUNIT_EXPECT_NE(test, set(table, "many"), 0);
	KUNIT_EXPECT_STREQ(test, get(test, table), high);
	KUNIT_EXPECT_EQ(test, set(table, param->normal), 0);
	KUNIT_EXPECT_STREQ(test, get(test, table), param->normal);
	KUNIT_EXPECT_EQ(test, table->mode, 0644);
}

/* Each timeout is found by its name, in any position. */
static void sysctl_timeouts_apart(struct kunit *test)
{
	struct tcps_observer *observer = tcps_observer_of(&init_net);
	static const char *const names[TCPS_CLASS_MAX] = {
		"timeout_half_open", "timeout_established", "timeout_fin",
		"timeout_half_closed", "timeout_time_wait", "timeout_closed",
	};
	unsigned int class, old;

	for (class = 0; class < TCPS_CLASS_MAX; class++) {
		char text[16];

		old = observer->settings.timeout[class];
		KUNIT_EXPECT_EQ(test, set(find(names[class]), "77"), 0);
		KUNIT_EXPECT_EQ(test, observer->settings.timeout[class], 77);
		snprintf(text, sizeof(text), "%u", old);
		set(find(names[class]), text);
	}
}

/* A new sampling rate takes effect at once. */
static void sysctl_sample_charges(struct kunit *test)
{
	struct tcps_observer *observer = tcps_observer_of(&init_net);
	struct ctl_table *table = find("sample");

	KUNIT_EXPECT_EQ(test, set(table, "1"), 0);
	KUNIT_EXPECT_EQ(test, observer->charge, TCPS_CREDIT_MAX);
	KUNIT_EXPECT_EQ(test, set(table, "64"), 0);
	KUNIT_EXPECT_EQ(test, observer->charge,
			DIV_ROUND_UP(TCPS_CREDIT_MAX, 127));
}

/* An unprivileged namespace cannot set timeouts above the default, nor memory limits. */
static void sysctl_unprivileged_ceilings(struct kunit *test)
{
	struct tcps_observer *observer = kunit_kzalloc(test, sizeof(*observer),
						       GFP_KERNEL);
	struct user_namespace *user = kunit_kzalloc(test, sizeof(*user),
						    GFP_KERNEL);
	struct net *net = kunit_kzalloc(test, sizeof(*net), GFP_KERNEL);
	const struct ctl_table *table;
	unsigned int i;

	KUNIT_ASSERT_NOT_NULL(test, observer);
	KUNIT_ASSERT_NOT_NULL(test, user);
	KUNIT_ASSERT_NOT_NULL(test, net);
	net->user_ns = user;
	observer->net = net;
	tcps_settings_init(&observer->settings, true);
	table = tcps_sysctl_table(observer);
	KUNIT_ASSERT_NOT_NULL(test, table);
	for (i = 0; i < 12; i++) {
		if (strstarts(table[i].procname, "timeout_"))
			KUNIT_EXPECT_EQ_MSG(test,
					    *(unsigned int *)table[i].extra2,
					    *(unsigned int *)table[i].data,
					    "%s", table[i].procname);
		else if (strcmp(table[i].procname, "accounting"))
			KUNIT_EXPECT_EQ_MSG(test, table[i].mode, 0444, "%s",
					    table[i].procname);
	}
	kfree(table);
}

static void sysctl_records_rounded(struct kunit *test)
{
	struct tcps_observer *observer = tcps_observer_of(&init_net);
	struct ctl_table *table = find("recorder_records");

	KUNIT_EXPECT_EQ(test, set(table, "1025"), 0);
	KUNIT_EXPECT_STREQ(test, get(test, table), "2048");
	KUNIT_EXPECT_EQ(test, observer->recorder.want, 2048);
	KUNIT_EXPECT_EQ(test, set(table, "16384"), 0);
}

static bool accounting_key(void)
{
	return static_key_enabled(&tcps_hooks_accounting.key);
}

static void sysctl_accounting_key(struct kunit *test)
{
	struct ctl_table *table = find("accounting");

	KUNIT_EXPECT_FALSE(test, accounting_key());
	KUNIT_EXPECT_EQ(test, set(table, "1"), 0);
	KUNIT_EXPECT_EQ(test, set(table, "1"), 0);
	KUNIT_EXPECT_TRUE(test, accounting_key());
	KUNIT_EXPECT_EQ(test, set(table, "0"), 0);
	/* Code is patched with a delay, so at most once per second. */
	KUNIT_EXPECT_EQ(test, accounting_key(), IS_ENABLED(CONFIG_JUMP_LABEL));
	KUNIT_EXPECT_EQ(test, set(table, "1"), 0);
	KUNIT_EXPECT_EQ(test, set(table, "0"), 0);
	tcps_hooks_exit();
	KUNIT_EXPECT_FALSE(test, accounting_key());
	KUNIT_EXPECT_EQ(test, set(table, "0"), 0);
}

static struct kunit_case sysctl_cases[] = {
	KUNIT_CASE_PARAM(sysctl_range, limit_gen_params),
	KUNIT_CASE(sysctl_timeouts_apart),
	KUNIT_CASE(sysctl_sample_charges),
	KUNIT_CASE(sysctl_unprivileged_ceilings),
	KUNIT_CASE(sysctl_records_rounded),
	KUNIT_CASE(sysctl_accounting_key),
	{}
};

static struct kunit_suite sysctl_suite = {
	.name = "tcpstates_sysctl",
	.test_cases = sysctl_cases,
};
kunit_test_suite(sysctl_suite);
