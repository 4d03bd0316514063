// SPDX-License-Identifier: GPL-2.0
/*
 * The frames of chosen flows of a capture, as a capture of their own. Which flows
 * are chosen is known only once they have ended, and whose a frame is only once it
 * has been through the machine. So the capture goes through the machine a second
 * time, and beside it is read once more, for the frames as they lie in the file:
 * memory does not grow with them.
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

/* Numbers, a bit each. */
struct set {
	u8 *bits;
	size_t size;	/* of @bits */
};

/**
 * struct tcpst_extract - which flows were chosen
 * @flows:  their numbers
 * @frames: numbers of their first frames: at the time of such a frame it may have
 *          seemed to be of another flow
 */
struct tcpst_extract {
	struct set flows;
	struct set frames;
};

/**
 * struct writing - frames on their way
 * @extract: which are chosen
 * @until:   when the capture is to be over
 * @merge:   the files, read once more
 * @number:  of the frame last read of them
 * @frame:   number of the one that the machine is at; @ours: it is to be written
 * @write:   the file being written
 * @bare:    how to write frames whose addresses are replaced
 * @anonymizer: by what; NULL: frames are written as they are
 * @comment: makes the comment on an event
 * @ended:   there are no more frames
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

/** tcpst_extract_new() - no flow is chosen yet */
struct tcpst_extract *tcpst_extract_new(void)
{
	return tcpst_alloc(1, sizeof(struct tcpst_extract));
}

/** tcpst_extract_choose() - the frames of this flow are wanted */
void tcpst_extract_choose(struct tcpst_extract *extract,
			  const struct tcpst_flow *flow)
{
	set_add(&extract->flows, flow->id);
	set_add(&extract->frames, flow->frame);
}

/** tcpst_extract_any() - was any flow chosen? */
bool tcpst_extract_any(const struct tcpst_extract *extract)
{
	return extract->flows.size;
}

/** tcpst_extract_free() - forget which were chosen; it may be NULL */
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

/* A file that is broken, as was reported already, does not end the others. */
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

/* Frames before that one: of them only the first ones of flows may still be wanted. */
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

/* The machine is done with a frame, and all comments on it are known. */
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

/* The frame of an event is the flow's own, or begins the next one; or it is an ICMP error. */
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

/* Standard input, a file then, is at another place for each that reads it so. */
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
 * tcpst_extract_write() - write the frames of the flows that were chosen
 * @extract: which
 * @capture: whose flows they are; it is not a pipe, and was read before
 * @to:      where; errors in writing are kept in it
 * @anonymizer: replaces addresses; of a frame its segment without payload is then all
 *           that is written. NULL: frames are written as they are
 * @comment: makes the comment on a transition or a note
 *
 * Each frame has a comment for each of these that it caused. Frames that hold no
 * segment of the flow itself are left out: later fragments, copies of others, and
 * those with a bad checksum.
 *
 * Return: 0, or negative if the capture could not be read, or not to its end.
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
