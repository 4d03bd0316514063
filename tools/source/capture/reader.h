/* SPDX-License-Identifier: GPL-2.0 */
/* Reading the frames of a capture file, pcap or pcapng. */
#ifndef TCPST_READER_H
#define TCPST_READER_H

#include "source/capture/input.h"
#include "source/capture/raw.h"

struct tcpst_reader;

int tcpst_reader_begin(struct tcpst_reader **readerp, struct tcpst_input *input,
		       char error[TCPST_READER_ERROR]);
int tcpst_reader_open(struct tcpst_reader **readerp, const char *path,
		      const struct tcpst_input_ops *ops,
		      char error[TCPST_READER_ERROR]);
int tcpst_reader_next(struct tcpst_reader *reader, struct tcpst_raw *raw,
		      char error[TCPST_READER_ERROR]);
void tcpst_reader_close(struct tcpst_reader *reader);
const struct tcpst_input *
tcpst_reader_input(const struct tcpst_reader *reader);

#endif /* TCPST_READER_H */
