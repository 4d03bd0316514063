// SPDX-License-Identifier: GPL-2.0
/* Numbers in decimal, two digits at a time. */
#include "base/decimal.h"

static void put_pair(char *at, u32 pair)
{
	at[0] = (char)('0' + pair / 10);
	at[1] = (char)('0' + pair % 10);
}

/* Number of digits: from the highest bit, and the power of ten that it may be below. */
static unsigned int digits_of(u64 value)
{
	static const u64 powers[] = {
		0, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000,
		1000000000, 10000000000, 100000000000, 1000000000000,
		10000000000000, 100000000000000, 1000000000000000,
		10000000000000000, 100000000000000000, 1000000000000000000,
		10000000000000000000ULL,
	};
	unsigned int bits = 64 - (unsigned int)__builtin_clzll(value | 1);
	unsigned int guess = bits * 1233 >> 12;		/* bits * log 2 */

	return guess + (value >= powers[guess]);
}

/* Eight digits, by halves that do not depend on each other. */
static void put_eight(char *at, u32 value)
{
	u32 high = value / 10000, low = value % 10000;

	put_pair(at, high / 100);
	put_pair(at + 2, high % 100);
	put_pair(at + 4, low / 100);
	put_pair(at + 6, low % 100);
}

/**
 * tcpst_decimal() - write a number
 * @at:    where to; up to %TCPST_DECIMAL_MAX characters are written, and no NUL
 * @value: the number
 *
 * Return: the place after its last digit.
 */
char *tcpst_decimal(char *at, u64 value)
{
	char *end, *digit;
	u32 rest;

	if (value < 10) {
		*at = (char)('0' + value);
		return at + 1;
	}
	digit = end = at + digits_of(value);
	while (value >= 100000000) {
		digit -= 8;
		put_eight(digit, (u32)(value % 100000000));
		value /= 100000000;
	}
	rest = (u32)value;
	while (rest >= 100) {
		digit -= 2;
		put_pair(digit, rest % 100);
		rest /= 100;
	}
	if (rest >= 10)
		put_pair(digit - 2, rest);
	else
		digit[-1] = (char)('0' + rest);
	return end;
}
