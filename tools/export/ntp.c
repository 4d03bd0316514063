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
 * The fraction is rounded up. Most collectors cut off what is less than the unit
 * they store, and so would make 8 ms of 9 ms that had been rounded down; as it is,
 * they get back the whole nanoseconds, microseconds and milliseconds there were,
 * and those that round to the nearest nanosecond do, too. The fraction of the last
 * nanosecond of a second still fits into its 32 bits. In 2036 the seconds start
 * from zero again, as those of NTP do.
 */
u64 tcpst_ntp_from_ns(u64 ns)
{
	u64 seconds = ns / NSEC_PER_SEC + NTP_TO_UNIX;
	u64 fraction = (((ns % NSEC_PER_SEC) << 32) + NSEC_PER_SEC - 1) /
		       NSEC_PER_SEC;

	return seconds << 32 | fraction;
}
