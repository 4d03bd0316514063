// SPDX-License-Identifier: GPL-2.0
/* ADDRESS:PORT on the command line. */
#include "export/address.h"

#include <netdb.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"

/* A number, or the name of a service. */
static bool is_port(const char *text)
{
	if (text[strspn(text, "0123456789")])
		return getservbyname(text, NULL);
	return strlen(text) <= 5 && atoi(text) <= 65535;
}

/**
 * tcpst_address_parse() - read HOST:PORT, IPV4:PORT, [IPV6]:PORT or :PORT
 * @option:  whose argument it is
 * @text:    the argument
 * @address: filled in
 *
 * Return: exit status; unless %TCPST_OK, the error has been reported.
 */
int tcpst_address_parse(const char *option, const char *text,
			struct tcpst_address *address)
{
	const char *host = text, *end, *colon = strrchr(text, ':');

	if (!colon || !colon[1])
		return tcpst_misuse("%s requires an address and a port such as 10.0.0.1:4739, not '%s'", option,
				    text);
	end = colon;
	if (*host == '[' && end > host && end[-1] == ']') {
		host++;
		end--;
	} else if (memchr(host, ':', (size_t)(end - host))) {
		return tcpst_misuse("%s: an IPv6 address must be in brackets, as in [::1]:80",
				    option);
	}
	if ((size_t)(end - host) >= sizeof(address->host) ||
	    strlen(colon + 1) >= sizeof(address->port))
		return tcpst_misuse("%s: '%s' is too long", option, text);
	if (!is_port(colon + 1))
		return tcpst_misuse("%s: '%s' is not a port", option, colon + 1);
	address->text = text;
	snprintf(address->host, sizeof(address->host), "%.*s",
		 (int)(end - host), host);
	snprintf(address->port, sizeof(address->port), "%s", colon + 1);
	return TCPST_OK;
}
