// SPDX-License-Identifier: GPL-2.0
/* Reading a capture file or a pipe, decompressed if necessary. */
#include "source/capture/input.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "source/capture/unpack.h"

/* Octets read at a time: the size of a pipe's buffer. */
#define CHUNK (1U << 16)

/* Read from the file. If the caller wants no more, that counts as its end. */
static size_t read_file(struct tcpst_input *input, u8 *to, size_t n)
{
	ssize_t got;

	do {
		if (!input->ops->wait(input->ops->arg)) {
			input->stopped = true;
			input->ended = true;
			return 0;
		}
		got = read(input->fd, to, n);
	} while (got < 0 && errno == EINTR);
	if (got < 0)
		input->error = strerror(errno);
	if (got <= 0) {
		input->ended = true;
		return 0;
	}
	input->offset += (u64)got;
	return (size_t)got;
}

static void fail(struct tcpst_input *input, const char *why)
{
	input->error = why;
	input->end = true;
}

/* One step of decompression. Return: octets of output. */
static size_t unpack_some(struct tcpst_input *input, u8 *to, size_t n)
{
	struct tcpst_unpack_step step = {
		.in = input->packed + input->packed_at,
		.n_in = input->n_packed,
		.last = input->ended,
		.out = to,
		.n_out = n,
	};
	enum tcpst_unpack_result result =
		tcpst_unpack_step(input->unpack, &step);

	input->packed_at += input->n_packed - step.n_in;
	input->n_packed = step.n_in;
	if (result == TCPST_UNPACK_BROKEN)
		fail(input, "compressed data are corrupt");
	input->within = result == TCPST_UNPACK_MORE;
	return n - step.n_out;
}

static size_t read_packed(struct tcpst_input *input, u8 *to, size_t n)
{
	size_t got = 0, before;

	while (!got && !input->end) {
		if (!input->n_packed && !input->ended) {
			input->packed_at = 0;
			input->n_packed = read_file(input, input->packed,
						    CHUNK);
		}
		/* At the end, get output that the library has held back, if any. */
		before = input->n_packed;
		if (before || input->within)
			got = unpack_some(input, to, n);
		if (!got && input->ended && input->n_packed == before) {
			input->end = true;
			if (input->within && !input->error && !input->stopped) {
				input->truncated = true;
				fail(input, "compressed data are truncated");
			}
		}
	}
	return got;
}

static void begin_unpacking(struct tcpst_input *input, const char *format)
{
	input->unpack = tcpst_unpack_open(format);
	if (!input->unpack) {
		snprintf(input->text, sizeof(input->text),
			 "compressed with %s, but tcpst was built without it: use %s -dc FILE | tcpst ... -r -",
			 format, format);
		fail(input, input->text);
	}
}

/* Find out from the first octets whether the file is compressed. */
static void begin(struct tcpst_input *input)
{
	const char *format;
	size_t n = 0;

	input->begun = true;
	while (n < TCPST_UNPACK_MAGIC && !input->ended)
		n += read_file(input, input->packed + n, CHUNK - n);
	input->n_packed = n;
	format = tcpst_unpack_format(input->packed, n);
	if (format)
		begin_unpacking(input, format);
}

/* Return: number of octets; 0 at the end. */
static size_t read_some(struct tcpst_input *input, u8 *to, size_t n)
{
	if (!input->begun)
		begin(input);
	if (input->end)
		return 0;
	if (input->unpack)
		return read_packed(input, to, n);
	if (input->n_packed) {
		if (n > input->n_packed)
			n = input->n_packed;
		memcpy(to, input->packed + input->packed_at, n);
		input->packed_at += n;
		input->n_packed -= n;
		return n;
	}
	n = input->ended ? 0 : read_file(input, to, n);
	input->end = input->ended;
	return n;
}

/* Make space for @n octets from @at on: move the data to the front, or enlarge the buffer. */
static void reserve(struct tcpst_input *input, size_t n)
{
	if (!input->have)
		input->at = 0;
	if (input->at + n <= input->capacity)
		return;
	memmove(input->buffer, input->buffer + input->at, input->have);
	input->at = 0;
	if (n <= input->capacity)
		return;
	while (input->capacity < n)
		input->capacity *= 2;
	input->buffer = tcpst_resize(input->buffer, input->capacity, 1);
}

/**
 * tcpst_input_fill() - read until there are so many octets
 * @input: the input
 * @n:     number of octets
 *
 * Return: as tcpst_input_need().
 */
const u8 *tcpst_input_fill(struct tcpst_input *input, size_t n)
{
	size_t end;

	while (input->have < n) {
		if (input->end)
			return NULL;
		reserve(input, n);
		end = input->at + input->have;
		input->have += read_some(input, input->buffer + end,
					 input->capacity - end);
	}
	return input->buffer + input->at;
}

/**
 * tcpst_input_take() - read octets, like read(2)
 * @input: the input
 * @to:    buffer
 * @n:     size of the buffer
 *
 * Return: number of octets; 0 at the end.
 */
size_t tcpst_input_take(struct tcpst_input *input, u8 *to, size_t n)
{
	if (!input->have)
		return input->end ? 0 : read_some(input, to, n);
	if (n > input->have)
		n = input->have;
	memcpy(to, input->buffer + input->at, n);
	tcpst_input_consume(input, n);
	return n;
}

/** tcpst_input_stopped() - does it end here because the caller wants no more? */
bool tcpst_input_stopped(const struct tcpst_input *input)
{
	return input->stopped;
}

/** tcpst_input_truncated() - does the file end within compressed data? */
bool tcpst_input_truncated(const struct tcpst_input *input)
{
	return input->truncated;
}

/** tcpst_input_error() - error message, NULL: no error */
const char *tcpst_input_error(const struct tcpst_input *input)
{
	return input->error;
}

/** tcpst_input_offset() - octets of the file read so far */
u64 tcpst_input_offset(const struct tcpst_input *input)
{
	return input->offset;
}

static void open_file(struct tcpst_input *input, const char *path)
{
	input->fd = STDIN_FILENO;
	if (strcmp(path, "-"))
		input->fd = open(path, O_RDONLY | O_CLOEXEC);
}

/**
 * tcpst_input_open() - open a file
 * @inputp: set; unchanged on an error
 * @path:   the file, "-" for standard input
 * @ops:    callbacks; owned by the caller
 *
 * Return: 0 or an errno.
 */
int tcpst_input_open(struct tcpst_input **inputp, const char *path,
		     const struct tcpst_input_ops *ops)
{
	struct tcpst_input *input = tcpst_alloc(1, sizeof(*input));
	int error;

	input->ops = ops;
	input->capacity = CHUNK;
	input->buffer = tcpst_alloc(CHUNK, 1);
	input->packed = tcpst_alloc(CHUNK, 1);
	open_file(input, path);
	if (input->fd >= 0) {
		*inputp = input;
		return 0;
	}
	error = errno;
	free(input->packed);
	free(input->buffer);
	free(input);
	return error;
}

/** tcpst_input_attend() - replace the callbacks; @ops is owned by the caller */
void tcpst_input_attend(struct tcpst_input *input,
			const struct tcpst_input_ops *ops)
{
	input->ops = ops;
}

/** tcpst_input_close() - close the file, unless it is standard input */
void tcpst_input_close(struct tcpst_input *input)
{
	if (input->fd != STDIN_FILENO)
		close(input->fd);
	tcpst_unpack_close(input->unpack);
	free(input->packed);
	free(input->buffer);
	free(input);
}
