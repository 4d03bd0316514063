// SPDX-License-Identifier: GPL-2.0
/* Parsing addresses and ports; functions return false if the text is invalid. */
#include <arpa/inet.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/parse.h"

/* The longest: an IPv6 address with its prefix. */
#define ADDR_SIZE 64

/**
 * tcpst_read_addr() - an address, or a prefix
 * @item: such as 10.0.0.1 or 2001:db8::/32
 * @addr: set, all but its side
 */
bool tcpst_read_addr(const char *item, struct tcps_filter_addr *addr)
{
	char text[ADDR_SIZE];
	unsigned int max;
	char *slash, *end;

	snprintf(text, sizeof(text), "%s", item);
	slash = strchr(text, '/');
	if (slash)
		*slash = '\0';
	*addr = (struct tcps_filter_addr){ 0 };
	if (inet_pton(AF_INET, text, addr->addr) == 1)
		addr->ipv6 = false;
	else if (inet_pton(AF_INET6, text, addr->addr) == 1)
		addr->ipv6 = true;
	else
		return false;
	max = addr->ipv6 ? 128 : 32;
	addr->prefix = max;
	if (slash) {
		unsigned long prefix = strtoul(slash + 1, &end, 10);

		if (!isdigit((unsigned char)slash[1]) || *end || prefix > max)
			return false;
		addr->prefix = prefix;
	}
	return true;
}

static bool read_port_number(const char *text, size_t length, u16 *port)
{
	char digits[8];
	unsigned long value;

	if (!length || length > 5 || strspn(text, "0123456789") < length)
		return false;
	snprintf(digits, sizeof(digits), "%.*s", (int)length, text);
	value = strtoul(digits, NULL, 10);
	*port = value;
	return value <= 65535;
}

/**
 * tcpst_read_port() - a port, or a range
 * @text: such as 80 or 8000-8999
 * @port: set, all but its side
 */
bool tcpst_read_port(const char *text, struct tcps_filter_port *port)
{
	size_t length = strcspn(text, "-");

	*port = (struct tcps_filter_port){ 0 };
	if (!read_port_number(text, length, &port->min))
		return false;
	port->max = port->min;
	if (text[length] &&
	    !read_port_number(text + length + 1, strlen(text + length + 1),
			      &port->max))
		return false;
	return port->min <= port->max;
}

/* Split an item into address and port; "" if absent. */
static void part_end(char *item, char **addr, char **port)
{
	char *colon = strrchr(item, ':');

	*addr = item;
	*port = item + strlen(item);
	if (*item == '[') {		/* [2001:db8::1], [2001:db8::1]:80 */
		char *close = strchr(item, ']');

		if (!close)
			return;
		*addr = item + 1;
		*close = '\0';
		if (close[1] == ':')
			*port = close + 2;
		else if (close[1] == '/')
			memmove(close, close + 1, strlen(close));
	} else if (colon && strchr(item, ':') == colon) {
		*colon = '\0';
		*port = colon + 1;
	}
}

/**
 * tcpst_read_end() - address and port of an end
 * @text: ADDRESS, ADDRESS/PREFIX, :PORT, :PORT-PORT, ADDRESS:PORT or
 *        [ADDRESS]:PORT; modified
 * @end:  set
 */
bool tcpst_read_end(char *text, struct tcpst_where_value *end)
{
	char *addr, *port;

	part_end(text, &addr, &port);
	*end = (struct tcpst_where_value){
		.any_addr = !*addr, .any_port = !*port,
	};
	return (*addr || *port) &&
	       (!*addr || tcpst_read_addr(addr, &end->addr)) &&
	       (!*port || tcpst_read_port(port, &end->port));
}
