/* SPDX-License-Identifier: GPL-2.0 */
/* The connections that are open at one moment of a recording. */
#ifndef TCPST_RECORDING_OPEN_H
#define TCPST_RECORDING_OPEN_H

#include "model/event.h"

struct tcpst_open;

struct tcpst_open *tcpst_open_make(void);
void tcpst_open_table(struct tcpst_open *open, u64 time_ns);
void tcpst_open_flow(struct tcpst_open *open, const struct tcpst_flow *flow);
void tcpst_open_event(struct tcpst_open *open, const struct tcpst_event *event);
void tcpst_open_finish(struct tcpst_open *open, u64 time_ns,
		       void (*take)(const struct tcpst_flow *flow, void *arg),
		       void *arg);
void tcpst_open_free(struct tcpst_open *open);

#endif /* TCPST_RECORDING_OPEN_H */
