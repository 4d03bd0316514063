// SPDX-License-Identifier: GPL-2.0
/* The octets of a capture file, or of a pipe. */
#include "source/capture/input.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Octets read at a time: what a pipe holds. */
#define CHUNK (1U << 16)

/**
 * struct tcpst_input - a file being read
 * @fd:      the file
 * @ops:     who waits
 * @size:    of the file, octets; 0: not known
 * @offset:  octets of it read so far
 * @buffer:  read, and not yet asked for: @have octets from @at on
 * @room:    size of @buffer
 * @at:      where in it the next octet is
 * @have:    octets from there on
 * @end:     there is no more to read
 * @stopped: it ends here since no more is wanted
 * @error:   errno of what went wrong
 */
struct tcpst_input {
	int fd;
	const struct tcpst_input_ops *ops;
	u64 size;
	u64 offset;
	u8 *buffer;
	size_t room;
	size_t at;
	size_t have;
	bool end;
	bool stopped;
	int error;
};

/* What is wanted no more ends as a file does. */
static size_t read_file(struct tcpst_input *input, u8 *to, size_t n)
{
	ssize_t got;

	do {
		if (!input->ops->wait(input->ops->arg)) {
			input->stopped = true;
			input->end = true;
			return 0;
		}
		got = read(input->fd, to, n);
	} while (got < 0 && errno == EINTR);
	if (got < 0)
		input->error = errno;
	if (got <= 0) {
		input->end = true;
		return 0;
	}
	input->offset += (u64)got;
	return (size_t)got;
}

static bool grow(struct tcpst_input *input, size_t n)
{
	size_t room = input->room;
	u8 *buffer;

	while (room < n)
		room *= 2;
	buffer = realloc(input->buffer, room);
	if (!buffer) {
		input->error = ENOMEM;
		input->end = true;
		return false;
	}
	input->buffer = buffer;
	input->room = room;
	return true;
}

/* What is left moves to the front, so that more fits behind it. */
static bool make_room(struct tcpst_input *input, size_t n)
{
	if (input->at + n <= input->room)
		return true;
	memmove(input->buffer, input->buffer + input->at, input->have);
	input->at = 0;
	return n <= input->room || grow(input, n);
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
		if (input->end || !make_room(input, n))
			return NULL;
		end = input->at + input->have;
		input->have += read_file(input, input->buffer + end,
					 input->room - end);
	}
	return input->buffer + input->at;
}

/** tcpst_input_have() - octets read that nobody has consumed yet */
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
		return input->end ? 0 : read_file(input, to, n);
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

/** tcpst_input_error() - errno of what ended it before its end, 0: nothing */
int tcpst_input_error(const struct tcpst_input *input)
{
	return input->error;
}

/** tcpst_input_size() - octets of the file, 0: not known */
u64 tcpst_input_size(const struct tcpst_input *input)
{
	return input->size;
}

/** tcpst_input_offset() - octets of the file read so far */
u64 tcpst_input_offset(const struct tcpst_input *input)
{
	return input->offset;
}

static void open_file(struct tcpst_input *input, const char *path)
{
	struct stat stat;

	input->fd = STDIN_FILENO;
	if (strcmp(path, "-"))
		input->fd = open(path, O_RDONLY | O_CLOEXEC);
	if (input->fd >= 0 && !fstat(input->fd, &stat) &&
	    S_ISREG(stat.st_mode))
		input->size = (u64)stat.st_size;
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
	struct tcpst_input *input = calloc(1, sizeof(*input));
	int error = ENOMEM;

	if (!input)
		return ENOMEM;
	input->ops = ops;
	input->room = CHUNK;
	input->buffer = malloc(CHUNK);
	if (input->buffer) {
		open_file(input, path);
		if (input->fd >= 0) {
			*inputp = input;
			return 0;
		}
		error = errno;
	}
	free(input->buffer);
	free(input);
	return error;
}

/** tcpst_input_close() - close the file, unless it is standard input */
void tcpst_input_close(struct tcpst_input *input)
{
	if (input->fd != STDIN_FILENO)
		close(input->fd);
	free(input->buffer);
	free(input);
}
