/* SPDX-License-Identifier: GPL-2.0 */
/* What can be trusted in a capture. */
#ifndef TCPST_JUDGE_H
#define TCPST_JUDGE_H

#include "source/capture/findings.h"
#include "source/capture/frame.h"

struct tcpst_judge;

/**
 * struct tcpst_judge_options - how to judge
 * @survey:  look at the first frames together before any is handed on; not for
 *           who waits for what comes through a pipe
 * @frame:   who takes frames; false: no more are wanted
 * @arg:     passed to @frame
 * @found:   what is to be reported of the capture
 */
struct tcpst_judge_options {
	bool survey;
	bool (*frame)(const struct tcpst_frame *frame, void *arg);
	void *arg;
	struct tcpst_capture_findings *found;
};

struct tcpst_judge *tcpst_judge_open(const struct tcpst_judge_options *options);
bool tcpst_judge_take(struct tcpst_judge *judge, struct tcpst_frame *frame);
bool tcpst_judge_wants_prints(const struct tcpst_judge *judge);
void tcpst_judge_finish(struct tcpst_judge *judge);
void tcpst_judge_close(struct tcpst_judge *judge);

#endif /* TCPST_JUDGE_H */
