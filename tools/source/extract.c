// SPDX-License-Identifier: GPL-2.0
/*
 * Writing the frames of selected flows of a capture to another capture. A flow can be
 * selected only when it has ended, and the flow of a frame is known only after the state
 * machine has processed it. So the capture is replayed a second time, and in parallel
 * its files are read again for the raw frames: memory does not grow with their
 * number.
 */
#include "source/extract.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/stop.h"
#include "source/capture/bare.h"
#include "source/capture/merge.h"
#include "source/capture/pcapng_write.h"

/* Space for the comment on an event. */
#define COMMENT 512

/* A set of numbers, one bit each. */
struct set {
	u8 *bits;
	size_t size;	/* of @bits */
};

/**
 * struct tcpst_extract - the selected flows
 * @flows:  their numbers
 * @frames: numbers of their first frames: such a frame may have been taken for one of
 *          another flow when it was processed
 */
struct tcpst_extract {
	struct set flows;
	struct set frames;
};

/**
 * struct writing - frames being written
 * @extract: the selected flows
 * @until:   time at which the capture is taken to end
 * @merge:   the files, read again
 * @number:  number of the frame last read from them
 * @frame:   number of the frame being replayed; @ours: it must be written
 * @write:   the output file
 * @bare:    options of writing anonymized frames
 * @anonymizer: replaces addresses; NULL: frames are written as they are
 * @comment: makes the comment on an event
 * @ended:   all frames have been read
 */
struct writing {
	const struct tcpst_extract *extract;
	u64 until;
	struct tcpst_merge *merge;
	u64 number;
	u64 frame;
	bool ours;
	struct tcpst_pcapng_write *write;
	struct tcpst_bare bare;
	const struct tcpst_anonymizer *anonymizer;
	void (*comment)(char *text, size_t size,
			const struct tcpst_event *event);
	bool ended;
};

static bool set_has(const struct set *set, u64 number)
{
	return number / 8 < set->size &&
	       set->bits[number / 8] & 1U << number % 8;
}

static void set_add(struct set *set, u64 number)
{
	size_t before = set->size;

	if (number / 8 >= before) {
		set->size = 2 * (number / 8) + 64;
		set->bits = tcpst_resize(set->bits, set->size, 1);
		memset(set->bits + before, 0, set->size - before);
	}
	set->bits[number / 8] |= (u8)(1U << number % 8);
}

/** tcpst_extract_new() - allocate, with no flow selected */
struct tcpst_extract *tcpst_extract_new(void)
{
	return tcpst_alloc(1, sizeof(struct tcpst_extract));
}

/** tcpst_extract_choose() - select a flow */
void tcpst_extract_choose(struct tcpst_extract *extract,
			  const struct tcpst_flow *flow)
{
	set_add(&extract->flows, flow->id);
	set_add(&extract->frames, flow->frame);
}

/** tcpst_extract_any() - was any flow selected? */
bool tcpst_extract_any(const struct tcpst_extract *extract)
{
	return extract->flows.size;
}

/** tcpst_extract_free() - free it; NULL is allowed */
void tcpst_extract_free(struct tcpst_extract *extract)
{
	if (!extract)
		return;
	free(extract->flows.bits);
	free(extract->frames.bits);
	free(extract);
}

static bool go_on(void *arg)
{
	(void)arg;
	return !tcpst_stop_asked();
}

/* Continue with the other files if one is broken, which has already been reported. */
static const struct tcpst_raw *read_next(struct writing *writing)
{
	char why[TCPST_READER_ERROR];
	const struct tcpst_raw *raw;
	int result;

	do {
		result = tcpst_merge_next(writing->merge, &raw, why);
	} while (result < 0);
	writing->ended = !result;
	return result ? raw : NULL;
}

static void mask(struct tcpst_event *event, const void *arg)
{
	tcpst_anonymize_event(arg, event);
}

static void put_frame(const struct writing *writing, const struct tcpst_raw *raw)
{
	if (writing->anonymizer)
		tcpst_bare_write(&writing->bare, writing->write, raw);
	else
		tcpst_pcapng_write_frame(writing->write, raw);
}

/* Skip the frames before @frame; only first frames of flows may still have to be written. */
static void pass_frames(struct writing *writing, u64 frame)
{
	const struct tcpst_raw *raw;

	while (writing->number + 1 < frame && !writing->ended) {
		raw = read_next(writing);
		writing->number++;
		if (raw && set_has(&writing->extract->frames, writing->number))
			put_frame(writing, raw);
	}
}

/* A frame has been processed, and all comments on it are known: write or drop it. */
static void settle(struct writing *writing)
{
	const struct tcpst_raw *raw;

	if (!writing->ours) {
		tcpst_pcapng_write_drop(writing->write);
		return;
	}
	writing->ours = false;
	raw = read_next(writing);
	writing->number++;
	if (raw)
		put_frame(writing, raw);
}

static void move_to(struct writing *writing, u64 frame)
{
	if (frame == writing->frame)
		return;
	settle(writing);
	writing->frame = frame;
	pass_frames(writing, frame);
}

static u64 begin(u64 time_ns, void *arg)
{
	const struct writing *writing = arg;

	(void)time_ns;
	return writing->until;
}

static void take_segment(const struct tcpst_placed *segment, void *arg)
{
	struct writing *writing = arg;

	if (!set_has(&writing->extract->flows, segment->flow))
		return;
	move_to(writing, segment->frame);
	writing->ours = true;
}

/* The frame of an event is one of the flow, or the first of the next flow, or an ICMP error. */
static void take_event(const struct tcpst_event *event, void *arg)
{
	struct writing *writing = arg;
	struct tcpst_event masked = *event;
	char text[COMMENT];

	if (!event->frame || event->type == TCPST_LIFE ||
	    !set_has(&writing->extract->flows, event->flow))
		return;
	move_to(writing, event->frame);
	if (!event->segment)
		writing->ours = true;
	if (writing->anonymizer)
		tcpst_anonymize_event(writing->anonymizer, &masked);
	writing->comment(text, sizeof(text), &masked);
	tcpst_pcapng_write_comment(writing->write, text);
}

/* If standard input is a file, this path has a file offset of its own for each reader. */
static const char *path_of(const char *path)
{
	return strcmp(path, "-") ? path : "/proc/self/fd/0";
}

static int open_merge(struct writing *writing, struct tcpst_file *capture,
		      const struct tcpst_input_ops *waits)
{
	const char **paths = tcpst_alloc(capture->n_paths, sizeof(*paths));
	char why[TCPST_READER_ERROR];
	unsigned int i;
	int result;

	for (i = 0; i < capture->n_paths; i++)
		paths[i] = path_of(capture->paths[i]);
	result = tcpst_merge_open(&writing->merge, paths, capture->n_paths,
				  NULL, waits, why);
	free(paths);
	if (result)
		snprintf(capture->error, sizeof(capture->error), "%s", why);
	return result;
}

/**
 * tcpst_extract_write() - write the frames of the selected flows
 * @extract: the selected flows
 * @capture: the capture; not a pipe, and read before
 * @to:      output file; the caller checks it for errors
 * @anonymizer: replaces addresses; then only the segment of a frame is written, without
 *           payload. NULL: frames are written as they are
 * @comment: makes the comment on a transition or a note
 *
 * Each frame has a comment for each transition and note that it caused. Frames without
 * a segment of the flow are left out: later fragments, duplicates, and those with a bad
 * checksum.
 *
 * Return: 0, or negative if the capture could not be read, or not completely.
 */
int tcpst_extract_write(const struct tcpst_extract *extract,
			struct tcpst_file *capture, FILE *to,
			const struct tcpst_anonymizer *anonymizer,
			void (*comment)(char *text, size_t size,
					const struct tcpst_event *event))
{
	struct writing writing = {
		.extract = extract, .until = capture->until,
		.bare = { capture->tunnels, mask, anonymizer },
		.anonymizer = anonymizer, .comment = comment,
	};
	const struct tcpst_input_ops waits = { .wait = go_on };
	const struct tcpst_replay_ops ops = {
		.begin = begin,
		.event = take_event,
		.segment = take_segment,
		.arg = &writing,
	};
	int failed = open_merge(&writing, capture, &waits);

	if (failed)
		return failed;
	writing.write = tcpst_pcapng_write_open(to);
	failed = tcpst_file_replay(capture, &ops);
	settle(&writing);
	tcpst_pcapng_write_close(writing.write);
	tcpst_merge_close(writing.merge);
	return failed;
}
