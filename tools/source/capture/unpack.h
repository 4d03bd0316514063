/* SPDX-License-Identifier: GPL-2.0 */
/* Compressed files: gzip, zstd, xz and lz4, by their libraries. */
#ifndef TCPST_UNPACK_H
#define TCPST_UNPACK_H

#include "module/core/types.h"

/* Octets that show how a file is compressed. */
#define TCPST_UNPACK_MAGIC 6

struct tcpst_unpack;

/* What a step came to. */
enum tcpst_unpack_result {
	TCPST_UNPACK_MORE,	/* go on, with more to read or to write to */
	TCPST_UNPACK_END,	/* a whole stream; another may follow */
	TCPST_UNPACK_BROKEN,
};

/**
 * struct tcpst_unpack_step - octets on both sides of a step
 * @in:   not yet unpacked; @n_in: how many
 * @last: no more will follow these
 * @out:  where they go; @n_out: space there
 *
 * Each is moved on by what was used.
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
