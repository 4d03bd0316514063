/* SPDX-License-Identifier: GPL-2.0 */
/* The reason for a transition: the row of the core's table of evidence. */
#ifndef TCPST_REASON_H
#define TCPST_REASON_H

#include "model/event.h"

enum tcps_evidence tcpst_reason_evidence(const struct tcpst_event *event);
const char *tcpst_reason_text(const struct tcpst_event *event);
const char *tcpst_reason_proof(const struct tcpst_event *event);

#endif /* TCPST_REASON_H */
