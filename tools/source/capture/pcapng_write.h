/* SPDX-License-Identifier: GPL-2.0 */
/* Writing frames with comments in the format pcapng. */
#ifndef TCPST_PCAPNG_WRITE_H
#define TCPST_PCAPNG_WRITE_H

#include <stdio.h>

#include "source/capture/raw.h"

struct tcpst_pcapng_write;

struct tcpst_pcapng_write *tcpst_pcapng_write_open(FILE *file);
void tcpst_pcapng_write_comment(struct tcpst_pcapng_write *write,
				const char *text);
void tcpst_pcapng_write_drop(struct tcpst_pcapng_write *write);
void tcpst_pcapng_write_frame(struct tcpst_pcapng_write *write,
			      const struct tcpst_raw *raw);
void tcpst_pcapng_write_close(struct tcpst_pcapng_write *write);

#endif /* TCPST_PCAPNG_WRITE_H */
