/* SPDX-License-Identifier: GPL-2.0 */
/* The settings of a network namespace: written by sysctl.c, read elsewhere. */
#ifndef TCPS_SETTINGS_H
#define TCPS_SETTINGS_H

#include "core/state.h"

/**
 * struct tcps_settings - the sysctls of one namespace
 * @max_flows:     flows kept at once
 * @max_half_open: of these, flows whose handshake is not finished
 * @max_dropped:   of these, attempts of which this machine dropped every SYN
 * @timeout:       seconds by enum tcps_class
 * @sample:        one data segment in this many is sampled, while flows are few and
 *                 segments small
 * @accounting:    look at every segment
 * @recorder_records: records the flight recorder holds
 * @drops:     segments that the kernel drops are noted; written by sysctl.c
 * @retransmits: data that sockets retransmit is noted; written by sysctl.c
 * @enabled:   the namespace is observed; written by switch.c only
 *
 * Plain integers, read with READ_ONCE() on any path; a reader may see an old value for a
 * moment; nothing depends on two of them being consistent.
 */
struct tcps_settings {
	unsigned int max_flows;
	unsigned int max_half_open;
	unsigned int max_dropped;
	unsigned int timeout[TCPS_CLASS_MAX];
	unsigned int sample;
	u8 accounting;
	unsigned int recorder_records;
	u8 drops;
	u8 retransmits;
	u8 enabled;
};

void tcps_settings_init(struct tcps_settings *settings, bool unprivileged);

/* Ranges; Documentation/sysctl.rst describes them. */
#define TCPS_MAX_FLOWS_LIMIT (16U << 20)
/* Less than half the range of ticks, so that they compare: 26 days. */
#define TCPS_TIMEOUT_LIMIT (25U * 24 * 3600)
#define TCPS_SAMPLE_LIMIT 65536U
#define TCPS_RECORDS_MIN 1024U
#define TCPS_RECORDS_MAX (1U << 20)

#endif /* TCPS_SETTINGS_H */
