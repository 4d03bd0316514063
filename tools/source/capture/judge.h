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
 * @headers: keep the headers of segments, too
 * @frames:  called for frames, %TCPST_FRAMES_MAX at most; returns false to stop
 * @arg:     passed to @frames
 * @found:   findings about the capture
 */
struct tcpst_judge_options {
	bool survey;
	bool headers;
	bool (*frames)(const struct tcpst_frame *frames, unsigned int n, void *arg);
	void *arg;
	struct tcpst_capture_findings *found;
};

struct tcpst_judge *tcpst_judge_open(const struct tcpst_judge_options *options);
struct tcpst_frames *tcpst_judge_frames(struct tcpst_judge *judge);
bool tcpst_judge_full(struct tcpst_judge *judge);
bool tcpst_judge_flush(struct tcpst_judge *judge);
bool tcpst_judge_wants_prints(const struct tcpst_judge *judge);
void tcpst_judge_finish(struct tcpst_judge *judge);
void tcpst_judge_close(struct tcpst_judge *judge);

#endif /* TCPST_JUDGE_H */
