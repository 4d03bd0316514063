// SPDX-License-Identifier: GPL-2.0
/* Names of ICMP errors: those of nft(8) and iptables-extensions(8). */
#include "model/icmp.h"

#include <stdio.h>
#include <string.h>

static const struct {
	u32 icmp;
	const char *name;
} names[] = {
	{ TCPST_ICMP(false, 3, 0), "net-unreachable" },
	{ TCPST_ICMP(false, 3, 1), "host-unreachable" },
	{ TCPST_ICMP(false, 3, 2), "prot-unreachable" },
	{ TCPST_ICMP(false, 3, 3), "port-unreachable" },
	{ TCPST_ICMP(false, 3, 4), "frag-needed" },
	{ TCPST_ICMP(false, 3, 5), "source-route-failed" },
	{ TCPST_ICMP(false, 3, 9), "net-prohibited" },
	{ TCPST_ICMP(false, 3, 10), "host-prohibited" },
	{ TCPST_ICMP(false, 3, 13), "admin-prohibited" },
	{ TCPST_ICMP(false, 11, 0), "ttl-exceeded" },
	{ TCPST_ICMP(false, 11, 1), "reassembly-timeout" },
	{ TCPST_ICMP(true, 1, 0), "no-route" },
	{ TCPST_ICMP(true, 1, 1), "admin-prohibited" },
	{ TCPST_ICMP(true, 1, 2), "beyond-scope" },
	{ TCPST_ICMP(true, 1, 3), "addr-unreachable" },
	{ TCPST_ICMP(true, 1, 4), "port-unreachable" },
	{ TCPST_ICMP(true, 1, 5), "policy-fail" },
	{ TCPST_ICMP(true, 1, 6), "reject-route" },
	{ TCPST_ICMP(true, 2, 0), "packet-too-big" },
	{ TCPST_ICMP(true, 3, 0), "ttl-exceeded" },
	{ TCPST_ICMP(true, 3, 1), "reassembly-timeout" },
};

/**
 * tcpst_icmp_text() - name of an ICMP error
 * @text: written to
 * @icmp: see TCPST_ICMP()
 *
 * Return: @text; the numbers of an error without a name.
 */
const char *tcpst_icmp_text(char text[TCPST_ICMP_LEN], u32 icmp)
{
	unsigned int i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (names[i].icmp != icmp)
			continue;
		snprintf(text, TCPST_ICMP_LEN, "%s", names[i].name);
		return text;
	}
	snprintf(text, TCPST_ICMP_LEN, "%s type %u code %u",
		 icmp >> 16 ? "ICMPv6" : "ICMP", icmp >> 8 & 0xff, icmp & 0xff);
	return text;
}

/** tcpst_icmp_is_text() - can tcpst_icmp_text() return this? */
bool tcpst_icmp_is_text(const char *text)
{
	unsigned int i, type, code;
	char made[TCPST_ICMP_LEN];
	bool ipv6 = !strncmp(text, "ICMPv6", 6);

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (!strcmp(text, names[i].name))
			return true;
	if (sscanf(text, ipv6 ? "ICMPv6 type %3u code %3u" : "ICMP type %3u code %3u",
		   &type, &code) != 2 || type > 0xff || code > 0xff)
		return false;
	return !strcmp(text, tcpst_icmp_text(made, TCPST_ICMP(ipv6, type, code)));
}
