/* SPDX-License-Identifier: GPL-2.0 */
/* Recognizing artefacts of capturing. */
#ifndef TCPST_JUDGE_H
#define TCPST_JUDGE_H

#include "source/capture/findings.h"
#include "source/capture/frame.h"

struct tcpst_judge;

/**
 * struct tcpst_judge_options - options
 * @survey:  examine the first frames together before any is passed on; not for
 *           pipes, because of the delay
 * @frame:   called for each frame; returns false to stop
 * @arg:     passed to @frame
 * @found:   findings about the capture
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
