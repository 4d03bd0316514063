/* SPDX-License-Identifier: GPL-2.0 */
/* Probes at tracepoints of the kernel, which are found by name. */
#ifndef TCPS_PROBE_H
#define TCPS_PROBE_H

int tcps_probe_attach(const char *name, void *probe);
void tcps_probe_detach(const char *name, void *probe);

#endif /* TCPS_PROBE_H */
