// SPDX-License-Identifier: GPL-2.0
/* Sampling: how often, and how far apart. */
#include <kunit/test.h>
#include <linux/preempt.h>

#include "../../../module/sampler.h"

/* Size of the largest super-segment of ordinary GSO. */
#define GSO 65549U

static void set_credit(int left)
{
	raw_cpu_write(tcps_sampler.left, left);
}

/* Number of segments up to and including the sample. */
static unsigned int distance(unsigned int octets, u32 charge)
{
	unsigned int n = 1;

	while (!tcps_sampler_due(octets, charge))
		n++;
	return n;
}

/* With 1 each segment is sampled, for any credit. */
static void sampler_every(struct kunit *test)
{
	static const unsigned int flows[] = { 0, 1, 4097, 1000000, UINT_MAX };
	unsigned int i;
	u32 charge;

	preempt_disable();
	for (i = 0; i < ARRAY_SIZE(flows); i++) {
		charge = tcps_sampler_charge(1, flows[i]);
		set_credit(TCPS_CREDIT_MAX - 1);
		KUNIT_EXPECT_EQ(test, distance(0, charge), 1);
		set_credit(0);
		KUNIT_EXPECT_EQ(test, distance(GSO, charge), 1);
	}
	preempt_enable();
}

/* Empty segments: any distance up to 2 * setting - 1. */
static void sampler_range(struct kunit *test)
{
	static const unsigned int samples[] = { 2, 3, 64, 1000, 65536 };
	unsigned int i;

	preempt_disable();
	for (i = 0; i < ARRAY_SIZE(samples); i++) {
		u32 charge = tcps_sampler_charge(samples[i], 1);
		unsigned int most;

		set_credit(0);
		KUNIT_EXPECT_EQ(test, distance(0, charge), 1);
		set_credit(TCPS_CREDIT_MAX - 1);
		most = distance(0, charge);
		KUNIT_EXPECT_LE(test, most, 2 * samples[i] - 1);
		/* Charges are rounded up, by at most 1/32. */
		KUNIT_EXPECT_GE(test, most, 2 * samples[i] - 1 -
					    samples[i] / 16);
	}
	preempt_enable();
}

/* Large ones: only the octets matter, for any setting and number of flows. */
static void sampler_octets(struct kunit *test)
{
	static const unsigned int samples[] = { 2, 64, 1024, 65536 };
	static const unsigned int flows[] = { 1, 1000000 };
	unsigned int i, j;

	preempt_disable();
	for (i = 0; i < ARRAY_SIZE(samples); i++) {
		for (j = 0; j < ARRAY_SIZE(flows); j++) {
			u32 charge = tcps_sampler_charge(samples[i], flows[j]);
			unsigned int n;

			set_credit(TCPS_CREDIT_MAX - 1);
			n = distance(GSO, charge);
			KUNIT_EXPECT_LE(test, (u64)(n - 1) * GSO,
					TCPS_CREDIT_MAX);
			set_credit(TCPS_CREDIT_MAX - 1);
			n = distance(1500, charge);
			KUNIT_EXPECT_LE(test, (u64)(n - 1) * 1500,
					TCPS_CREDIT_MAX);
		}
	}
	preempt_enable();
}

static void sampler_stretch(struct kunit *test)
{
	static const struct {
		unsigned int flows;
		unsigned int times;
	} steps[] = {
		{ 0, 1 }, { 1, 1 }, { 4096, 1 }, { 4097, 2 }, { 8192, 2 },
		{ 8193, 4 }, { 16384, 4 }, { 16385, 8 }, { 32768, 8 },
		{ 32769, 16 }, { 1000000, 16 }, { UINT_MAX, 16 },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(steps); i++)
		KUNIT_EXPECT_EQ(test, tcps_sampler_charge(64, steps[i].flows),
				DIV_ROUND_UP(TCPS_CREDIT_MAX,
					     128 * steps[i].times - 1));
	/* The charge is never zero. */
	KUNIT_EXPECT_GT(test, tcps_sampler_charge(65536, UINT_MAX), 0);
}

/* On average it is the setting, and credits cover the whole range. */
static void sampler_mean(struct kunit *test)
{
	u32 charge = tcps_sampler_charge(64, 1), longest = 0;
	u64 sum = 0;
	unsigned int i;

	preempt_disable();
	for (i = 0; i < 10000; i++) {
		int left;
		u32 n;

		tcps_sampler_refill();
		left = raw_cpu_read(tcps_sampler.left);
		if (left < 0 || left >= TCPS_CREDIT_MAX)
			break;
		n = distance(0, charge);
		sum += n;
		longest = max(longest, n);
	}
	preempt_enable();
	KUNIT_EXPECT_EQ(test, i, 10000);
	/* 64 with a standard error of 37 / sqrt(10,000): six times that is 2.2. */
	KUNIT_EXPECT_GT(test, sum, 61 * 10000);
	KUNIT_EXPECT_LT(test, sum, 67 * 10000);
	KUNIT_EXPECT_EQ(test, longest, 127);
}

static struct kunit_case sampler_cases[] = {
	KUNIT_CASE(sampler_every),
	KUNIT_CASE(sampler_range),
	KUNIT_CASE(sampler_octets),
	KUNIT_CASE(sampler_stretch),
	KUNIT_CASE(sampler_mean),
	{}
};

static struct kunit_suite sampler_suite = {
	.name = "tcpstates_sampler",
	.test_cases = sampler_cases,
};
kunit_test_suite(sampler_suite);
