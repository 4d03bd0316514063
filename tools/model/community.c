// SPDX-License-Identifier: GPL-2.0
/*
 * Community ID, version 1 with seed 0 (github.com/corelight/community-id-spec):
 * a hash of addresses and ports that Zeek, Suricata, Wireshark and others show,
 * the same in both directions.
 */
#include "model/community.h"

#include <glib.h>
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

static u8 *put(u8 *at, const void *octets, size_t size)
{
	memcpy(at, octets, size);
	return at + size;
}

static u8 *put_port(u8 *at, u16 port)
{
	*at++ = (u8)(port >> 8);
	*at++ = (u8)port;
	return at;
}

/* What is hashed. Return: its octets. */
static size_t put_ends(u8 *to, const struct tcpst_addrs *ends)
{
	static const u8 seed[2], protocol[2] = { PROTO_TCP, 0 };
	size_t size = ends->ipv6 ? 16 : 4;
	unsigned int first = first_end(ends, size);
	u8 *at = put(to, seed, sizeof(seed));

	at = put(at, ends->addr[first], size);
	at = put(at, ends->addr[!first], size);
	at = put(at, protocol, sizeof(protocol));
	at = put_port(at, ends->port[first]);
	at = put_port(at, ends->port[!first]);
	return (size_t)(at - to);
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
	static GChecksum *sum;
	u8 hashed[2 * 16 + 8], hash[SHA1_SIZE];
	gint state = 0, save = 0;
	gsize n = SHA1_SIZE;

	if (sum)
		g_checksum_reset(sum);
	else
		sum = g_checksum_new(G_CHECKSUM_SHA1);
	g_checksum_update(sum, hashed, (gssize)put_ends(hashed, ends));
	g_checksum_get_digest(sum, hash, &n);
	memcpy(text, "1:", 2);
	n = 2 + g_base64_encode_step(hash, sizeof(hash), FALSE, text + 2, &state, &save);
	n += g_base64_encode_close(FALSE, text + n, &state, &save);
	text[n] = '\0';
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
