/* SPDX-License-Identifier: GPL-2.0 */
/* How long a connection lasted: everything that tells it means this. */
#ifndef TCPST_DURATION_H
#define TCPST_DURATION_H

#include "model/model.h"

u64 tcpst_flow_duration(const struct tcpst_flow *flow);

#endif /* TCPST_DURATION_H */
