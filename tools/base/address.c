// SPDX-License-Identifier: GPL-2.0
/* IP addresses as text. */
#include "base/address.h"

#include <string.h>

#include "base/decimal.h"

#define WORDS 8

static char *put_ipv4(char *at, const u8 *addr)
{
	unsigned int i;

	for (i = 0; i < 4; i++) {
		at = tcpst_decimal(at, addr[i]);
		*at++ = '.';
	}
	return at - 1;
}

static char *put_hex(char *at, unsigned int word)
{
	static const char digits[] = "0123456789abcdef";
	int shift = word > 0xfff ? 12 : word > 0xff ? 8 : word > 0xf ? 4 : 0;

	for (; shift >= 0; shift -= 4)
		*at++ = digits[word >> shift & 15];
	return at;
}

/* The first of the longest runs of zeroes; its length is 0 if none has two words. */
static unsigned int longest_run(const unsigned int word[WORDS], unsigned int *length)
{
	unsigned int first = 0, i, run = 0;

	*length = 1;
	for (i = 0; i < WORDS; i++) {
		run = word[i] ? 0 : run + 1;
		if (run > *length) {
			*length = run;
			first = i + 1 - run;
		}
	}
	if (*length < 2)
		*length = 0;
	return first;
}

/* Does the address end with one of IPv4 (RFC 4291 section 2.5.5)? */
static bool has_ipv4(const unsigned int word[WORDS], unsigned int first,
		     unsigned int length)
{
	return !first && (length == 6 || (length == 5 && word[5] == 0xffff));
}

static char *put_ipv6(char *at, const u8 *addr)
{
	unsigned int word[WORDS], first, length, i;

	for (i = 0; i < WORDS; i++)
		word[i] = (unsigned int)addr[2 * i] << 8 | addr[2 * i + 1];
	first = longest_run(word, &length);
	for (i = 0; i < WORDS; i++) {
		if (length && i == first) {
			*at++ = ':';
			i += length - 1;
			if (i == WORDS - 1)
				*at++ = ':';
			continue;
		}
		if (i)
			*at++ = ':';
		if (i == 6 && has_ipv4(word, first, length))
			return put_ipv4(at, addr + 12);
		at = put_hex(at, word[i]);
	}
	return at;
}

/**
 * tcpst_address_text() - write an address (RFC 5952)
 * @text: set; %TCPST_ADDRESS_TEXT octets
 * @ipv6: its family
 * @addr: 4 or 16 octets, in network byte order
 *
 * Return: the end of the text, where its NUL is.
 */
char *tcpst_address_text(char *text, bool ipv6, const u8 *addr)
{
	char *end = ipv6 ? put_ipv6(text, addr) : put_ipv4(text, addr);

	*end = '\0';
	return end;
}
