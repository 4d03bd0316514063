/* SPDX-License-Identifier: GPL-2.0 */
/* Memory of the recorders of all network namespaces together: counted and bounded. */
#ifndef TCPS_PAGES_H
#define TCPS_PAGES_H

#include <linux/types.h>

struct work_struct;

/* Range of the limit of all recorders together, MiB. */
#define TCPS_PAGES_MIB_MIN 16U
#define TCPS_PAGES_MIB_MAX 65536U

void tcps_pages_init(unsigned int mib, struct work_struct *reclaim);
void *tcps_pages_alloc(bool unprivileged);
void tcps_pages_free(void *page, bool unprivileged);
unsigned long tcps_pages_count(bool unprivileged);
unsigned long tcps_pages_limit(bool unprivileged);
unsigned long tcps_pages_excess(bool unprivileged);

#endif /* TCPS_PAGES_H */
