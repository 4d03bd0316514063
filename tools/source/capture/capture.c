// SPDX-License-Identifier: GPL-2.0
/* Reading and decoding the frames of captures. */
#include "source/capture/capture.h"

#include <inttypes.h>
#include <pcap/pcap.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "source/capture/judge.h"
#include "source/capture/link.h"
#include "source/capture/merge.h"
#include "source/capture/skew.h"

/* How often progress is checked, in frames, and shown, in ns. */
#define PROGRESS_FRAMES (1U << 16)
#define PROGRESS_NS 250000000ULL

/* No link type is this one. */
#define NO_LINK -2

/* Maximum columns of the progress line. */
#define PROGRESS_WIDTH 40

/**
 * struct capture - a capture being read
 * @merge:   the files; NULL: their format is not known yet
 * @judge:   checks checksums, duplicates and time stamps
 * @skew:    compares the clocks of capture points
 * @several: there is more than one capture point
 * @iface:   interface of the latest frame; NULL: there was no frame
 * @options: options of reading
 * @ops:     callbacks
 * @found:   findings
 * @type:    link type of the latest frame, DLT_*; @link: its decoder, NULL: none
 * @decode:  present options of decoding
 * @next:    where the next frame is written
 * @frames:  number of frames so far
 * @show:    show progress
 * @begun:   when reading began, ns, by the clock of this machine
 * @shown:   when progress was last shown, ns; 0: never
 */
struct capture {
	struct tcpst_merge *merge;
	struct tcpst_judge *judge;
	struct tcpst_skew *skew;
	bool several;
	const char *iface;
	const struct tcpst_capture_options *options;
	const struct tcpst_capture_ops *ops;
	struct tcpst_capture_findings *found;
	int type;
	const struct tcpst_link *link;
	struct tcpst_decode decode;
	struct tcpst_frames *next;
	u64 frames;
	bool show;
	u64 begun;
	u64 shown;
};

static void show_progress(struct capture *capture)
{
	u64 now = tcpst_clock_steady(), taken = now - capture->begun;
	u64 read = tcpst_merge_read(capture->merge);
	u64 size = tcpst_merge_size(capture->merge);

	if (now - capture->shown < PROGRESS_NS || !taken)
		return;
	capture->shown = now;
	if (size)
		fprintf(stderr, "\r%3u %%", (unsigned int)(100 * read / size));
	else
		fprintf(stderr, "\r%" PRIu64 " MB", read / 1000000);
	fprintf(stderr, ", %" PRIu64 " MB/s  ", read * 1000 / taken);
}

/* Note whether the judge still needs prints, which takes time for each segment. */
static bool judged(struct capture *capture, bool goes_on)
{
	capture->decode.print = capture->several ||
				tcpst_judge_wants_prints(capture->judge);
	return goes_on;
}

static bool wait_for_more(void *arg)
{
	struct capture *capture = arg;

	if (capture->judge && !judged(capture, tcpst_judge_flush(capture->judge)))
		return false;
	return capture->ops->wait(capture->merge, capture->ops->arg);
}

static void note_other(struct tcpst_capture_findings *found,
		       const struct tcpst_packet *packet, bool tunnels)
{
	if (packet->tunnel && !tunnels)
		found->tunneled++;
	else if (tcpst_type_is_sealed((int)packet->other) && !found->sealed++)
		found->seal = packet->other;
	else if (!found->other)
		found->other = packet->other;
}

static enum tcpst_link_result decode(struct capture *capture,
				     const struct tcpst_raw *raw,
				     struct tcpst_packet *packet)
{
	enum tcpst_link_result result;

	if (raw->link != capture->type) {
		capture->type = raw->link;
		capture->link = tcpst_link_find(raw->link);
	}
	if (!capture->link) {
		if (!capture->found->unknown++)
			capture->found->link = raw->link;
		packet->more = false;
		return TCPST_LINK_OTHER;
	}
	result = tcpst_link_decode(capture->link, raw->octets, raw->captured,
				   raw->length, &capture->decode, packet);
	if (result == TCPST_LINK_OTHER)
		note_other(capture->found, packet, capture->decode.tunnels);
	return result;
}

static void note_place(struct capture *capture, const struct tcpst_frame *frame)
{
	const struct tcpst_skew_place place = {
		.file = tcpst_merge_file(capture->merge),
		.iface = frame->iface,
	};

	tcpst_skew_note(capture->skew, &frame->packet, &place, frame->time_ns);
}

/* The octets of a frame are not in memory for long. */
static void take_header(struct tcpst_frames *frames, struct tcpst_frame *frame)
{
	tcpst_header_take(&frames->header[frames->n], &frame->packet);
	frame->header = &frames->header[frames->n];
}

static void note_iface(struct capture *capture, const char *iface)
{
	if (capture->iface)
		capture->several = true;
	capture->decode.print |= capture->several;
	capture->iface = iface;
}

static bool take_frame(struct capture *capture, const struct tcpst_raw *raw)
{
	struct tcpst_frames *frames = capture->next;
	struct tcpst_frame *frame;

	if (raw->iface != capture->iface)
		note_iface(capture, raw->iface);
	capture->frames++;
	if (capture->show && !(capture->frames % PROGRESS_FRAMES))
		show_progress(capture);
	capture->decode.nth = 0;
	do {
		frame = &frames->frame[frames->n];
		frame->untimed = false;
		frame->set = false;
		frame->number = capture->frames;
		frame->time_ns = raw->time_ns;
		frame->iface = raw->iface;
		frame->result = decode(capture, raw, &frame->packet);
		if (frames->header && frame->result == TCPST_LINK_SEGMENT)
			take_header(frames, frame);
		if (capture->decode.print && frame->result == TCPST_LINK_SEGMENT)
			note_place(capture, frame);
		capture->decode.nth++;
		if (++frames->n == frames->size &&
		    !judged(capture, tcpst_judge_full(capture->judge)))
			return false;
	} while (frame->packet.more);
	return true;
}

/**
 * tcpst_capture_link_text() - name of a link type
 * @text: written to
 * @size: of @text
 * @link: DLT_*
 */
void tcpst_capture_link_text(char *text, size_t size, int link)
{
	const char *name = pcap_datalink_val_to_name(link);
	const char *what = pcap_datalink_val_to_description(link);

	if (name)
		snprintf(text, size, "%d (%s: %s)", link, name,
			 what ? what : "no description");
	else
		snprintf(text, size, "%d (libpcap has no name for it)", link);
}

/* Read all frames; if a file is broken, continue with the others. */
static int read_frames(struct capture *capture, char *error)
{
	char why[TCPST_READER_ERROR];
	const struct tcpst_raw *raw;
	int result, failed = 0;

	while ((result = tcpst_merge_next(capture->merge, &raw, why))) {
		if (result == 1 && !take_frame(capture, raw))
			break;
		if (result < 0 && !failed) {
			snprintf(error, TCPST_CAPTURE_ERROR, "%s", why);
			failed = -1;
		}
	}
	tcpst_judge_finish(capture->judge);
	return failed;
}

static void name_place(const struct capture *capture,
		       char text[TCPST_FINDINGS_PATH],
		       const struct tcpst_skew_place *place, bool same_file)
{
	snprintf(text, TCPST_FINDINGS_PATH, "%s%s", same_file ? "interface " : "",
		 same_file ? place->iface :
			     tcpst_merge_name(capture->merge, place->file));
}

static void note_skew(struct capture *capture)
{
	struct tcpst_capture_findings *found = capture->found;
	struct tcpst_skew_found skew;

	tcpst_skew_find(capture->skew, &skew);
	found->skew = skew.ns;
	found->skew_shared = skew.shared;
	if (!skew.ns)
		return;
	name_place(capture, found->skew_ahead, &skew.ahead,
		   skew.ahead.file == skew.behind.file);
	name_place(capture, found->skew_behind, &skew.behind,
		   skew.ahead.file == skew.behind.file);
}

/* Fail if no frame has a supported link type. */
static int check_links(const struct capture *capture, char *error)
{
	const struct tcpst_capture_findings *found = capture->found;
	const char *path = capture->options->paths[0];
	char text[128];

	if (!found->unknown || found->unknown < capture->frames)
		return 0;
	tcpst_capture_link_text(text, sizeof(text), found->link);
	snprintf(error, TCPST_CAPTURE_ERROR,
		 "%.200s: link type %s is not supported; " TCPST_CAPTURE_ADVICE,
		 strcmp(path, "-") ? path : "standard input", text);
	return -1;
}

static int read_all(struct capture *capture, char *error)
{
	struct tcpst_judge_options how = {
		.survey = tcpst_merge_repeatable(capture->merge),
		.headers = capture->options->headers,
		.frames = capture->ops->frames,
		.arg = capture->ops->arg,
		.found = capture->found,
	};
	int result;

	capture->judge = tcpst_judge_open(&how);
	capture->next = tcpst_judge_frames(capture->judge);
	capture->skew = tcpst_skew_open();
	capture->several = tcpst_merge_files(capture->merge) > 1;
	judged(capture, true);
	result = read_frames(capture, error);
	if (!result)
		result = check_links(capture, error);
	note_skew(capture);
	tcpst_skew_close(capture->skew);
	tcpst_judge_close(capture->judge);
	if (capture->shown)
		fprintf(stderr, "\r%*s\r", PROGRESS_WIDTH, "");
	return result;
}

/**
 * tcpst_capture_read() - read captures to their end
 * @options:  files, and options of reading
 * @ops:      callbacks
 * @findings: filled in
 * @error:    filled in if a file could not be read, or not completely; the readable
 *            part has been passed to @ops
 *
 * Return: 0 or -1.
 */
int tcpst_capture_read(const struct tcpst_capture_options *options,
		       const struct tcpst_capture_ops *ops,
		       struct tcpst_capture_findings *findings,
		       char error[TCPST_CAPTURE_ERROR])
{
	struct capture capture = {
		.options = options,
		.ops = ops,
		.found = findings,
		.decode = options->decode,
		.show = options->progress && isatty(STDERR_FILENO),
		.type = NO_LINK,
		.begun = tcpst_clock_steady(),
	};
	struct tcpst_input_ops waits = {
		.wait = wait_for_more,
		.arg = &capture,
	};
	char why[TCPST_READER_ERROR];
	int result;

	*findings = (struct tcpst_capture_findings){ .unknown = 0 };
	if (options->input)
		tcpst_input_attend(options->input, &waits);
	if (tcpst_merge_open(&capture.merge, options->paths, options->n_paths,
			     options->input, &waits, why)) {
		if (!why[0])
			return 0;
		snprintf(error, TCPST_CAPTURE_ERROR, "%s", why);
		return -1;
	}
	findings->skipped = tcpst_merge_skipped(capture.merge);
	result = read_all(&capture, error);
	tcpst_merge_close(capture.merge);
	return result;
}
