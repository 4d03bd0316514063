/* SPDX-License-Identifier: GPL-2.0 */
/* Remarks about a capture. */
#ifndef TCPST_FINDINGS_H
#define TCPST_FINDINGS_H

struct tcpst_replay_stats;

void tcpst_findings_remark(const struct tcpst_replay_stats *counts);

#endif /* TCPST_FINDINGS_H */
