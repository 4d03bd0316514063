// SPDX-License-Identifier: GPL-2.0
/* ADDRESS:PORT on the command line. */
#include "export/address.h"

#include <stdio.h>
#include <string.h>

#include "base/diag.h"

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
		return tcpst_misuse("%s requires HOST:PORT, not '%s'", option,
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
	address->text = text;
	snprintf(address->host, sizeof(address->host), "%.*s",
		 (int)(end - host), host);
	snprintf(address->port, sizeof(address->port), "%s", colon + 1);
	return TCPST_OK;
}
