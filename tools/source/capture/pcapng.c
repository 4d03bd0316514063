// SPDX-License-Identifier: GPL-2.0
/*
 * Reading the format pcapng (draft-ietf-opsawg-pcapng): sections in either
 * byte order, interfaces that differ in link type, snapshot length and unit of
 * time. Blocks without a packet (names, statistics, secrets, journals, custom
 * blocks) are skipped. Nothing is trusted: a block is parsed only when it has been
 * read completely, and only within its length.
 */
#include "source/capture/pcapng.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/inline.h"
#include "model/iface.h"
#include "source/capture/linktype.h"
#include "source/capture/number.h"
#include "source/capture/pcapng_format.h"

/* Limit of interfaces of a section. */
#define INTERFACES_MAX (1U << 16)

/**
 * struct interface - the description of an interface
 * @link:       DLT_*
 * @snaplen:    snapshot length, octets; 0: none
 * @resolution: unit of time stamps: 10^-n s, or 2^-n s with 0x80 added
 * @unit:       that unit, ns; 0: not a whole number of them
 * @offset:     offset of time stamps, s
 * @name:       as in struct tcpst_raw
 */
struct interface {
	int link;
	u32 snaplen;
	u8 resolution;
	u32 unit;
	u64 offset;
	const char *name;
};

/**
 * struct tcpst_pcapng - a file being read
 * @input:   its octets
 * @swapped: numbers of this section are in the other byte order
 * @pending: octets of the block before, to be consumed
 * @ifaces:  interfaces of this section; @n: number of them; @capacity: allocated size
 * @earlier: number of interfaces of the sections before
 * @time:    time of the latest frame that had one, ns
 * @frames:  number of frames read so far
 */
struct tcpst_pcapng {
	struct tcpst_input *input;
	bool swapped;
	size_t pending;
	struct interface *ifaces;
	u32 n;
	u32 capacity;
	u32 earlier;
	u64 time;
	u64 frames;
};

/* A block: its type, and the body between its two lengths. */
struct block {
	u32 type;
	const u8 *body;
	u32 size;
};

static u16 get16(const struct tcpst_pcapng *pcapng, const u8 *at)
{
	return tcpst_host16(at, pcapng->swapped);
}

static u32 get32(const struct tcpst_pcapng *pcapng, const u8 *at)
{
	return tcpst_host32(at, pcapng->swapped);
}

static u64 get64(const struct tcpst_pcapng *pcapng, const u8 *at)
{
	return tcpst_host64(at, pcapng->swapped);
}

static int fail(const struct tcpst_pcapng *pcapng, char *error,
		const char *why)
{
	snprintf(error, TCPST_READER_ERROR, "damaged after %llu packets: %s",
		 (unsigned long long)pcapng->frames, why);
	return -1;
}

/* The file ends within a block: it was cut off, or reading failed. */
static int cut_off(const struct tcpst_pcapng *pcapng, char *error)
{
	const char *reason = tcpst_input_error(pcapng->input);

	if (tcpst_input_stopped(pcapng->input))
		return 0;
	return fail(pcapng, error, reason ? reason : "truncated within a block");
}

/* Begin a section; its first number shows the byte order of the rest. */
static int begin_section(struct tcpst_pcapng *pcapng, char *error)
{
	const u8 *at = tcpst_input_need(pcapng->input, BLOCK_MIN);
	u32 magic;

	if (!at)
		return cut_off(pcapng, error);
	memcpy(&magic, at + 8, sizeof(magic));
	if (magic != MAGIC && magic != __builtin_bswap32(MAGIC))
		return fail(pcapng, error, "section header without byte order");
	pcapng->swapped = magic != MAGIC;
	pcapng->earlier += pcapng->n;
	pcapng->n = 0;
	return 1;
}

/* Return: 1, 0 at the end of the file, -1 with @error filled in. */
static int next_block(struct tcpst_pcapng *pcapng, struct block *block,
		      char *error)
{
	struct tcpst_input *input = pcapng->input;
	const u8 *at;
	u32 size;
	int result;

	tcpst_input_consume(input, pcapng->pending);
	pcapng->pending = 0;
	at = tcpst_input_need(input, 8);
	if (!at)
		return tcpst_input_have(input) || tcpst_input_error(input) ?
		       cut_off(pcapng, error) : 0;
	memcpy(&block->type, at, sizeof(block->type));
	if (block->type == BLOCK_SECTION) {
		result = begin_section(pcapng, error);
		if (result != 1)
			return result;
		at = tcpst_input_need(input, 8);
	}
	block->type = get32(pcapng, at);
	size = get32(pcapng, at + 4);
	if (size < BLOCK_MIN || size % 4 || size > BLOCK_MAX)
		return fail(pcapng, error, "invalid block length");
	at = tcpst_input_need(input, size);
	if (!at)
		return cut_off(pcapng, error);
	if (get32(pcapng, at + size - 4) != size)
		return fail(pcapng, error, "block lengths differ");
	pcapng->pending = size;
	block->body = at + 8;
	block->size = size - BLOCK_MIN;
	return 1;
}

static int check_section(const struct tcpst_pcapng *pcapng,
			 const struct block *block, char *error)
{
	if (block->size < 16)
		return fail(pcapng, error, "section header too short");
	if (get16(pcapng, block->body + 4) != 1)
		return fail(pcapng, error, "unsupported pcapng version");
	return 1;
}

static void take_option(struct tcpst_pcapng *pcapng, struct interface *iface,
			u16 code, const u8 *value, u16 size)
{
	switch (code) {
	case OPTION_IF_NAME:
		iface->name = tcpst_iface_intern((const char *)value, size);
		break;
	case OPTION_IF_TSRESOL:
		if (size == 1)
			iface->resolution = value[0];
		break;
	case OPTION_IF_TSOFFSET:
		if (size == 8)
			iface->offset = get64(pcapng, value);
		break;
	}
}

static void take_options(struct tcpst_pcapng *pcapng, struct interface *iface,
			 const u8 *at, u32 left)
{
	while (left >= 4) {
		u16 code = get16(pcapng, at), size = get16(pcapng, at + 2);
		u32 padded = (size + 3U) & ~3U;

		if (code == OPTION_END || padded > left - 4)
			return;
		take_option(pcapng, iface, code, at + 4, size);
		at += 4 + padded;
		left -= 4 + padded;
	}
}

/* Unit of time stamps, ns; 0: not a whole number of them. */
static u32 unit_of(u8 resolution)
{
	u32 unit = 1;

	if (resolution > 9)
		return 0;
	for (; resolution < 9; resolution++)
		unit *= 10;
	return unit;
}

static void reserve(struct tcpst_pcapng *pcapng)
{
	if (pcapng->n < pcapng->capacity)
		return;
	pcapng->capacity = pcapng->capacity ? 2 * pcapng->capacity : 8;
	pcapng->ifaces = tcpst_resize(pcapng->ifaces, pcapng->capacity,
				      sizeof(*pcapng->ifaces));
}

/* Add an interface. Without a name, it gets its number, across sections as in Wireshark. */
static int add_interface(struct tcpst_pcapng *pcapng,
			 const struct block *block, char *error)
{
	struct interface *iface;
	char number[16];
	int n;

	if (block->size < 8)
		return fail(pcapng, error, "interface description too short");
	if (pcapng->n == INTERFACES_MAX)
		return fail(pcapng, error, "too many interfaces");
	reserve(pcapng);
	iface = &pcapng->ifaces[pcapng->n];
	*iface = (struct interface){
		.link = tcpst_linktype_dlt(get16(pcapng, block->body)),
		.snaplen = get32(pcapng, block->body + 4),
		.resolution = 6,
	};
	take_options(pcapng, iface, block->body + 8, block->size - 8);
	iface->unit = unit_of(iface->resolution);
	if (!iface->name) {
		n = snprintf(number, sizeof(number), "%u",
			     pcapng->earlier + pcapng->n);
		iface->name = tcpst_iface_intern(number, (size_t)n);
	}
	pcapng->n++;
	return 1;
}

/* Convert units of 10^-n s to ns; these are smaller than a nanosecond. */
static u64 decimal_ns(u64 units, unsigned int n)
{
	if (n > 19)	/* 64 bits cannot hold a second */
		return 0;
	for (; n > 9; n--)
		units /= 10;
	return units;
}

/* Convert units of 2^-n s to ns; bits finer than 2^-34 s are far below a nanosecond. */
static u64 binary_ns(u64 units, unsigned int n)
{
	if (n > 34) {
		units = n - 34 < 64 ? units >> (n - 34) : 0;
		n = 34;
	}
	return (units >> n) * 1000000000ULL +
	       ((units & ((1ULL << n) - 1)) * 1000000000ULL >> n);
}

static TCPST_NOINLINE u64 fine_ns(const struct interface *iface, u64 units)
{
	unsigned int n = iface->resolution & 0x7f;

	return iface->resolution & 0x80 ? binary_ns(units, n) : decimal_ns(units, n);
}

static u64 time_of(const struct interface *iface, u64 units)
{
	u64 ns = iface->unit ? units * iface->unit : fine_ns(iface, units);

	return ns + iface->offset * 1000000000ULL;
}

/* Set the frame's octets, if they are within the block. */
static int set_frame(struct tcpst_pcapng *pcapng, struct tcpst_raw *raw,
		     const struct block *block, u32 header, char *error)
{
	if (raw->captured > block->size - header)
		return fail(pcapng, error, "packet longer than its block");
	raw->octets = block->body + header;
	pcapng->frames++;
	return 1;
}

/* Set the options after the frame, which is padded to a multiple of four. */
static void set_options(const struct tcpst_pcapng *pcapng,
			struct tcpst_raw *raw, const struct block *block,
			u32 header)
{
	u32 at = header + ((raw->captured + 3U) & ~3U);

	if (at >= block->size)
		return;
	raw->options = block->body + at;
	raw->n_options = block->size - at;
	raw->swapped = pcapng->swapped;
}

static const struct interface *find_interface(struct tcpst_pcapng *pcapng,
					      u32 number, char *error)
{
	if (number < pcapng->n)
		return &pcapng->ifaces[number];
	fail(pcapng, error, "packet of an unknown interface");
	return NULL;
}

/* Enhanced and obsolete packet blocks: the same layout but for the interface's number. */
static int take_packet(struct tcpst_pcapng *pcapng, const struct block *block,
		       struct tcpst_raw *raw, char *error)
{
	const u8 *body = block->body;
	const struct interface *iface;

	if (block->size < 20)
		return fail(pcapng, error, "packet without a header");
	iface = find_interface(pcapng, block->type == BLOCK_ENHANCED ?
			       get32(pcapng, body) : get16(pcapng, body),
			       error);
	if (!iface)
		return -1;
	pcapng->time = time_of(iface, (u64)get32(pcapng, body + 4) << 32 |
				      get32(pcapng, body + 8));
	*raw = (struct tcpst_raw){
		.captured = get32(pcapng, body + 12),
		.length = get32(pcapng, body + 16),
		.time_ns = pcapng->time,
		.link = iface->link,
		.iface = iface->name,
	};
	if (set_frame(pcapng, raw, block, 20, error) < 0)
		return -1;
	set_options(pcapng, raw, block, 20);
	return 1;
}

/* A simple packet block has no time, and belongs to the first interface. */
static int take_simple(struct tcpst_pcapng *pcapng, const struct block *block,
		       struct tcpst_raw *raw, char *error)
{
	const struct interface *iface;
	u32 captured;

	if (block->size < 4)
		return fail(pcapng, error, "packet without a header");
	iface = find_interface(pcapng, 0, error);
	if (!iface)
		return -1;
	captured = get32(pcapng, block->body);
	*raw = (struct tcpst_raw){
		.captured = iface->snaplen && captured > iface->snaplen ?
			    iface->snaplen : captured,
		.length = captured,
		.time_ns = pcapng->time,
		.link = iface->link,
		.iface = iface->name,
	};
	return set_frame(pcapng, raw, block, 4, error);
}

/**
 * tcpst_pcapng_is() - does a file begin like pcapng?
 * @input: the file; nothing is consumed
 */
bool tcpst_pcapng_is(struct tcpst_input *input)
{
	const u8 *at = tcpst_input_need(input, 4);
	u32 type;

	if (!at)
		return false;
	memcpy(&type, at, sizeof(type));
	return type == BLOCK_SECTION;
}

/**
 * tcpst_pcapng_open() - begin to read
 * @input: the file; owned by the caller
 */
struct tcpst_pcapng *tcpst_pcapng_open(struct tcpst_input *input)
{
	struct tcpst_pcapng *pcapng = tcpst_alloc(1, sizeof(*pcapng));

	pcapng->input = input;
	return pcapng;
}

/**
 * tcpst_pcapng_next() - read the next frame
 * @pcapng: the file
 * @raw:    filled in
 * @error:  filled in if it is broken
 *
 * Return: 1, 0 at the end, -1 if it is broken.
 */
int tcpst_pcapng_next(struct tcpst_pcapng *pcapng, struct tcpst_raw *raw,
		      char error[TCPST_READER_ERROR])
{
	struct block block = { .type = 0 };
	int result;

	while ((result = next_block(pcapng, &block, error)) == 1) {
		switch (block.type) {
		case BLOCK_ENHANCED:
		case BLOCK_PACKET:
			return take_packet(pcapng, &block, raw, error);
		case BLOCK_SIMPLE:
			return take_simple(pcapng, &block, raw, error);
		case BLOCK_SECTION:
			result = check_section(pcapng, &block, error);
			break;
		case BLOCK_INTERFACE:
			result = add_interface(pcapng, &block, error);
			break;
		}
		if (result != 1)
			break;
	}
	return result;
}

/** tcpst_pcapng_close() - free it; NULL is allowed */
void tcpst_pcapng_close(struct tcpst_pcapng *pcapng)
{
	if (!pcapng)
		return;
	free(pcapng->ifaces);
	free(pcapng);
}
