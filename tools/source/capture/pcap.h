/* SPDX-License-Identifier: GPL-2.0 */
/* Reading the format pcap (draft-ietf-opsawg-pcap) and its variants. */
#ifndef TCPST_PCAP_H
#define TCPST_PCAP_H

#include "source/capture/input.h"
#include "source/capture/raw.h"

struct tcpst_pcap;

bool tcpst_pcap_is(struct tcpst_input *input);
struct tcpst_pcap *tcpst_pcap_open(struct tcpst_input *input,
				   char error[TCPST_READER_ERROR]);
int tcpst_pcap_next(struct tcpst_pcap *pcap, struct tcpst_raw *raw,
		    char error[TCPST_READER_ERROR]);
void tcpst_pcap_close(struct tcpst_pcap *pcap);

#endif /* TCPST_PCAP_H */
