// SPDX-License-Identifier: GPL-2.0
/*
 * What can be trusted in a capture: checksums of senders that compute none,
 * segments captured more than once, time stamps that are wrong. Some of it shows
 * only in what follows. So the first frames of a file are examined together,
 * and a frame whose stamp does not fit is held until those after it show why.
 */
#include "source/capture/judge.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "source/capture/clock.h"
#include "source/capture/duplicates.h"
#include "source/capture/senders.h"

/* Frames looked at together. */
#define SURVEY 4096

#define SECOND 1000000000ULL
#define YEAR (366ULL * 24 * 3600 * 1000000000)

/* Frames that do not fit, until they are accepted. */
#define HELD 16

/**
 * struct tcpst_judge - a capture on its way
 * @options:    how to judge
 * @survey:     frames looked at together, of which there are @n
 * @held:       frames whose stamp does not fit, of which there are @n_held
 * @clock:      of the capture
 * @senders:    who sends right checksums
 * @duplicates: of the latest segments
 * @decided:    whether segments come several times is no more asked
 * @unsure:     of the next frame, as of struct tcpst_frame
 * @stop:       no more are wanted
 */
struct tcpst_judge {
	struct tcpst_judge_options options;
	struct tcpst_frame *survey;
	unsigned int n;
	struct tcpst_frame held[HELD];
	unsigned int n_held;
	struct tcpst_clock clock;
	struct tcpst_senders senders;
	struct tcpst_duplicates duplicates;
	bool decided;
	bool unsure;
	bool stop;
};

static void hand_on(struct tcpst_judge *judge, struct tcpst_frame *frame)
{
	frame->clock_ns = judge->clock.now;
	frame->unsure |= judge->unsure;
	judge->unsure = false;
	if (!judge->stop &&
	    !judge->options.frame(frame, judge->options.arg))
		judge->stop = true;
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

	/* Ahead, nothing may have been captured for so long. */
	if (frame->time_ns >= judge->clock.stamp)
		return;
	judge->unsure = true;
	if (!found->set++) {
		found->set_frame = frame->number;
		found->set_from = judge->clock.stamp;
		found->set_to = frame->time_ns;
	}
}

/* Those held did not fit, but what comes after them does. */
static void pass_strays(struct tcpst_judge *judge)
{
	unsigned int i;

	for (i = 0; i < judge->n_held; i++) {
		note_stray(judge, &judge->held[i]);
		judge->held[i].unsure = true;
		hand_on(judge, &judge->held[i]);
	}
	judge->unsure = judge->n_held;
	judge->n_held = 0;
}

/* From now on the first one held gives the time, as do those that agree with it. */
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
	judge->n_held = n - i;
	for (n = 0; n < judge->n_held; n++)
		judge->held[n] = judge->held[n + i];
}

static void judge_time(struct tcpst_judge *judge, struct tcpst_frame *frame)
{
	if (tcpst_clock_fits(&judge->clock, frame->time_ns)) {
		pass_strays(judge);
		tcpst_clock_advance(&judge->clock, frame->time_ns);
		hand_on(judge, frame);
		return;
	}
	if (judge->n_held == HELD)
		believe_held(judge);
	if (judge->n_held < HELD &&
	    !tcpst_clock_fits(&judge->clock, frame->time_ns))
		judge->held[judge->n_held++] = *frame;
	else
		judge_time(judge, frame);
}

static void judge_checksum(struct tcpst_judge *judge,
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

static void judge_frame(struct tcpst_judge *judge, struct tcpst_frame *frame)
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
	const struct tcpst_frame *frame = judge->survey;
	unsigned int i;

	for (i = 0; i < judge->n; i++, frame++) {
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

/* Do most of the frames after one show that its stamp makes no sense? */
static bool is_stray(const struct tcpst_judge *judge, unsigned int i)
{
	u64 stamp = judge->survey[i].time_ns, other;
	unsigned int off = 0, k;

	for (k = i + 1; k < judge->n && k <= i + HELD; k++) {
		other = judge->survey[k].time_ns;
		off += other > stamp ? other - stamp > YEAR :
				       stamp - other > SECOND;
	}
	return 2 * off > k - i - 1;
}

/* The clock begins with the first stamp that makes sense. */
static void begin_clock(struct tcpst_judge *judge)
{
	unsigned int i = 0;

	while (i + 1 < judge->n && i < HELD && is_stray(judge, i))
		i++;
	if (i < judge->n)
		tcpst_clock_advance(&judge->clock, judge->survey[i].time_ns);
}

static void end_survey(struct tcpst_judge *judge)
{
	unsigned int i;

	look_over(judge);
	begin_clock(judge);
	for (i = 0; i < judge->n && !judge->stop; i++)
		judge_frame(judge, &judge->survey[i]);
	free(judge->survey);
	judge->survey = NULL;
}

/**
 * tcpst_judge_take() - a frame is read
 * @judge: the judge
 * @frame: all but @frame->clock_ns; changed
 *
 * Return: false: no more are wanted.
 */
bool tcpst_judge_take(struct tcpst_judge *judge, struct tcpst_frame *frame)
{
	if (judge->survey) {
		judge->survey[judge->n++] = *frame;
		if (judge->n == SURVEY)
			end_survey(judge);
	} else {
		judge_frame(judge, frame);
	}
	return !judge->stop;
}

static bool is_far_ahead(const struct tcpst_judge *judge)
{
	u64 stamp = judge->held[0].time_ns;

	return stamp > judge->clock.stamp &&
	       stamp - judge->clock.stamp > YEAR;
}

/** tcpst_judge_wants_prints() - has it to know which segments are the same? */
bool tcpst_judge_wants_prints(const struct tcpst_judge *judge)
{
	return !judge->decided || judge->duplicates.copies > 1;
}

/** tcpst_judge_finish() - there is no more: hand on what was held */
void tcpst_judge_finish(struct tcpst_judge *judge)
{
	if (judge->survey)
		end_survey(judge);
	/* A capture does not run for a year to see a frame or two. */
	if (judge->n_held && judge->n_held < HELD && is_far_ahead(judge))
		pass_strays(judge);
	while (judge->n_held)
		believe_held(judge);
}

/**
 * tcpst_judge_open() - begin to judge
 * @options: how; they are copied
 */
struct tcpst_judge *tcpst_judge_open(const struct tcpst_judge_options *options)
{
	struct tcpst_judge *judge = tcpst_alloc(1, sizeof(*judge));

	judge->options = *options;
	if (options->survey)
		judge->survey = tcpst_alloc(SURVEY, sizeof(*judge->survey));
	return judge;
}

/** tcpst_judge_close() - let go of it; it may be NULL */
void tcpst_judge_close(struct tcpst_judge *judge)
{
	if (!judge)
		return;
	free(judge->survey);
	free(judge);
}
