/* SPDX-License-Identifier: GPL-2.0 */
/* Decompression of gzip, zstd, xz and lz4 by their libraries. */
#ifndef TCPST_UNPACK_H
#define TCPST_UNPACK_H

#include "module/core/types.h"

/* Octets needed to recognize the format of a file. */
#define TCPST_UNPACK_MAGIC 6

struct tcpst_unpack;

/* Results of a step. */
enum tcpst_unpack_result {
	TCPST_UNPACK_MORE,	/* continue, with more input or output space */
	TCPST_UNPACK_END,	/* a whole stream; another may follow */
	TCPST_UNPACK_BROKEN,
};

/**
 * struct tcpst_unpack_step - input and output of a step
 * @in:   compressed octets; @n_in: number of them
 * @last: this is the last input
 * @out:  buffer for the output; @n_out: space in it
 *
 * A step advances both by the octets used.
 */
struct tcpst_unpack_step {
	const u8 *in;
	size_t n_in;
	bool last;
	u8 *out;
	size_t n_out;
};

const char *tcpst_unpack_format(const u8 *head, size_t n);
struct tcpst_unpack *tcpst_unpack_open(const char *format);
enum tcpst_unpack_result tcpst_unpack_step(struct tcpst_unpack *unpack,
					   struct tcpst_unpack_step *step);
void tcpst_unpack_close(struct tcpst_unpack *unpack);

#endif /* TCPST_UNPACK_H */
