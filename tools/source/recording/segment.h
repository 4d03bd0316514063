/* SPDX-License-Identifier: GPL-2.0 */
/* A segment of a recording, completed from its header. */
#ifndef TCPST_RECORDING_SEGMENT_H
#define TCPST_RECORDING_SEGMENT_H

#include "model/event.h"

bool tcpst_segment_complete(struct tcpst_event *segment);

#endif /* TCPST_RECORDING_SEGMENT_H */
