// SPDX-License-Identifier: GPL-2.0
/*
 * dateTimeNanoseconds of IPFIX (RFC 7011 section 6.1.10) is the timestamp of NTP:
 * seconds since 1900, and a fraction of a second in units of 2^-32 s, which are
 * shorter than a nanosecond.
 */
#include "export/ntp.h"

#define NSEC_PER_SEC 1000000000U

/* Seconds from 1900 to 1970. */
#define NTP_TO_UNIX 2208988800U

/**
 * tcpst_ntp_from_ns() - the timestamp of NTP at @ns since the Unix epoch
 *
 * The fraction is rounded up. Most collectors truncate to the unit that they store,
 * and so would turn 9 ms that was rounded down into 8 ms; with rounding up,
 * they get the original whole nanoseconds, microseconds and milliseconds, and so do
 * those that round to the nearest nanosecond. The fraction of the last
 * nanosecond of a second still fits into 32 bits. In 2036 the seconds wrap to
 * zero, as those of NTP do.
 */
u64 tcpst_ntp_from_ns(u64 ns)
{
	u64 seconds = ns / NSEC_PER_SEC + NTP_TO_UNIX;
	u64 fraction = (((ns % NSEC_PER_SEC) << 32) + NSEC_PER_SEC - 1) /
		       NSEC_PER_SEC;

	return seconds << 32 | fraction;
}
