// SPDX-License-Identifier: GPL-2.0
/* Times that collectors read from timestamps of IPFIX. */
#include <math.h>
#include <stdio.h>

#include "export/ntp.h"

#define SECOND 1000000000ULL
#define MILLISECOND 1000000ULL
#define NTP_TO_UNIX 2208988800ULL

#define NOW (1700000001 * SECOND)
/* In 2036 the seconds of NTP start from zero again. */
#define WRAP ((0x100000000ULL - NTP_TO_UNIX) * SECOND)

static unsigned int passed, failed;

static void check(bool good, const char *what)
{
	printf("%s - ntp: %s\n", good ? "ok" : "not ok", what);
	if (good)
		passed++;
	else
		failed++;
}

static u64 fraction_at(u64 ns)
{
	return tcpst_ntp_from_ns(ns) & 0xffffffffU;
}

/* Time read by a collector that truncates to @unit parts of a second. */
static u64 cut(u64 ns, u64 unit)
{
	return (fraction_at(ns) * unit) >> 32;
}

/* ... that rounds to the nearest. */
static u64 nearest(u64 ns, u64 unit)
{
	return (fraction_at(ns) * unit + 0x80000000U) >> 32;
}

/* ... that cuts off, but reckons in floating point. */
static u64 floating(u64 ns, u64 unit)
{
	return (u64)floor((double)fraction_at(ns) / 4294967296.0 * (double)unit);
}

/* Do all collectors read the nanosecond @part of a second at @second? */
static bool reads(u64 second, u64 part)
{
	u64 ns = second + part;
	u64 seconds = (ns / SECOND + NTP_TO_UNIX) & 0xffffffffU;

	return tcpst_ntp_from_ns(ns) >> 32 == seconds &&
	       cut(ns, 1000) == part / MILLISECOND &&
	       cut(ns, 1000000) == part / 1000 &&
	       cut(ns, SECOND) == part &&
	       nearest(ns, SECOND) == part &&
	       floating(ns, 1000) == part / MILLISECOND &&
	       floating(ns, 1000000) == part / 1000 &&
	       floating(ns, SECOND) == part;
}

/* A failure names the first part that is misread. */
static void check_parts(u64 second, u64 first, u64 step, const char *what)
{
	u64 part;

	for (part = first; part < SECOND; part += step) {
		if (!reads(second, part)) {
			printf("# %llu ns after second %llu: %#llx\n",
			       (unsigned long long)part,
			       (unsigned long long)(second / SECOND),
			       (unsigned long long)tcpst_ntp_from_ns(second +
								     part));
			check(false, what);
			return;
		}
	}
	check(true, what);
}

int main(void)
{
	u64 before, ns;

	check(tcpst_ntp_from_ns(0) == NTP_TO_UNIX << 32,
	      "the Unix epoch is 2208988800 s after that of NTP");
	check(tcpst_ntp_from_ns(NOW + SECOND / 2) ==
	      ((1700000001 + NTP_TO_UNIX) << 32 | 0x80000000U),
	      "half a second is half of the fraction");
	check_parts(NOW, 0, MILLISECOND, "each of the 1000 milliseconds");
	check_parts(NOW, 1, MILLISECOND, "a nanosecond after each");
	check_parts(NOW, MILLISECOND - 1, MILLISECOND,
		    "the last nanosecond of each");
	/* 5^9 ns are 2^-9 s: nothing is rounded there. */
	check_parts(NOW, 0, 1953125, "what the fraction shows exactly");
	check_parts(NOW, 1953124, 1953125, "a nanosecond before each of these");
	check_parts(NOW, 7, 9973, "nanoseconds all over the second");
	check_parts(NOW, SECOND - 1000, 1, "the last of the second");
	check_parts(WRAP - SECOND, 7, 999983, "the last second before 2036 wraps");
	check_parts(WRAP, 0, 999983, "the first after it");
	before = tcpst_ntp_from_ns(NOW - 1000);
	for (ns = NOW - 999; ns < NOW + 1000; ns++) {
		if (tcpst_ntp_from_ns(ns) <= before)
			break;
		before = tcpst_ntp_from_ns(ns);
	}
	check(ns == NOW + 1000, "each nanosecond is later than the one before");
	printf("%u passed, %u failed\n", passed, failed);
	return !!failed;
}
