// SPDX-License-Identifier: GPL-2.0
/* Names of hosts and services, with a name server of the test's own. */
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

#include "text/format.h"

#define PART "resolve"
#include "check.h"

static unsigned int asked;

/* Takes the place of the library's. 10.0.0.0/8 has names, port 80 has. */
int getnameinfo(const struct sockaddr *addr, socklen_t addr_size, char *host,
		socklen_t host_size, char *service, socklen_t service_size,
		int flags)
{
	const struct sockaddr_in *four = (const void *)addr;
	const u8 *octets = (const void *)&four->sin_addr;

	(void)addr_size;
	(void)flags;
	asked++;
	if (service && ntohs(four->sin_port) == 80)
		snprintf(service, service_size, "http");
	else if (host && addr->sa_family == AF_INET && octets[0] == 10)
		snprintf(host, host_size, "host%u.test", octets[3]);
	else
		return EAI_AGAIN;
	return 0;
}

static void test_end(const char *expected, unsigned int questions,
		     const struct tcpst_addrs *ends, const char *what)
{
	static const struct tcpst_style style = { .resolve = true };
	char text[TCPST_TEXT_SIZE];

	asked = 0;
	tcpst_format_end(text, &style, ends, 0);
	check(!strcmp(text, expected) && asked == questions, what);
	if (strcmp(text, expected) || asked != questions)
		printf("# %s, asked %u times\n", text, asked);
}

/* More addresses than there is space for: each is still its own. */
static void test_many(void)
{
	static const struct tcpst_style style = { .resolve = true };
	struct tcpst_addrs ends = { .port = { 80 } };
	char text[TCPST_TEXT_SIZE], expected[32];
	unsigned int i, wrong = 0;

	for (i = 0; i < 100000; i++) {
		ends.addr[0][0] = 10;
		ends.addr[0][1] = i >> 16;
		ends.addr[0][2] = i >> 8;
		ends.addr[0][3] = i;
		snprintf(expected, sizeof(expected), "host%u.test:http",
			 i & 0xff);
		tcpst_format_end(text, &style, &ends, 0);
		wrong += !!strcmp(text, expected);
	}
	check(!wrong, "any number of addresses");
}

int main(void)
{
	struct tcpst_addrs named = { .addr = { { 10, 0, 0, 7 } },
				     .port = { 80 } };
	struct tcpst_addrs nameless = { .addr = { { 192, 0, 2, 1 } },
					.port = { 4711 } };
	struct tcpst_addrs six = { .ipv6 = true, .addr = { { 10, 0, 0, 7 } },
				   .port = { 80 } };

	test_end("host7.test:http", 2, &named, "a host and a service");
	test_end("host7.test:http", 0, &named, "are looked up once");
	test_end("192.0.2.1:4711", 2, &nameless, "what has no name");
	test_end("192.0.2.1:4711", 0, &nameless, "is not looked up again");
	test_end("[a00:7::]:http", 1, &six, "the other family is another host");
	test_many();
	return summary();
}
