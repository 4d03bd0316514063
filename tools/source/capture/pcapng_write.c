// SPDX-License-Identifier: GPL-2.0
/*
 * Writing frames in the format pcapng (draft-ietf-opsawg-pcapng): one section in our
 * byte order, times in nanoseconds, an interface for each link layer and name in the
 * captures. Existing comments of a frame are kept.
 */
#include "source/capture/pcapng_write.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "source/capture/linktype.h"
#include "source/capture/number.h"
#include "source/capture/pcapng_format.h"

/* Maximum length of a comment: the field has 16 bits, and comments are padded. */
#define COMMENT_MAX 0xfff8U

/* Octets before the frame in its block: interface, time, and two lengths. */
#define PACKET_HEADER 20

/* An interface, for frames of the same link layer and interface name. */
struct interface {
	int link;
	const char *name;
};

/**
 * struct tcpst_pcapng_write - a file being written
 * @file:     output file
 * @ifaces:   interfaces, @n of them; @capacity: allocated size
 * @options:  options of the next frame: @used octets; @size: allocated size
 */
struct tcpst_pcapng_write {
	FILE *file;
	struct interface *ifaces;
	u32 n;
	u32 capacity;
	u8 *options;
	size_t used;
	size_t size;
};

static void put32(struct tcpst_pcapng_write *write, u32 value)
{
	fwrite(&value, sizeof(value), 1, write->file);
}

static void put16(struct tcpst_pcapng_write *write, u16 value)
{
	fwrite(&value, sizeof(value), 1, write->file);
}

static void add_octets(struct tcpst_pcapng_write *write, const void *octets,
		       size_t n)
{
	while (write->used + n > write->size) {
		write->size = write->size ? 2 * write->size : 1024;
		write->options = tcpst_resize(write->options, write->size, 1);
	}
	if (n)
		memcpy(write->options + write->used, octets, n);
	write->used += n;
}

static void add_option(struct tcpst_pcapng_write *write, u16 code,
		       const void *value, size_t n)
{
	static const u8 zeroes[3];
	u16 size = (u16)n;

	add_octets(write, &code, sizeof(code));
	add_octets(write, &size, sizeof(size));
	add_octets(write, value, n);
	add_octets(write, zeroes, -n & 3);
}

/* Terminate the pending options, if there are any; put_options() writes them. */
static void end_options(struct tcpst_pcapng_write *write)
{
	if (write->used)
		add_option(write, OPTION_END, NULL, 0);
}

static void put_options(struct tcpst_pcapng_write *write)
{
	if (write->used)
		fwrite(write->options, write->used, 1, write->file);
	write->used = 0;
}

static void put_section(struct tcpst_pcapng_write *write)
{
	static const char program[] = "tcpst " TCPST_VERSION;
	u32 size;

	add_option(write, OPTION_SHB_APPLICATION, program, sizeof(program) - 1);
	end_options(write);
	size = BLOCK_MIN + 16 + (u32)write->used;
	put32(write, BLOCK_SECTION);
	put32(write, size);
	put32(write, MAGIC);
	put16(write, 1);		/* version 1.0 */
	put16(write, 0);
	put32(write, 0xffffffffU);	/* length of the section: not known */
	put32(write, 0xffffffffU);
	put_options(write);
	put32(write, size);
}

static void put_interface(struct tcpst_pcapng_write *write,
			  const struct interface *iface)
{
	static const u8 nanoseconds = 9;
	size_t length = strlen(iface->name);
	u32 size;

	if (length)
		add_option(write, OPTION_IF_NAME, iface->name,
			   length < COMMENT_MAX ? length : COMMENT_MAX);
	add_option(write, OPTION_IF_TSRESOL, &nanoseconds, 1);
	end_options(write);
	size = BLOCK_MIN + 8 + (u32)write->used;
	put32(write, BLOCK_INTERFACE);
	put32(write, size);
	put16(write, tcpst_linktype_file(iface->link));
	put16(write, 0);
	put32(write, 0);		/* snapshot length: no limit */
	put_options(write);
	put32(write, size);
}

/**
 * tcpst_pcapng_write_open() - begin to write
 * @file: output file; owned by the caller, which checks it for errors
 */
struct tcpst_pcapng_write *tcpst_pcapng_write_open(FILE *file)
{
	struct tcpst_pcapng_write *write = tcpst_alloc(1, sizeof(*write));

	write->file = file;
	put_section(write);
	return write;
}

/** tcpst_pcapng_write_comment() - add a comment to the next frame */
void tcpst_pcapng_write_comment(struct tcpst_pcapng_write *write,
				const char *text)
{
	size_t length = strlen(text);

	add_option(write, OPTION_COMMENT, text,
		   length < COMMENT_MAX ? length : COMMENT_MAX);
}

/** tcpst_pcapng_write_drop() - drop the pending comments, whose frame is not written */
void tcpst_pcapng_write_drop(struct tcpst_pcapng_write *write)
{
	write->used = 0;
}

static void keep_comments(struct tcpst_pcapng_write *write,
			  const struct tcpst_raw *raw)
{
	const u8 *at = raw->options;
	u32 left = raw->n_options;

	while (left >= 4) {
		u16 code = tcpst_host16(at, raw->swapped);
		u16 size = tcpst_host16(at + 2, raw->swapped);
		u32 padded = (size + 3U) & ~3U;

		if (code == OPTION_END || padded > left - 4)
			return;
		if (code == OPTION_COMMENT)
			add_option(write, code, at + 4, size);
		at += 4 + padded;
		left -= 4 + padded;
	}
}

static u32 number_of(struct tcpst_pcapng_write *write,
		     const struct tcpst_raw *raw)
{
	u32 i;

	/* Equal names are the same pointer. */
	for (i = 0; i < write->n; i++)
		if (write->ifaces[i].link == raw->link &&
		    write->ifaces[i].name == raw->iface)
			return i;
	if (write->n == write->capacity) {
		write->capacity = write->capacity ? 2 * write->capacity : 8;
		write->ifaces = tcpst_resize(write->ifaces, write->capacity,
					     sizeof(*write->ifaces));
	}
	write->ifaces[i] = (struct interface){ raw->link, raw->iface };
	write->n++;
	return i;
}

/* The interface of a frame; its block is written first, without the frame's options. */
static u32 find_interface(struct tcpst_pcapng_write *write,
			  const struct tcpst_raw *raw)
{
	struct tcpst_pcapng_write head = { .file = write->file };
	u32 known = write->n, number = number_of(write, raw);

	if (number == known) {
		put_interface(&head, &write->ifaces[number]);
		free(head.options);
	}
	return number;
}

/**
 * tcpst_pcapng_write_frame() - write a frame, with its own comments and the pending ones
 * @write: the file
 * @raw:   the frame
 */
void tcpst_pcapng_write_frame(struct tcpst_pcapng_write *write,
			      const struct tcpst_raw *raw)
{
	static const u8 zeroes[3];
	u32 number = find_interface(write, raw);
	u32 padding = -raw->captured & 3, size;

	keep_comments(write, raw);
	end_options(write);
	size = BLOCK_MIN + PACKET_HEADER + raw->captured + padding +
	       (u32)write->used;
	put32(write, BLOCK_ENHANCED);
	put32(write, size);
	put32(write, number);
	put32(write, (u32)(raw->time_ns >> 32));
	put32(write, (u32)raw->time_ns);
	put32(write, raw->captured);
	put32(write, raw->length);
	if (raw->captured)
		fwrite(raw->octets, raw->captured, 1, write->file);
	if (padding)
		fwrite(zeroes, padding, 1, write->file);
	put_options(write);
	put32(write, size);
}

/** tcpst_pcapng_write_close() - free it; NULL is allowed */
void tcpst_pcapng_write_close(struct tcpst_pcapng_write *write)
{
	if (!write)
		return;
	free(write->ifaces);
	free(write->options);
	free(write);
}
