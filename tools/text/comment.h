/* SPDX-License-Identifier: GPL-2.0 */
/* Transitions and notes as comments on frames, for Wireshark. */
#ifndef TCPST_COMMENT_H
#define TCPST_COMMENT_H

#include <stddef.h>

#include "model/event.h"

void tcpst_comment_text(char *text, size_t size, const struct tcpst_event *event);

#endif /* TCPST_COMMENT_H */
