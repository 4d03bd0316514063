/* SPDX-License-Identifier: GPL-2.0 */
/* Reading a recording. */
#ifndef TCPST_RECORDING_READER_H
#define TCPST_RECORDING_READER_H

#include "model/stats.h"
#include "source/capture/input.h"
#include "source/capture/replay.h"

/**
 * struct tcpst_recording_findings - findings about a recording
 * @recorded: its origin
 * @cut:      it was cut off: the message END is missing
 * @dropped:  packets that could not be captured when it was made, if segments are wanted
 */
struct tcpst_recording_findings {
	struct tcpst_recorded recorded;
	bool cut;
	u64 dropped;
};

bool tcpst_recording_is(struct tcpst_input *input);
int tcpst_recording_read(struct tcpst_input *input,
			 const struct tcpst_replay_ops *ops,
			 struct tcpst_recording_findings *found,
			 char error[TCPST_REPLAY_ERROR]);

#endif /* TCPST_RECORDING_READER_H */
