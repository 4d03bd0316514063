/* SPDX-License-Identifier: GPL-2.0 */
/* Reading the format pcapng (draft-ietf-opsawg-pcapng). */
#ifndef TCPST_PCAPNG_H
#define TCPST_PCAPNG_H

#include "source/capture/input.h"
#include "source/capture/raw.h"

struct tcpst_pcapng;

bool tcpst_pcapng_is(struct tcpst_input *input);
struct tcpst_pcapng *tcpst_pcapng_open(struct tcpst_input *input);
int tcpst_pcapng_next(struct tcpst_pcapng *pcapng, struct tcpst_raw *raw,
		      char error[TCPST_READER_ERROR]);
void tcpst_pcapng_close(struct tcpst_pcapng *pcapng);

#endif /* TCPST_PCAPNG_H */
