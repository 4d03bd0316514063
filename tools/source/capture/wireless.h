/* SPDX-License-Identifier: GPL-2.0 */
/* Frames of IEEE 802.11, with or without a header added by the receiver. */
#ifndef TCPST_WIRELESS_H
#define TCPST_WIRELESS_H

#include "source/capture/span.h"

int tcpst_wireless_skip(struct tcpst_span *span);
int tcpst_wireless_skip_swapped(struct tcpst_span *span);
int tcpst_wireless_skip_radiotap(struct tcpst_span *span);
int tcpst_wireless_skip_prism(struct tcpst_span *span);
int tcpst_wireless_skip_avs(struct tcpst_span *span);

#endif /* TCPST_WIRELESS_H */
