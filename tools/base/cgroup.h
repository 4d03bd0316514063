/* SPDX-License-Identifier: GPL-2.0 */
/* Control groups (cgroup v2): their paths, by the ids that the kernel names them by. */
#ifndef TCPST_CGROUP_H
#define TCPST_CGROUP_H

#include <stdbool.h>
#include <stdint.h>

/* Space for a path; groups deeper than that have no path here. */
#define TCPST_CGROUP_PATH 512

bool tcpst_cgroup_path(uint64_t id, char path[TCPST_CGROUP_PATH]);
const char *tcpst_cgroup_text(char text[TCPST_CGROUP_PATH], uint64_t id);
bool tcpst_cgroup_is_below(uint64_t id, const char *path);
void tcpst_cgroup_recorded(void);
void tcpst_cgroup_add(uint64_t id, const char *path);
void tcpst_cgroup_each(void (*take)(const char *path, void *arg), void *arg);

#endif /* TCPST_CGROUP_H */
