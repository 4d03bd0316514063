// SPDX-License-Identifier: GPL-2.0
/*
 * Files in the pcapng format (draft-ietf-opsawg-pcapng): sections of either
 * byte order, each with interfaces of their own link types and units of time.
 * Blocks that hold no frames are passed by.
 */
#include "capture_file.h"

#include <stdlib.h>
#include <string.h>

#define BLOCK_SECTION 0x0a0d0d0a	/* the same in both byte orders */
#define BLOCK_INTERFACE 1
#define BLOCK_PACKET 2			/* obsolete */
#define BLOCK_SIMPLE_PACKET 3
#define BLOCK_ENHANCED_PACKET 6

#define ORDER_MAGIC 0x1a2b3c4d
#define BLOCK_MIN 12			/* type, length, length again */

#define OPTION_END 0
#define OPTION_RESOLUTION 9
#define OPTION_OFFSET 14
#define MICROSECONDS 6			/* 10^-6 s, if nothing else is said */
#define POWER_OF_TWO 0x80

/* More than any host has; a file may not ask for memory without end. */
#define INTERFACES_MAX 65536

#define NS_PER_S 1000000000ULL

/* What lies between the two lengths of a block. */
struct body {
	const u8 *at;
	u32 size;
};

/** tcpst_pcapng_is() - is this how a pcapng file begins? */
bool tcpst_pcapng_is(const u8 magic[4])
{
	return tcpst_file_u32(magic, false) == BLOCK_SECTION;
}

/**
 * tcpst_pcapng_begin() - begin to read a file
 * @pcapng: written whole; tcpst_pcapng_end() frees what it will hold
 * @input:  at the beginning of a file, as tcpst_pcapng_is() knows it
 */
void tcpst_pcapng_begin(struct tcpst_pcapng *pcapng, struct tcpst_input *input)
{
	*pcapng = (struct tcpst_pcapng){ .input = input };
}

/** tcpst_pcapng_end() - read no more */
void tcpst_pcapng_end(struct tcpst_pcapng *pcapng)
{
	free(pcapng->interfaces);
	pcapng->interfaces = NULL;
}

static enum tcpst_file_result broken(struct tcpst_pcapng *pcapng,
				     const char *why)
{
	pcapng->why = why;
	return TCPST_FILE_BROKEN;
}

static u32 get32(const struct tcpst_pcapng *pcapng, const u8 *at)
{
	return tcpst_file_u32(at, pcapng->swapped);
}

static u16 get16(const struct tcpst_pcapng *pcapng, const u8 *at)
{
	return tcpst_file_u16(at, pcapng->swapped);
}

/* Numbers of 64 bits in options are in the byte order of the section. */
static u64 get64(const struct tcpst_pcapng *pcapng, const u8 *at)
{
	u64 value;

	memcpy(&value, at, sizeof(value));
	return pcapng->swapped ? __builtin_bswap64(value) : value;
}

static u64 power_of_ten(unsigned int n)
{
	u64 value = 1;

	while (n--)
		value *= 10;
	return value;
}

/* Units of 2^-n s. A fraction of 32 bits is finer than a nanosecond. */
static u64 binary_ns(u64 units, unsigned int n)
{
	u64 whole = 0;

	if (n < 64) {
		whole = units >> n;
		units &= (1ULL << n) - 1;
	}
	if (n > 32) {
		units = n - 32 < 64 ? units >> (n - 32) : 0;
		n = 32;
	}
	return whole * NS_PER_S + (units * NS_PER_S >> n);
}

/* Units of 10^-n s. */
static u64 decimal_ns(u64 units, unsigned int n)
{
	if (n <= 9)
		return units * power_of_ten(9 - n);
	return n - 9 < 20 ? units / power_of_ten(n - 9) : 0;
}

/* A time beyond 64 bits of ns is none: what it comes to is no matter. */
static u64 to_ns(const struct tcpst_interface *interface, u64 units)
{
	unsigned int n = interface->resolution & ~POWER_OF_TWO;
	bool binary = interface->resolution & POWER_OF_TWO;

	return (binary ? binary_ns(units, n) : decimal_ns(units, n)) +
	       interface->offset * NS_PER_S;
}

static void read_options(struct tcpst_interface *interface,
			 const struct tcpst_pcapng *pcapng, struct body options)
{
	while (options.size >= 4) {
		u16 code = get16(pcapng, options.at);
		u32 size = get16(pcapng, options.at + 2);
		u32 padded = 4 + ((size + 3) & ~3U);

		if (code == OPTION_END || padded > options.size)
			break;
		if (code == OPTION_RESOLUTION && size == 1)
			interface->resolution = options.at[4];
		else if (code == OPTION_OFFSET && size == 8)
			interface->offset = get64(pcapng, options.at + 4);
		options.at += padded;
		options.size -= padded;
	}
}

static bool grow(struct tcpst_pcapng *pcapng)
{
	u32 room = pcapng->room ? pcapng->room * 2 : 8;
	struct tcpst_interface *interfaces;

	if (pcapng->n < pcapng->room)
		return true;
	if (pcapng->n == INTERFACES_MAX)
		return false;
	interfaces = realloc(pcapng->interfaces, room * sizeof(*interfaces));
	if (!interfaces)
		return false;
	pcapng->interfaces = interfaces;
	pcapng->room = room;
	return true;
}

static bool add_interface(struct tcpst_pcapng *pcapng, struct body body)
{
	struct tcpst_interface *interface;

	if (body.size < 8) {
		pcapng->why = "an interface block is too short";
		return false;
	}
	if (!grow(pcapng)) {
		pcapng->why = "too many interfaces";
		return false;
	}
	interface = &pcapng->interfaces[pcapng->n++];
	*interface = (struct tcpst_interface){
		.link = get16(pcapng, body.at),
		.snaplen = get32(pcapng, body.at + 4),
		.resolution = MICROSECONDS,
	};
	read_options(interface, pcapng,
		     (struct body){ body.at + 8, body.size - 8 });
	return true;
}

static bool fill_frame(struct tcpst_pcapng *pcapng, u32 type, struct body body,
		       struct tcpst_frame *frame)
{
	const struct tcpst_interface *interface;
	u32 number = 0, fixed = 20;

	if (type == BLOCK_SIMPLE_PACKET)
		fixed = 4;
	if (body.size < fixed) {
		pcapng->why = "a packet block is too short";
		return false;
	}
	if (type == BLOCK_ENHANCED_PACKET)
		number = get32(pcapng, body.at);
	else if (type == BLOCK_PACKET)
		number = get16(pcapng, body.at);
	if (number >= pcapng->n) {
		pcapng->why = "a packet is of an interface that is not described";
		return false;
	}
	interface = &pcapng->interfaces[number];
	frame->link = interface->link;
	frame->octets = body.at + fixed;
	body.size -= fixed;
	if (type == BLOCK_SIMPLE_PACKET) {	/* without a time */
		frame->length = get32(pcapng, body.at);
		frame->captured = frame->length;
		if (interface->snaplen && frame->captured > interface->snaplen)
			frame->captured = interface->snaplen;
		if (frame->captured > body.size)
			frame->captured = body.size;
	} else {
		pcapng->latest =
			to_ns(interface, (u64)get32(pcapng, body.at + 4) << 32 |
					 get32(pcapng, body.at + 8));
		frame->captured = get32(pcapng, body.at + 12);
		frame->length = get32(pcapng, body.at + 16);
		if (frame->captured > body.size) {
			pcapng->why = "a packet is longer than its block";
			return false;
		}
	}
	frame->time_ns = pcapng->latest;
	return true;
}

/* The byte order comes before the length can be read. */
static bool begin_section(struct tcpst_pcapng *pcapng)
{
	const u8 *at = tcpst_input_peek(pcapng->input, 12);

	if (!at)
		return true;	/* the caller finds it cut off */
	pcapng->swapped = false;
	pcapng->n = 0;
	if (get32(pcapng, at + 8) == ORDER_MAGIC)
		return true;
	pcapng->swapped = true;
	if (get32(pcapng, at + 8) == ORDER_MAGIC)
		return true;
	pcapng->why = "a section has no byte order";
	return false;
}

static bool is_packet(u32 type)
{
	return type == BLOCK_PACKET || type == BLOCK_SIMPLE_PACKET ||
	       type == BLOCK_ENHANCED_PACKET;
}

/* Read a block whole, if its body is asked for; else go past it. */
static enum tcpst_file_result read_block(struct tcpst_pcapng *pcapng, u32 *type,
					 struct body *body)
{
	const u8 *at = tcpst_input_peek(pcapng->input, 8);
	u32 size;

	if (!at)
		return tcpst_input_left(pcapng->input) ?
		       broken(pcapng, "cut off within a block") :
		       TCPST_FILE_END;
	*type = get32(pcapng, at);
	if (*type == BLOCK_SECTION) {
		if (!begin_section(pcapng))
			return TCPST_FILE_BROKEN;
		at = tcpst_input_peek(pcapng->input, 8);
	}
	size = get32(pcapng, at + 4);
	if (size < BLOCK_MIN || size % 4)
		return broken(pcapng, "a block has an impossible length");
	if (!is_packet(*type) && *type != BLOCK_INTERFACE)
		return tcpst_input_skip(pcapng->input, size) ?
		       TCPST_FILE_FRAME :
		       broken(pcapng, "cut off within a block");
	if (size > TCPST_INPUT_MAX)
		return broken(pcapng, "a block has an impossible length");
	at = tcpst_input_take(pcapng->input, size);
	if (!at)
		return broken(pcapng, "cut off within a packet");
	if (get32(pcapng, at + size - 4) != size)
		return broken(pcapng, "a block's two lengths differ");
	body->at = at + 8;
	body->size = size - BLOCK_MIN;
	return TCPST_FILE_FRAME;
}

/**
 * tcpst_pcapng_next() - read a frame
 * @pcapng: the file
 * @frame:  filled in
 */
enum tcpst_file_result tcpst_pcapng_next(struct tcpst_pcapng *pcapng,
					 struct tcpst_frame *frame)
{
	enum tcpst_file_result result;
	struct body body;
	u32 type;

	for (;;) {
		result = read_block(pcapng, &type, &body);
		if (result != TCPST_FILE_FRAME)
			return result;
		if (is_packet(type))
			return fill_frame(pcapng, type, body, frame) ?
			       TCPST_FILE_FRAME : TCPST_FILE_BROKEN;
		if (type == BLOCK_INTERFACE && !add_interface(pcapng, body))
			return TCPST_FILE_BROKEN;
	}
}
