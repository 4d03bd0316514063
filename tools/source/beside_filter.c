// SPDX-License-Identifier: GPL-2.0
/*
 * The packets among which all segments of wanted flows are, in the syntax of
 * pcap-filter(7). They may be more than the flows', but never fewer.
 */
#include "source/beside_filter.h"

#include <arpa/inet.h>

#include "base/append.h"

#define add(text, ...) tcpst_append(text, TCPST_BESIDE_FILTER, __VA_ARGS__)

/* IPv6 with an extension header, behind which TCP may be, at no fixed place. */
#define EXTENDED "ip6[6] = 0 or ip6[6] = 43 or ip6[6] = 44 or ip6[6] = 51 or ip6[6] = 60"

static void add_family(char *text, const struct tcps_filter *filter)
{
	const char *either = filter->ipv4 == filter->ipv6 ? " or " : "";

	add(text, "(%s%s%s)", filter->ipv4 || *either ? "ip proto 6" : "", either,
	    filter->ipv6 || *either ? "ip6 proto 6 or " EXTENDED : "");
}

/* pcap-filter(7) refuses a prefix followed by other bits than 0. */
static void add_prefix(char *text, const struct tcps_filter_addr *prefix)
{
	char name[INET6_ADDRSTRLEN];
	u8 addr[16] = { 0 };
	unsigned int bit;

	for (bit = 0; bit < prefix->prefix; bit++)
		addr[bit / 8] |= prefix->addr[bit / 8] & 0x80 >> bit % 8;
	inet_ntop(prefix->ipv6 ? AF_INET6 : AF_INET, addr, name, sizeof(name));
	add(text, "net %s/%u", name, prefix->prefix);
}

static void add_addrs(char *text, const struct tcps_filter *filter)
{
	unsigned int i;

	for (i = 0; i < filter->n_addrs; i++) {
		add(text, i ? " or " : " and (");
		add_prefix(text, &filter->addrs[i]);
	}
	if (i)
		add(text, ")");
}

static void add_ports(char *text, const struct tcps_filter *filter)
{
	unsigned int i;

	for (i = 0; i < filter->n_ports; i++)
		add(text, "%stcp portrange %u-%u", i ? " or " : " and (",
		    filter->ports[i].min, filter->ports[i].max);
	if (i)
		add(text, " or " EXTENDED ")");
}

/**
 * tcpst_beside_filter() - a filter of packets for the flows that are wanted
 * @text:   set
 * @wanted: the flows
 *
 * Where this machine translates addresses, only one end may be as in the flow, so no more
 * than one end is asked for.
 */
void tcpst_beside_filter(char text[TCPST_BESIDE_FILTER],
			 const struct tcpst_wanted *wanted)
{
	const struct tcps_filter *filters[] = {
		&wanted->filter, &wanted->end[0], &wanted->end[1],
	};
	const struct tcps_filter *chosen = filters[0];
	unsigned int i;

	for (i = 0; i < 3 && !chosen->n_addrs && !chosen->n_ports; i++)
		chosen = filters[i];
	*text = '\0';
	add_family(text, &wanted->filter);
	add_addrs(text, chosen);
	add_ports(text, chosen);
}
