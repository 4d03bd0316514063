/* SPDX-License-Identifier: GPL-2.0 */
/* Number and limit of the flows of all network namespaces together. */
#ifndef TCPS_QUOTA_H
#define TCPS_QUOTA_H

#include <linux/types.h>

int tcps_quota_init(unsigned int max_flows);
void tcps_quota_exit(void);
bool tcps_quota_full(bool unprivileged);
void tcps_quota_take(bool unprivileged);
void tcps_quota_give(bool unprivileged);

#endif /* TCPS_QUOTA_H */
