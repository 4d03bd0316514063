// SPDX-License-Identifier: GPL-2.0
/*
 * Prefix-preserving anonymization of addresses by Crypto-PAn (Xu, Fan, Ammar and Moon,
 * ICNP 2002), so that the output identifies no host. Two addresses with a common prefix
 * of n bits also have one afterwards, so networks stay networks. The mapping depends only
 * on the key, which also allows to reverse it. Ports are permuted by a Feistel network
 * (Luby and Rackoff, 1988).
 */
#include "source/anonymize.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#ifdef TCPST_HAVE_NETTLE
#include <nettle/aes.h>
#endif

#include "base/alloc.h"
#include "base/diag.h"

/* The key file: an AES key, and the block that the padding is computed from. */
#define BLOCK 16
#define KEY_SIZE (2 * BLOCK)

/* Rounds of the Feistel network: as many as in NIST SP 800-38G. */
#define ROUNDS 10

#ifdef TCPST_HAVE_NETTLE
/**
 * struct tcpst_anonymizer - keys of the anonymization
 * @aes: AES with the key
 * @pad: padding, for the bits of an address after the prefix
 * @ports: replace ports as well, by @port_aes, whose key is derived by @aes
 */
struct tcpst_anonymizer {
	struct aes128_ctx aes;
	u8 pad[BLOCK];
	bool ports;
	struct aes128_ctx port_aes;
};

/* Create a key file that only its owner can read. */
static int make_key(const char *path, u8 key[KEY_SIZE])
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	int failed;

	if (fd < 0)
		return tcpst_fail("%s: %s", path, strerror(errno));
	failed = getrandom(key, KEY_SIZE, 0) != KEY_SIZE ||
		 write(fd, key, KEY_SIZE) != KEY_SIZE;
	if (close(fd) || failed)
		return tcpst_fail("%s: cannot write the key", path);
	return TCPST_OK;
}

static int read_key(const char *path, u8 key[KEY_SIZE])
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	u8 octets[KEY_SIZE + 1];
	ssize_t n;

	if (fd < 0 && errno == ENOENT)
		return make_key(path, key);
	if (fd < 0)
		return tcpst_fail("%s: %s", path, strerror(errno));
	n = read(fd, octets, sizeof(octets));
	close(fd);
	if (n != KEY_SIZE)
		return tcpst_fail("%s: not a key of %d octets", path,
				  KEY_SIZE);
	memcpy(key, octets, KEY_SIZE);
	return TCPST_OK;
}

/* Ports have a separate key, so that their blocks never equal those of addresses. */
static void key_ports(struct tcpst_anonymizer *anonymizer)
{
	u8 block[BLOCK], key[BLOCK];
	unsigned int i;

	for (i = 0; i < BLOCK; i++)
		block[i] = (u8)~anonymizer->pad[i];
	aes128_encrypt(&anonymizer->aes, BLOCK, key, block);
	aes128_set_encrypt_key(&anonymizer->port_aes, key);
}

/**
 * tcpst_anonymizer_open() - read or create the key
 * @anonymizerp: set, for the life of the process; unchanged on an error
 * @path:        file of the key; created if it does not exist
 * @ports:       replace ports, too
 *
 * Return: exit status; unless %TCPST_OK, the error has been reported.
 */
int tcpst_anonymizer_open(struct tcpst_anonymizer **anonymizerp,
			  const char *path, bool ports)
{
	struct tcpst_anonymizer *anonymizer = tcpst_alloc(1, sizeof(*anonymizer));
	u8 key[KEY_SIZE];
	int status = read_key(path, key);

	if (status) {
		free(anonymizer);
		return status;
	}
	aes128_set_encrypt_key(&anonymizer->aes, key);
	aes128_encrypt(&anonymizer->aes, BLOCK, anonymizer->pad, key + BLOCK);
	anonymizer->ports = ports;
	key_ports(anonymizer);
	*anonymizerp = anonymizer;
	return TCPST_OK;
}

/* Each bit is inverted or not, depending on the bits before it. */
static void replace(const struct tcpst_anonymizer *anonymizer, u8 *addr,
		    unsigned int size)
{
	u8 mask[BLOCK] = { 0 }, input[BLOCK], output[BLOCK];
	unsigned int bit;

	memcpy(input, anonymizer->pad, BLOCK);
	for (bit = 0; bit < size * 8; bit++) {
		u8 here = (u8)(0x80 >> bit % 8);

		aes128_encrypt(&anonymizer->aes, BLOCK, output, input);
		if (output[0] & 0x80)
			mask[bit / 8] |= here;
		input[bit / 8] = (u8)((input[bit / 8] & ~here) |
				      (addr[bit / 8] & here));
	}
	for (bit = 0; bit < size; bit++)
		addr[bit] ^= mask[bit];
}

static u16 replace_port(const struct tcpst_anonymizer *anonymizer, u16 port)
{
	u8 left = (u8)(port >> 8), right = (u8)port, output[BLOCK];
	unsigned int i;

	for (i = 0; i < ROUNDS; i++) {
		const u8 input[BLOCK] = { (u8)i, right };
		u8 next = right;

		aes128_encrypt(&anonymizer->port_aes, BLOCK, output, input);
		right = left ^ output[0];
		left = next;
	}
	return (u16)(left << 8 | right);
}
#else
struct tcpst_anonymizer {
	bool ports;
};

int tcpst_anonymizer_open(struct tcpst_anonymizer **anonymizerp,
			  const char *path, bool ports)
{
	(void)anonymizerp;
	(void)path;
	(void)ports;
	return tcpst_misuse("--anonymize is not supported: tcpst was built without nettle");
}

static void replace(const struct tcpst_anonymizer *anonymizer, u8 *addr,
		    unsigned int size)
{
	(void)anonymizer;
	(void)addr;
	(void)size;
}

static u16 replace_port(const struct tcpst_anonymizer *anonymizer, u16 port)
{
	(void)anonymizer;
	return port;
}
#endif

static void replace_ends(const struct tcpst_anonymizer *anonymizer,
			 struct tcpst_addrs *ends)
{
	unsigned int role;

	for (role = 0; role < 2; role++) {
		replace(anonymizer, ends->addr[role], ends->ipv6 ? 16 : 4);
		if (anonymizer->ports)
			ends->port[role] = replace_port(anonymizer,
							ends->port[role]);
	}
}

static void replace_icmp(const struct tcpst_anonymizer *anonymizer,
			 struct tcpst_icmp *icmp)
{
	if (icmp->known)
		replace(anonymizer, icmp->from.addr[0], icmp->from.ipv6 ? 16 : 4);
}

static void replace_nat(const struct tcpst_anonymizer *anonymizer,
			struct tcpst_flow *flow)
{
	if (flow->translated[0] || flow->translated[1])
		replace_ends(anonymizer, &flow->nat);
}

/** tcpst_anonymize_flow() - replace its ends, remove its owners */
void tcpst_anonymize_flow(const struct tcpst_anonymizer *anonymizer,
			  struct tcpst_flow *flow)
{
	replace_ends(anonymizer, &flow->ends);
	replace_icmp(anonymizer, &flow->icmp);
	replace_nat(anonymizer, flow);
	memset(flow->owner, 0, sizeof(flow->owner));
}

/** tcpst_anonymize_event() - replace its ends, remove the owners of the flow */
void tcpst_anonymize_event(const struct tcpst_anonymizer *anonymizer,
			   struct tcpst_event *event)
{
	replace_ends(anonymizer, &event->ends);
	replace_icmp(anonymizer, &event->icmp);
	memset(event->owner, 0, sizeof(event->owner));
	if (event->type == TCPST_LIFE)
		tcpst_anonymize_flow(anonymizer, &event->life);
}
