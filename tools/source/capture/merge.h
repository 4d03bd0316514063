/* SPDX-License-Identifier: GPL-2.0 */
/* Merging several capture files by time. */
#ifndef TCPST_MERGE_H
#define TCPST_MERGE_H

#include "source/capture/input.h"
#include "source/capture/raw.h"

struct tcpst_merge;

int tcpst_merge_open(struct tcpst_merge **mergep, const char *const *paths,
		     unsigned int n, struct tcpst_input *input,
		     const struct tcpst_input_ops *ops,
		     char error[TCPST_READER_ERROR]);
int tcpst_merge_next(struct tcpst_merge *merge, const struct tcpst_raw **rawp,
		     char error[TCPST_READER_ERROR]);
void tcpst_merge_close(struct tcpst_merge *merge);

unsigned int tcpst_merge_files(const struct tcpst_merge *merge);
unsigned int tcpst_merge_file(const struct tcpst_merge *merge);
const char *tcpst_merge_name(const struct tcpst_merge *merge,
			     unsigned int file);
u64 tcpst_merge_size(const struct tcpst_merge *merge);
u64 tcpst_merge_read(const struct tcpst_merge *merge);
bool tcpst_merge_repeatable(const struct tcpst_merge *merge);
unsigned int tcpst_merge_skipped(const struct tcpst_merge *merge);

#endif /* TCPST_MERGE_H */
