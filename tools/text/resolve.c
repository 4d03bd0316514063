// SPDX-License-Identifier: GPL-2.0
/*
 * Names of hosts and services, each looked up once: a name server that does not
 * answer takes seconds, and a table repeats the same few addresses. A failed lookup
 * is cached, too; then the address or number is used.
 */
#include "text/resolve.h"
#include "base/alloc.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Slots of the cache of host names; new names replace old ones. */
#define HOSTS 8192
#define PROBES 8

/**
 * struct host - the name of an address
 * @known: the slot is in use
 * @ipv6:  its family; @addr: as in struct tcpst_addrs
 * @name:  of the host, or the address as text
 */
struct host {
	bool known;
	bool ipv6;
	u8 addr[16];
	char name[56];
};

static struct host hosts[HOSTS];

/* By port. */
static char *services[65536];

static size_t address_size(bool ipv6)
{
	return ipv6 ? 16 : 4;
}

/* FNV-1a. No keyed hash is needed: lookups limit the rate of insertions. */
static unsigned int hash(const u8 *addr, size_t size)
{
	u32 sum = 2166136261U;

	while (size--)
		sum = (sum ^ *addr++) * 16777619U;
	return (sum ^ sum >> 16) % HOSTS;
}

/* The slot of an address, or the one to put it in. */
static struct host *find(const u8 *addr, bool ipv6)
{
	size_t size = address_size(ipv6);
	unsigned int home = hash(addr, size), i;

	for (i = 0; i < PROBES; i++) {
		struct host *host = &hosts[(home + i) % HOSTS];

		if (!host->known || (host->ipv6 == ipv6 &&
				     !memcmp(host->addr, addr, size)))
			return host;
	}
	hosts[home].known = false;
	return &hosts[home];
}

static void look_up(struct host *host, const u8 *addr, bool ipv6)
{
	struct sockaddr_in6 six = { .sin6_family = AF_INET6 };
	struct sockaddr_in four = { .sin_family = AF_INET };

	memcpy(host->addr, addr, address_size(ipv6));
	memcpy(&six.sin6_addr, addr, sizeof(six.sin6_addr));
	memcpy(&four.sin_addr, addr, sizeof(four.sin_addr));
	if (getnameinfo(ipv6 ? (void *)&six : (void *)&four,
			ipv6 ? sizeof(six) : sizeof(four), host->name,
			sizeof(host->name), NULL, 0, 0))
		inet_ntop(ipv6 ? AF_INET6 : AF_INET, addr, host->name,
			  sizeof(host->name));
	host->ipv6 = ipv6;
	host->known = true;
}

/**
 * tcpst_resolve_host() - host name of an end
 * @ends: ends of a connection
 * @role: the end
 *
 * Return: the name, or the address as text; valid until the next call.
 */
const char *tcpst_resolve_host(const struct tcpst_addrs *ends,
			       unsigned int role)
{
	const u8 *addr = ends->addr[role];
	struct host *host = find(addr, ends->ipv6);

	if (!host->known)
		look_up(host, addr, ends->ipv6);
	return host->name;
}

/**
 * tcpst_resolve_service() - service name of a port
 * @port: host byte order
 *
 * Return: the name, or the number as text; "?" for want of memory.
 */
const char *tcpst_resolve_service(u16 port)
{
	struct sockaddr_in four = {
		.sin_family = AF_INET, .sin_port = htons(port),
	};
	char name[32];

	if (!services[port]) {
		if (getnameinfo((void *)&four, sizeof(four), NULL, 0, name,
				sizeof(name), 0))
			snprintf(name, sizeof(name), "%u", port);
		services[port] = tcpst_copy(name);
	}
	return services[port] ? services[port] : "?";
}
