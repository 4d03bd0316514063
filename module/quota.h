/* SPDX-License-Identifier: GPL-2.0 */
/* How many flows there are in all network namespaces together, and may be. */
#ifndef TCPS_QUOTA_H
#define TCPS_QUOTA_H

#include <linux/types.h>

int tcps_quota_init(unsigned int max_flows);
void tcps_quota_exit(void);
bool tcps_quota_full(bool unprivileged);
void tcps_quota_take(bool unprivileged);
void tcps_quota_give(bool unprivileged);

#endif /* TCPS_QUOTA_H */
