/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How long peers have been silent while they owe an answer: sums over the established
 * connections at one point in time, for the page of metrics.
 */
#ifndef TCPST_EXPORT_SILENCE_H
#define TCPST_EXPORT_SILENCE_H

#include <stdio.h>

#include "export/durations.h"
#include "model/flow.h"

/**
 * struct tcpst_silence - sums over established connections
 * @silent:  by role of the end that owes an answer: how long it has been silent
 * @unacked: by role of that end: octets sent to it that it has not acknowledged
 * @unknown: connections of which it is not known whether an end owes an answer
 */
struct tcpst_silence {
	struct tcpst_durations silent[2];
	u64 unacked[2];
	u64 unknown;
};

void tcpst_silence_add(struct tcpst_silence *silence,
		       const struct tcpst_flow *flow, u64 now);
void tcpst_silence_print(FILE *file, const struct tcpst_silence *silence);

#endif /* TCPST_EXPORT_SILENCE_H */
