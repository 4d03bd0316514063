// SPDX-License-Identifier: GPL-2.0
/* The octets of a capture file, or of a pipe, unpacked if it is compressed. */
#include "source/capture/input.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "source/capture/unpack.h"

/* Octets read at a time: what a pipe holds. */
#define CHUNK (1U << 16)

/**
 * struct tcpst_input - a file being read
 * @fd:      the file
 * @ops:     who waits
 * @offset:  octets of it read so far
 * @buffer:  read, and not yet asked for: @have octets from @at on
 * @capacity: size of @buffer
 * @at:      where in it the next octet is
 * @have:    octets from there on
 * @unpack:  what unpacks it; NULL: it is not compressed
 * @packed:  read, and not yet unpacked: @n_packed octets from @packed_at on
 * @within:  what was unpacked ends within a stream
 * @begun:   it is known whether it is compressed
 * @ended:   the file has no more
 * @end:     there is no more to read
 * @stopped: it ends here since no more is wanted
 * @truncated: it ends within compressed data
 * @error:   what went wrong, NULL: nothing
 * @text:    of @error, where it has to be made
 */
struct tcpst_input {
	int fd;
	const struct tcpst_input_ops *ops;
	u64 offset;
	u8 *buffer;
	size_t capacity;
	size_t at;
	size_t have;
	struct tcpst_unpack *unpack;
	u8 *packed;
	size_t packed_at;
	size_t n_packed;
	bool within;
	bool begun;
	bool ended;
	bool end;
	bool stopped;
	bool truncated;
	const char *error;
	char text[160];
};

/* What is wanted no more ends as a file does. */
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

/* One step of unpacking. Return: octets that came out of it. */
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
		/* What was held back comes out at the end, or nothing does. */
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
			 "compressed by %s, which this tcpst was built without: use %s -dc FILE | tcpst ... -r -",
			 format, format);
		fail(input, input->text);
	}
}

/* The first octets show whether the file is compressed. */
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

/* Return: how many octets; 0: there are no more. */
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

/* What is left moves to the front, so that more fits behind it. */
static void reserve(struct tcpst_input *input, size_t n)
{
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
 * tcpst_input_need() - the next octets, all in one piece
 * @input: the input
 * @n:     how many
 *
 * They stay where they are until the next call with this input. None is passed
 * by: tcpst_input_consume() does that.
 *
 * Return: the first of @n octets; NULL if fewer are left.
 */
const u8 *tcpst_input_need(struct tcpst_input *input, size_t n)
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

/** tcpst_input_have() - octets read and not consumed yet */
size_t tcpst_input_have(const struct tcpst_input *input)
{
	return input->have;
}

/** tcpst_input_consume() - pass by @n octets, that tcpst_input_need() gave */
void tcpst_input_consume(struct tcpst_input *input, size_t n)
{
	input->have -= n;
	input->at = input->have ? input->at + n : 0;
}

/**
 * tcpst_input_take() - the next octets, as read() gives them
 * @input: the input
 * @to:    where they go
 * @n:     at most so many
 *
 * Return: how many; 0 at the end.
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

/** tcpst_input_stopped() - does it end here because no more is wanted? */
bool tcpst_input_stopped(const struct tcpst_input *input)
{
	return input->stopped;
}

/** tcpst_input_truncated() - does it end within compressed data? */
bool tcpst_input_truncated(const struct tcpst_input *input)
{
	return input->truncated;
}

/** tcpst_input_error() - what ended it before its end, NULL: nothing */
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
 * @ops:    who waits; it stays with the caller
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

/** tcpst_input_attend() - from now on it is @ops that waits; it stays with the caller */
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
