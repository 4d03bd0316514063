/* SPDX-License-Identifier: GPL-2.0 */
/* The octets of a file, or of standard input, in order and without copies. */
#ifndef TCPST_INPUT_H
#define TCPST_INPUT_H

#include <stddef.h>

#include "../module/core/types.h"

/* The most that tcpst_input_take() gives at a time. */
#define TCPST_INPUT_MAX (16U << 20)

/**
 * struct tcpst_input - a file being read
 * @fd:     the file
 * @buffer: what was read ahead
 * @room:   size of @buffer
 * @start:  what was taken ends here
 * @end:    what was read ends here
 * @offset: octets taken so far
 * @size:   of the file, 0: not known
 * @error:  errno if reading failed, or 0
 * @wait:   called before more is read, which may take long; and once a signal
 *          has ended that. Returns false to read no more. May be NULL.
 * @arg:    passed to it
 */
struct tcpst_input {
	int fd;
	u8 *buffer;
	size_t room;
	size_t start;
	size_t end;
	u64 offset;
	u64 size;
	int error;
	bool (*wait)(void *arg);
	void *arg;
};

int tcpst_input_open(struct tcpst_input *input, const char *path);
void tcpst_input_close(struct tcpst_input *input);
const u8 *tcpst_input_peek(struct tcpst_input *input, size_t n);
bool tcpst_input_skip(struct tcpst_input *input, u64 n);

/** tcpst_input_take() - tcpst_input_peek(), and go past it */
static inline const u8 *tcpst_input_take(struct tcpst_input *input, size_t n)
{
	const u8 *at;

	if (input->end - input->start < n)
		at = tcpst_input_peek(input, n);
	else
		at = input->buffer + input->start;
	if (at) {
		input->start += n;
		input->offset += n;
	}
	return at;
}

/** tcpst_input_left() - after a peek that failed: how much there is */
static inline size_t tcpst_input_left(const struct tcpst_input *input)
{
	return input->end - input->start;
}

#endif /* TCPST_INPUT_H */
