// SPDX-License-Identifier: GPL-2.0
/* Numbers and addresses are written as the C library writes them. */
#define PART "texts"
#include <arpa/inet.h>
#include <inttypes.h>
#include <string.h>

#include "base/address.h"
#include "base/decimal.h"
#include "check.h"
#include "text/format.h"

static bool same_number(u64 value)
{
	char text[TCPST_DECIMAL_MAX + 1], expected[TCPST_DECIMAL_MAX + 1];

	*tcpst_decimal(text, value) = '\0';
	snprintf(expected, sizeof(expected), "%" PRIu64, value);
	return !strcmp(text, expected);
}

static bool all_numbers(void)
{
	u64 power = 1, value;
	int i;

	for (value = 0; value < 100000; value++)
		if (!same_number(value))
			return false;
	for (i = 0; i < 20; i++, power *= 10)
		if (!same_number(power - 1) || !same_number(power) ||
		    !same_number(power * 12 / 10))
			return false;
	for (i = 0; i < 64; i++)
		if (!same_number(1ULL << i) || !same_number(~0ULL >> i))
			return false;
	return true;
}

static bool same_address(bool ipv6, const u8 *addr)
{
	char text[TCPST_ADDRESS_TEXT], expected[INET6_ADDRSTRLEN];
	const char *end = tcpst_address_text(text, ipv6, addr);

	inet_ntop(ipv6 ? AF_INET6 : AF_INET, addr, expected, sizeof(expected));
	return !strcmp(text, expected) && end == text + strlen(text);
}

/* Each of the eight words takes each of the values in turn. */
static bool all_ipv6(void)
{
	static const unsigned int words[] = { 0, 0xffff, 0x102, 9, 0xa0 };
	unsigned int n, i, rest;
	u8 addr[16];

	for (n = 0; n < 390625; n++) {
		for (i = 0, rest = n; i < 8; i++, rest /= 5) {
			addr[2 * i] = (u8)(words[rest % 5] >> 8);
			addr[2 * i + 1] = (u8)words[rest % 5];
		}
		if (!same_address(true, addr))
			return false;
	}
	return true;
}

static bool all_ipv4(void)
{
	unsigned int i;

	for (i = 0; i < 256; i++) {
		const u8 addr[4] = { (u8)i, (u8)(i + 1), (u8)(i + 100), (u8)(255 - i) };

		if (!same_address(false, addr))
			return false;
	}
	return true;
}

static const struct tcpst_style style;

/* As a duration, or as a size of octets. */
static bool same_scaled(u64 value, bool size)
{
	char text[TCPST_TEXT_SIZE], expected[TCPST_TEXT_SIZE];
	double unit = value < 999500 ? 1e3 : value < 999500000 ? 1e6 : 1e9, scaled;
	unsigned int i;

	if (size) {
		tcpst_format_size(text, &style, value);
		scaled = (double)value;
		for (i = 0; scaled >= 1023.5 && i < 6; i++)
			scaled /= 1024;
		snprintf(expected, sizeof(expected), "%.*f%c", scaled < 99.95, scaled,
			 "BKMGTPE"[i]);
	} else {
		tcpst_format_duration(text, &style, value);
		scaled = (double)value / unit;
		snprintf(expected, sizeof(expected), "%.*f%s",
			 scaled < 9.995 ? 2 : scaled < 99.95 ? 1 : 0, scaled,
			 value < 999500 ? "us" : value < 999500000 ? "ms" : "s");
	}
	return !strcmp(text, expected);
}

/* All short ones, and longer ones in steps that meet the middle between two neighbours. */
static bool all_scaled(bool size)
{
	u64 value, step;

	for (value = size ? 1024 : 1000; value < 3000000; value++)
		if (!same_scaled(value, size))
			return false;
	for (step = 1000; step <= (size ? 1ULL << 50 : 10000000); step *= size ? 8 : 10)
		for (value = step * 1000; value < step * 5000; value += step / 2)
			if (!same_scaled(value, size))
				return false;
	return !size || (same_scaled(~0ULL, true) && same_scaled(1ULL << 63, true));
}

int main(void)
{
	check(all_scaled(false), "durations as printf() rounds them");
	check(all_scaled(true), "sizes as printf() rounds them");
	check(all_numbers(), "numbers as printf() writes them");
	check(all_ipv4(), "addresses of IPv4 as inet_ntop() writes them");
	check(all_ipv6(), "addresses of IPv6 as inet_ntop() writes them, with :: and IPv4 inside");
	return summary();
}
