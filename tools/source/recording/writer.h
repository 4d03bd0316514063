/* SPDX-License-Identifier: GPL-2.0 */
/* Writing a recording. */
#ifndef TCPST_RECORDING_WRITER_H
#define TCPST_RECORDING_WRITER_H

#include "model/event.h"

struct tcpst_writer;

struct tcpst_writer *tcpst_writer_open(int fd);
void tcpst_writer_start(struct tcpst_writer *writer, u64 time_ns,
			const char *module, bool segments);
void tcpst_writer_table(struct tcpst_writer *writer, u64 time_ns);
void tcpst_writer_flow(struct tcpst_writer *writer,
		       const struct tcpst_flow *flow);
void tcpst_writer_event(struct tcpst_writer *writer,
			const struct tcpst_event *event);
void tcpst_writer_segment(struct tcpst_writer *writer,
			  const struct tcpst_event *segment);
void tcpst_writer_lost(struct tcpst_writer *writer, u64 count);
int tcpst_writer_flush(struct tcpst_writer *writer);
void tcpst_writer_end(struct tcpst_writer *writer, u64 time_ns, u64 dropped);
void tcpst_writer_close(struct tcpst_writer *writer);

#endif /* TCPST_RECORDING_WRITER_H */
