/* SPDX-License-Identifier: GPL-2.0 */
/* Many flows, kept in little memory until they can be shown in order. */
#ifndef TCPST_KEPT_H
#define TCPST_KEPT_H

#include "model/flow.h"

struct tcpst_kept;

struct tcpst_kept *tcpst_kept_new(void);
void tcpst_kept_free(struct tcpst_kept *kept);
u32 tcpst_kept_add(struct tcpst_kept *kept, const struct tcpst_flow *flow);
void tcpst_kept_prefetch(const struct tcpst_kept *kept, u32 place);
void tcpst_kept_read(const struct tcpst_kept *kept, u32 place, struct tcpst_flow *flow);

#endif /* TCPST_KEPT_H */
