// SPDX-License-Identifier: GPL-2.0
/*
 * Recognizing artefacts of capturing: wrong checksums due to offload, duplicates,
 * wrong time stamps. Some can only be recognized by later frames. So the first frames
 * of a file are examined together, and a frame with an implausible time stamp is held
 * until later frames show the reason.
 */
#include "source/capture/judge.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "source/capture/clock.h"
#include "source/capture/duplicates.h"
#include "source/capture/senders.h"

/* Number of frames that are examined together. */
#define SURVEY 4096

#define SECOND 1000000000ULL
#define YEAR (366ULL * 24 * 3600 * 1000000000)

/* Number of frames with implausible time stamps after which these are accepted. */
#define HELD 16

/**
 * struct tcpst_judge - a capture being examined
 * @options:    options
 * @frames:     frames to be examined
 * @survey:     they are the first ones, which are examined together
 * @run:        frames examined that are still to be passed on, @n_run of them: in
 *              @frames or in @held
 * @held:       frames with implausible time stamps, @n_held of them, with their @held_headers
 * @clock:      clock of the capture
 * @senders:    senders of correct checksums
 * @duplicates: recent segments
 * @decided:    the decision about duplicates is final
 * @set:        @set of the next frame, as in struct tcpst_frame
 * @stop:       the caller wants no more
 */
struct tcpst_judge {
	struct tcpst_judge_options options;
	struct tcpst_frames frames;
	bool survey;
	const struct tcpst_frame *run;
	unsigned int n_run;
	struct tcpst_frame held[HELD];
	struct tcpst_header held_headers[HELD];
	unsigned int n_held;
	struct tcpst_clock clock;
	struct tcpst_senders senders;
	struct tcpst_duplicates duplicates;
	bool decided;
	bool set;
	bool stop;
};

static void pass_run(struct tcpst_judge *judge)
{
	unsigned int n = judge->n_run;

	judge->n_run = 0;
	if (n && !judge->stop &&
	    !judge->options.frames(judge->run, n, judge->options.arg))
		judge->stop = true;
}

/* Frames that follow each other in memory are passed on together. */
static inline void hand_on(struct tcpst_judge *judge, struct tcpst_frame *frame)
{
	frame->clock_ns = judge->clock.now;
	frame->set = judge->set;
	judge->set = false;
	if (judge->n_run == TCPST_FRAMES_MAX || frame != judge->run + judge->n_run)
		pass_run(judge);
	if (!judge->n_run)
		judge->run = frame;
	judge->n_run++;
}

static void note_stray(struct tcpst_judge *judge,
		       const struct tcpst_frame *frame)
{
	struct tcpst_capture_findings *found = judge->options.found;

	if (!found->strays++) {
		found->stray_frame = frame->number;
		found->stray_from = judge->clock.stamp;
		found->stray_to = frame->time_ns;
	}
}

static void note_set(struct tcpst_judge *judge,
		     const struct tcpst_frame *frame)
{
	struct tcpst_capture_findings *found = judge->options.found;

	/* A jump ahead need not be a clock change: nothing may have been captured. */
	if (frame->time_ns >= judge->clock.stamp)
		return;
	judge->set = true;
	if (!found->set++) {
		found->set_frame = frame->number;
		found->set_from = judge->clock.stamp;
		found->set_to = frame->time_ns;
	}
}

/* The time stamps of the frames held are wrong: the next one is plausible without them. */
static void pass_strays(struct tcpst_judge *judge)
{
	unsigned int i;

	for (i = 0; i < judge->n_held; i++) {
		note_stray(judge, &judge->held[i]);
		judge->held[i].untimed = true;
		hand_on(judge, &judge->held[i]);
	}
	pass_run(judge);
	judge->n_held = 0;
}

/* Keep a frame, and its headers if they are wanted, as the i-th of those held. */
static void hold(struct tcpst_judge *judge, unsigned int i, const struct tcpst_frame *frame)
{
	judge->held[i] = *frame;
	if (!frame->header)
		return;
	judge->held_headers[i] = *frame->header;
	judge->held[i].header = &judge->held_headers[i];
}

/* Accept the time of the first frame held, and of those after it that agree with it. */
static void believe_held(struct tcpst_judge *judge)
{
	unsigned int i, n = judge->n_held;

	note_set(judge, &judge->held[0]);
	tcpst_clock_set(&judge->clock, judge->held[0].time_ns);
	hand_on(judge, &judge->held[0]);
	for (i = 1; i < n && tcpst_clock_fits(&judge->clock,
					      judge->held[i].time_ns); i++) {
		tcpst_clock_advance(&judge->clock, judge->held[i].time_ns);
		hand_on(judge, &judge->held[i]);
	}
	pass_run(judge);
	judge->n_held = n - i;
	for (n = 0; n < judge->n_held; n++)
		hold(judge, n, &judge->held[n + i]);
}

static inline void judge_time(struct tcpst_judge *judge, struct tcpst_frame *frame)
{
	while (!tcpst_clock_fits(&judge->clock, frame->time_ns)) {
		if (judge->n_held < HELD) {
			hold(judge, judge->n_held++, frame);
			return;
		}
		believe_held(judge);
	}
	if (judge->n_held)
		pass_strays(judge);
	tcpst_clock_advance(&judge->clock, frame->time_ns);
	hand_on(judge, frame);
}

static inline void judge_checksum(struct tcpst_judge *judge,
			   struct tcpst_frame *frame)
{
	switch (frame->packet.checksum) {
	case TCPST_CHECKSUM_RIGHT:
		tcpst_senders_add(&judge->senders, &frame->packet);
		break;
	case TCPST_CHECKSUM_WRONG:
		if (tcpst_senders_have(&judge->senders, &frame->packet))
			frame->result = TCPST_LINK_CHECKSUM;
		else
			judge->options.found->offloaded++;
		break;
	}
}

static void judge_copy(struct tcpst_judge *judge, struct tcpst_frame *frame)
{
	struct tcpst_duplicates *duplicates = &judge->duplicates;
	u32 nth = tcpst_duplicates_note(duplicates, frame->packet.print,
					frame->time_ns);

	if (!judge->decided) {
		tcpst_duplicates_decide(duplicates);
		judge->decided = frame->number >= SURVEY;
	}
	if (tcpst_duplicates_is(duplicates, nth)) {
		frame->result = TCPST_LINK_DUPLICATE;
		judge->options.found->copies = duplicates->copies;
	}
}

static inline void judge_frame(struct tcpst_judge *judge, struct tcpst_frame *frame)
{
	if (frame->result == TCPST_LINK_SEGMENT &&
	    tcpst_judge_wants_prints(judge))
		judge_copy(judge, frame);
	if (frame->result == TCPST_LINK_SEGMENT)
		judge_checksum(judge, frame);
	judge_time(judge, frame);
}

static void look_over(struct tcpst_judge *judge)
{
	struct tcpst_duplicates *duplicates = &judge->duplicates;
	const struct tcpst_frame *frame = judge->frames.frame;
	unsigned int i;

	for (i = 0; i < judge->frames.n; i++, frame++) {
		if (frame->result != TCPST_LINK_SEGMENT)
			continue;
		tcpst_duplicates_note(duplicates, frame->packet.print,
				      frame->time_ns);
		if (frame->packet.checksum == TCPST_CHECKSUM_RIGHT)
			tcpst_senders_add(&judge->senders, &frame->packet);
	}
	tcpst_duplicates_decide(duplicates);
	*duplicates = (struct tcpst_duplicates){
		.copies = duplicates->copies,
	};
	judge->decided = true;
}

/* Do most of the frames after this one show that its time stamp is wrong? */
static bool is_stray(const struct tcpst_judge *judge, unsigned int i)
{
	const struct tcpst_frames *frames = &judge->frames;
	u64 stamp = frames->frame[i].time_ns, other;
	unsigned int off = 0, k;

	for (k = i + 1; k < frames->n && k <= i + HELD; k++) {
		other = frames->frame[k].time_ns;
		off += other > stamp ? other - stamp > YEAR :
				       stamp - other > SECOND;
	}
	return 2 * off > k - i - 1;
}

/* Start the clock with the first plausible time stamp. */
static void begin_clock(struct tcpst_judge *judge)
{
	const struct tcpst_frames *frames = &judge->frames;
	unsigned int i = 0;

	while (i + 1 < frames->n && i < HELD && is_stray(judge, i))
		i++;
	if (i < frames->n)
		tcpst_clock_advance(&judge->clock, frames->frame[i].time_ns);
}

/**
 * tcpst_judge_frames() - where the caller adds frames, with all but their clock_ns
 * @judge: the judge
 *
 * When there is no space for another one, the caller calls tcpst_judge_full().
 */
struct tcpst_frames *tcpst_judge_frames(struct tcpst_judge *judge)
{
	return &judge->frames;
}

static bool judge_frames(struct tcpst_judge *judge)
{
	struct tcpst_frames *frames = &judge->frames;
	unsigned int i;

	for (i = 0; i < frames->n && !judge->stop; i++)
		judge_frame(judge, &frames->frame[i]);
	pass_run(judge);
	frames->n = 0;
	return !judge->stop;
}

static bool end_survey(struct tcpst_judge *judge)
{
	look_over(judge);
	begin_clock(judge);
	judge->survey = false;
	judge->frames.size = TCPST_FRAMES_MAX;
	return judge_frames(judge);
}

/**
 * tcpst_judge_full() - examine the frames, of which there is the maximum, and pass them on
 * @judge: the judge
 *
 * Return: false if the caller of tcpst_judge_open() wants no more.
 */
bool tcpst_judge_full(struct tcpst_judge *judge)
{
	return judge->survey ? end_survey(judge) : judge_frames(judge);
}

/**
 * tcpst_judge_flush() - the same with fewer frames, except for those of the survey
 * @judge: the judge
 *
 * Return: as tcpst_judge_full().
 */
bool tcpst_judge_flush(struct tcpst_judge *judge)
{
	return judge->survey ? !judge->stop : judge_frames(judge);
}

static bool is_far_ahead(const struct tcpst_judge *judge)
{
	u64 stamp = judge->held[0].time_ns;

	return stamp > judge->clock.stamp &&
	       stamp - judge->clock.stamp > YEAR;
}

/** tcpst_judge_wants_prints() - does it need prints, to recognize duplicates? */
bool tcpst_judge_wants_prints(const struct tcpst_judge *judge)
{
	return !judge->decided || judge->duplicates.copies > 1;
}

/** tcpst_judge_finish() - pass on the frames held, at the end of the capture */
void tcpst_judge_finish(struct tcpst_judge *judge)
{
	tcpst_judge_full(judge);
	/* A few frames far ahead at the end: their time stamps are wrong. */
	if (judge->n_held && judge->n_held < HELD && is_far_ahead(judge))
		pass_strays(judge);
	while (judge->n_held)
		believe_held(judge);
}

/**
 * tcpst_judge_open() - begin to examine a capture
 * @options: options; copied
 */
struct tcpst_judge *tcpst_judge_open(const struct tcpst_judge_options *options)
{
	struct tcpst_judge *judge = tcpst_alloc(1, sizeof(*judge));

	judge->options = *options;
	judge->survey = options->survey;
	judge->frames.size = judge->survey ? SURVEY : TCPST_FRAMES_MAX;
	judge->frames.frame = tcpst_alloc(judge->frames.size,
					  sizeof(*judge->frames.frame));
	if (options->headers)
		judge->frames.header = tcpst_alloc(judge->frames.size,
						   sizeof(*judge->frames.header));
	return judge;
}

/** tcpst_judge_close() - free it; NULL is allowed */
void tcpst_judge_close(struct tcpst_judge *judge)
{
	if (!judge)
		return;
	free(judge->frames.frame);
	free(judge->frames.header);
	free(judge);
}
