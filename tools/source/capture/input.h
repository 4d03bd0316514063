/* SPDX-License-Identifier: GPL-2.0 */
/* Reading a capture file or a pipe, decompressed if necessary. */
#ifndef TCPST_INPUT_H
#define TCPST_INPUT_H

#include <stddef.h>

#include "module/core/types.h"

struct tcpst_unpack;

/**
 * struct tcpst_input_ops - callbacks of an input
 * @wait: called before reading, which may block. Return false to
 *        stop reading: the input then ends there
 * @arg:  passed to @wait
 */
struct tcpst_input_ops {
	bool (*wait)(void *arg);
	void *arg;
};

/**
 * struct tcpst_input - a file being read; only for input.c and the functions below
 * @fd:      the file
 * @ops:     callbacks
 * @offset:  octets of the file read so far
 * @buffer:  data not consumed yet: @have octets from @at on
 * @capacity: size of @buffer
 * @at:      index of the next octet in @buffer
 * @have:    octets from there on
 * @unpack:  the decompressor; NULL: it is not compressed
 * @packed:  data not decompressed yet: @n_packed octets from @packed_at on
 * @within:  decompression is within a stream
 * @begun:   it is known whether the file is compressed
 * @ended:   end of the file
 * @end:     end of the decompressed data
 * @stopped: it ends here because the caller wants no more
 * @truncated: the file ends within compressed data
 * @error:   error message, NULL: none
 * @text:    buffer for @error
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

int tcpst_input_open(struct tcpst_input **inputp, const char *path,
		     const struct tcpst_input_ops *ops);
void tcpst_input_attend(struct tcpst_input *input,
			const struct tcpst_input_ops *ops);
void tcpst_input_close(struct tcpst_input *input);

const u8 *tcpst_input_fill(struct tcpst_input *input, size_t n);
size_t tcpst_input_take(struct tcpst_input *input, u8 *to, size_t n);

/**
 * tcpst_input_need() - the next octets, contiguous
 * @input: the input
 * @n:     number of octets
 *
 * They are valid until the next call with this input, and are not consumed:
 * tcpst_input_consume() does that.
 *
 * Return: the first of @n octets; NULL if fewer are left.
 */
static inline const u8 *tcpst_input_need(struct tcpst_input *input, size_t n)
{
	if (input->have < n)
		return tcpst_input_fill(input, n);
	return input->buffer + input->at;
}

/** tcpst_input_have() - octets read and not consumed yet */
static inline size_t tcpst_input_have(const struct tcpst_input *input)
{
	return input->have;
}

/** tcpst_input_consume() - consume @n octets returned by tcpst_input_need() */
static inline void tcpst_input_consume(struct tcpst_input *input, size_t n)
{
	input->have -= n;
	input->at += n;
}

bool tcpst_input_stopped(const struct tcpst_input *input);
bool tcpst_input_truncated(const struct tcpst_input *input);
const char *tcpst_input_error(const struct tcpst_input *input);
u64 tcpst_input_offset(const struct tcpst_input *input);

#endif /* TCPST_INPUT_H */
