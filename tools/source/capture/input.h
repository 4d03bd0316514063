/* SPDX-License-Identifier: GPL-2.0 */
/* Reading a capture file or a pipe, decompressed if necessary. */
#ifndef TCPST_INPUT_H
#define TCPST_INPUT_H

#include <stddef.h>

#include "module/core/types.h"

struct tcpst_input;

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

int tcpst_input_open(struct tcpst_input **inputp, const char *path,
		     const struct tcpst_input_ops *ops);
void tcpst_input_attend(struct tcpst_input *input,
			const struct tcpst_input_ops *ops);
void tcpst_input_close(struct tcpst_input *input);

const u8 *tcpst_input_need(struct tcpst_input *input, size_t n);
size_t tcpst_input_have(const struct tcpst_input *input);
void tcpst_input_consume(struct tcpst_input *input, size_t n);
size_t tcpst_input_take(struct tcpst_input *input, u8 *to, size_t n);

bool tcpst_input_stopped(const struct tcpst_input *input);
bool tcpst_input_truncated(const struct tcpst_input *input);
const char *tcpst_input_error(const struct tcpst_input *input);
u64 tcpst_input_offset(const struct tcpst_input *input);

#endif /* TCPST_INPUT_H */
