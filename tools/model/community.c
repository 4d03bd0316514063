// SPDX-License-Identifier: GPL-2.0
/*
 * Community ID, version 1 with seed 0 (github.com/corelight/community-id-spec):
 * a hash of addresses and ports that Zeek, Suricata, Wireshark and others show,
 * the same in both directions.
 */
#include "model/community.h"

#include <glib.h>
#include <stdio.h>
#include <string.h>

#define PROTO_TCP 6
#define SHA1_SIZE 20

/* The end that is hashed first: that of the lower address, then of the lower port. */
static unsigned int first_end(const struct tcpst_addrs *ends, size_t size)
{
	int order = memcmp(ends->addr[0], ends->addr[1], size);

	if (!order)
		return ends->port[0] > ends->port[1];
	return order > 0;
}

static void add_port(GChecksum *sum, u16 port)
{
	u8 octets[2] = { (u8)(port >> 8), (u8)port };

	g_checksum_update(sum, octets, sizeof(octets));
}

/**
 * tcpst_community_text() - the Community ID of a flow
 * @text: set
 * @ends: of the flow, in any order
 *
 * Return: @text.
 */
const char *tcpst_community_text(char text[TCPST_COMMUNITY_LEN],
				 const struct tcpst_addrs *ends)
{
	static const u8 seed[2], protocol[2] = { PROTO_TCP, 0 };
	size_t size = ends->ipv6 ? 16 : 4;
	unsigned int first = first_end(ends, size);
	GChecksum *sum = g_checksum_new(G_CHECKSUM_SHA1);
	gsize n = SHA1_SIZE;
	u8 hash[SHA1_SIZE];
	char *base64;

	g_checksum_update(sum, seed, sizeof(seed));
	g_checksum_update(sum, ends->addr[first], (gssize)size);
	g_checksum_update(sum, ends->addr[!first], (gssize)size);
	g_checksum_update(sum, protocol, sizeof(protocol));
	add_port(sum, ends->port[first]);
	add_port(sum, ends->port[!first]);
	g_checksum_get_digest(sum, hash, &n);
	g_checksum_free(sum);
	base64 = g_base64_encode(hash, sizeof(hash));
	snprintf(text, TCPST_COMMUNITY_LEN, "1:%s", base64);
	g_free(base64);
	return text;
}

/** tcpst_community_is_text() - can tcpst_community_text() return this? */
bool tcpst_community_is_text(const char *text)
{
	gsize n = 0;
	guchar *hash;
	bool is;

	if (strlen(text) != TCPST_COMMUNITY_LEN - 2 || strncmp(text, "1:", 2))
		return false;
	hash = g_base64_decode(text + 2, &n);
	is = n == SHA1_SIZE;
	g_free(hash);
	return is;
}
