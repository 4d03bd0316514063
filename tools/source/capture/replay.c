// SPDX-License-Identifier: GPL-2.0
/*
 * Replaying a capture through the state machine. Frames are processed as many at a time
 * as they are read, so that the memory of all their flows is prefetched at once.
 */
#include "source/capture/replay.h"

#include "source/capture/capture.h"
#include "source/capture/tracker.h"

/**
 * struct replay - a capture being replayed
 * @tracker: its flows
 * @batch: frames to be processed
 * @until: time at which the capture is taken to end, ns; later frames are ignored
 * @ops:   callbacks
 * @stop:  stop reading
 * @over:  stop reading, as if the capture ended
 */
struct replay {
	struct tcpst_tracker tracker;
	struct tcpst_tracker_frame batch[TCPST_FRAMES_MAX];
	u64 until;
	const struct tcpst_replay_ops *ops;
	bool stop;
	bool over;
};

/* Advance the time. Return: false if it is after the end. */
static bool pass_time(struct replay *replay, u64 now)
{
	if (now > replay->until) {
		replay->over = true;
		now = replay->until;
	}
	tcpst_tracker_advance(&replay->tracker, now);
	return !replay->over;
}

static bool has_flow(const struct tcpst_frame *frame)
{
	return frame->result == TCPST_LINK_SEGMENT ||
	       frame->result == TCPST_LINK_ICMP;
}

static void ask_to_stop(struct replay *replay)
{
	if (replay->ops->stopped && replay->ops->stopped(replay->ops->arg))
		replay->stop = true;
}

static void look_up_batch(struct replay *replay, const struct tcpst_frame *frames,
			  unsigned int n)
{
	struct tcpst_replay_flows *flows = &replay->tracker.flows;
	struct tcpst_tracker_frame *batch = replay->batch;
	unsigned int i;

	for (i = 0; i < n; i++) {
		batch[i].read = &frames[i];
		if (!has_flow(&frames[i]))
			continue;
		batch[i].side = tcpst_replay_key_make(&batch[i].key,
						      &frames[i].packet);
		batch[i].hash = tcpst_replay_key_hash(&batch[i].key,
						      flows->secret);
		tcpst_replay_prefetch(flows, batch[i].hash);
	}
	for (i = 0; i < n; i++)
		if (has_flow(&frames[i]))
			batch[i].guess = tcpst_replay_guess(flows, batch[i].hash);
}

static bool goes_on(const struct replay *replay)
{
	return !replay->stop && !replay->over;
}

static bool take_frames(const struct tcpst_frame *frames, unsigned int n, void *arg)
{
	struct replay *replay = arg;
	struct tcpst_tracker *tracker = &replay->tracker;
	unsigned int i;

	if (!tracker->stats->packets && replay->ops->begin)
		replay->until = replay->ops->begin(frames->clock_ns,
						   replay->ops->arg);
	look_up_batch(replay, frames, n);
	for (i = 0; i < n && pass_time(replay, frames[i].clock_ns); i++)
		tcpst_tracker_take(tracker, &replay->batch[i]);
	ask_to_stop(replay);
	return goes_on(replay);
}

/* All frames read so far have been processed before reading from a pipe may block. */
static bool wait_for_more(bool known, void *arg)
{
	struct replay *replay = arg;

	if (known && replay->ops->idle)
		replay->ops->idle(replay->ops->arg);
	ask_to_stop(replay);
	return goes_on(replay);
}

/**
 * tcpst_replay_file() - replay a capture through the state machine
 * @options: files, and options of reading
 * @ops:     callbacks
 * @stats:   filled in
 * @error:   filled in if the capture could not be read, or not completely;
 *           the readable part has been processed
 *
 * Flows are numbered from 1 in the order of their first segments. Each is
 * reported by a %TCPST_LIFE event when it ends, or when the capture does.
 * Times never go back: a frame cannot be older than the one before.
 *
 * Return: 0 or -1.
 */
int tcpst_replay_file(const struct tcpst_capture_options *options,
		      const struct tcpst_replay_ops *ops,
		      struct tcpst_replay_stats *stats,
		      char error[TCPST_REPLAY_ERROR])
{
	struct replay replay = {
		.until = UINT64_MAX, .ops = ops,
		.tracker = {
			.stats = stats,
			.emit = { .take = ops->event, .segment = ops->segment,
				  .segments = ops->segments, .answers = ops->answers,
				  .at_close = ops->at_close && ops->event,
				  .arg = ops->arg },
		},
	};
	struct tcpst_capture_ops capture = {
		.frames = take_frames,
		.wait = wait_for_more,
		.arg = &replay,
	};
	int result;

	*stats = (struct tcpst_replay_stats){ .packets = 0 };
	error[0] = '\0';
	tcpst_replay_flows_init(&replay.tracker.flows);
	result = tcpst_capture_read(options, &capture, &stats->findings, error);
	if (!replay.stop)
		tcpst_tracker_finish(&replay.tracker);
	tcpst_replay_flows_free(&replay.tracker.flows);
	return result;
}
