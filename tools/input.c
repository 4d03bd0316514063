// SPDX-License-Identifier: GPL-2.0
/* The octets of a file, or of standard input, in order and without copies. */
#include "input.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Read at a time. A pipe gives less, whatever is asked for. */
#define CHUNK (1U << 20)

static bool grow(struct tcpst_input *input, size_t room)
{
	u8 *buffer = realloc(input->buffer, room);

	if (!buffer)
		return false;
	input->buffer = buffer;
	input->room = room;
	return true;
}

/**
 * tcpst_input_open() - begin to read
 * @input: written whole
 * @path:  a file, "-" for standard input
 *
 * Return: 0, or a negative errno.
 */
int tcpst_input_open(struct tcpst_input *input, const char *path)
{
	struct stat stat;

	*input = (struct tcpst_input){ .fd = STDIN_FILENO };
	if (strcmp(path, "-"))
		input->fd = open(path, O_RDONLY | O_CLOEXEC);
	if (input->fd < 0)
		return -errno;
	if (!fstat(input->fd, &stat) && S_ISDIR(stat.st_mode)) {
		tcpst_input_close(input);
		return -EISDIR;
	}
	if (S_ISREG(stat.st_mode) && stat.st_size > 0)
		input->size = (u64)stat.st_size;
	if (!grow(input, 2 * CHUNK)) {
		tcpst_input_close(input);
		return -ENOMEM;
	}
	return 0;
}

/** tcpst_input_close() - read no more; what was taken is gone */
void tcpst_input_close(struct tcpst_input *input)
{
	if (input->fd > STDIN_FILENO)
		close(input->fd);
	free(input->buffer);
	input->buffer = NULL;
}

/* More of the file; false at its end, or if it cannot be read. */
static bool read_on(struct tcpst_input *input)
{
	ssize_t n;

	do {
		if (input->wait && !input->wait(input->arg))
			return false;
		n = read(input->fd, input->buffer + input->end,
			 input->room - input->end);
	} while (n < 0 && errno == EINTR);
	if (n < 0)
		input->error = errno;
	if (n > 0)
		input->end += (size_t)n;
	return n > 0;
}

/**
 * tcpst_input_peek() - what comes next
 * @input: where
 * @n:     octets, at most %TCPST_INPUT_MAX
 *
 * Return: @n octets, valid until more is asked for; NULL if there are fewer.
 */
const u8 *tcpst_input_peek(struct tcpst_input *input, size_t n)
{
	if (input->start == input->end) {
		input->start = 0;
		input->end = 0;
	} else if (input->room - input->start < n) {
		memmove(input->buffer, input->buffer + input->start,
			input->end - input->start);
		input->end -= input->start;
		input->start = 0;
	}
	if (input->room < n && !grow(input, n + CHUNK)) {
		input->error = ENOMEM;
		return NULL;
	}
	while (input->end - input->start < n)
		if (!read_on(input))
			return NULL;
	return input->buffer + input->start;
}

/** tcpst_input_skip() - go past @n octets; false if there are fewer */
bool tcpst_input_skip(struct tcpst_input *input, u64 n)
{
	while (n) {
		size_t part = n < CHUNK ? (size_t)n : CHUNK;

		if (!tcpst_input_take(input, part))
			return false;
		n -= part;
	}
	return true;
}
