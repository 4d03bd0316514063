// SPDX-License-Identifier: GPL-2.0
/* Reading captures: which format, what is in each frame, how far it is. */
#include "capture.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "capture_file.h"

/* How often progress is looked at, in frames, and shown, in ns. */
#define PROGRESS_FRAMES (1U << 16)
#define PROGRESS_NS 250000000ULL

/**
 * struct capture - a file being read
 * @input:  its octets
 * @is_ng:  it is @pcapng, not @pcap
 * @pcap:   the file
 * @pcapng: the file
 * @verify: check checksums
 * @ops:    who takes what is read
 * @frames: read so far
 * @known:  those of a link type that can be decoded
 * @link:   a link type that cannot be
 * @size:   of the file, octets; 0: progress is not shown
 * @shown:  when progress was last shown, ns; 0: never
 * @stop:   no more is wanted
 */
struct capture {
	struct tcpst_input input;
	bool is_ng;
	struct tcpst_pcap pcap;
	struct tcpst_pcapng pcapng;
	bool verify;
	const struct tcpst_capture_ops *ops;
	u64 frames;
	u64 known;
	unsigned int link;
	u64 size;
	u64 shown;
	bool stop;
};

static u64 clock_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (u64)now.tv_sec * 1000000000ULL + (u64)now.tv_nsec;
}

static void show_progress(struct capture *capture)
{
	u64 now = clock_ns();

	if (now - capture->shown < PROGRESS_NS)
		return;
	capture->shown = now;
	fprintf(stderr, "\r%3u %%",
		(unsigned int)(100 * capture->input.offset / capture->size));
}

static enum tcpst_file_result next_frame(struct capture *capture,
					 struct tcpst_frame *frame)
{
	return capture->is_ng ? tcpst_pcapng_next(&capture->pcapng, frame) :
				tcpst_pcap_next(&capture->pcap, frame);
}

static void take_frame(struct capture *capture, const struct tcpst_frame *frame)
{
	const struct tcpst_capture_ops *ops = capture->ops;
	enum tcpst_link_result result = TCPST_LINK_OTHER;
	struct tcpst_packet packet;

	capture->frames++;
	if (tcpst_link_known(frame->link)) {
		capture->known++;
		result = tcpst_link_decode(frame->link, frame->octets,
					   frame->captured, frame->length,
					   capture->verify, &packet);
	} else {
		capture->link = frame->link;
	}
	if (!ops->frame(result, &packet, frame->time_ns, ops->arg))
		capture->stop = true;
	if (capture->size && !(capture->frames % PROGRESS_FRAMES))
		show_progress(capture);
}

/* Files grow while they are read, and the disk may fail. */
static const char *reason(const struct capture *capture)
{
	if (capture->input.error)
		return strerror(capture->input.error);
	return capture->is_ng ? capture->pcapng.why : capture->pcap.why;
}

/* To the end of the file; false if it is broken before that. */
static bool read_frames(struct capture *capture)
{
	enum tcpst_file_result result;
	struct tcpst_frame frame;

	for (;;) {
		result = next_frame(capture, &frame);
		if (capture->stop)
			return true;
		if (result != TCPST_FILE_FRAME)
			break;
		take_frame(capture, &frame);
		if (capture->stop)
			return true;
	}
	return result == TCPST_FILE_END && !capture->input.error;
}

static int read_all(struct capture *capture, const char *name, char *error)
{
	bool whole = read_frames(capture);

	if (capture->shown)
		fputs("\r     \r", stderr);
	if (!whole) {
		snprintf(error, TCPST_CAPTURE_ERROR,
			 "%s: broken after %llu packets: %s", name,
			 (unsigned long long)capture->frames, reason(capture));
		return -1;
	}
	if (capture->frames && !capture->known) {
		snprintf(error, TCPST_CAPTURE_ERROR,
			 "%s: link type %u is not supported", name,
			 capture->link);
		return -1;
	}
	return 0;
}

/* What the file begins with says what it is; its name says nothing. */
static bool begin(struct capture *capture, const char *name, char *error)
{
	const u8 *magic = tcpst_input_peek(&capture->input, 4);
	const char *why = "neither pcap nor pcapng";

	if (capture->input.error)
		why = strerror(capture->input.error);
	else if (!magic && !tcpst_input_left(&capture->input))
		why = "empty";
	else if (magic && tcpst_pcapng_is(magic)) {
		capture->is_ng = true;
		tcpst_pcapng_begin(&capture->pcapng, &capture->input);
		return true;
	} else if (magic && tcpst_pcap_is(magic)) {
		if (tcpst_pcap_begin(&capture->pcap, &capture->input))
			return true;
		why = reason(capture);
	}
	snprintf(error, TCPST_CAPTURE_ERROR, "%s: %s", name, why);
	return false;
}

static bool wait_for_more(void *arg)
{
	struct capture *capture = arg;

	if (!capture->ops->wait(capture->ops->arg))
		capture->stop = true;
	return !capture->stop;
}

/**
 * tcpst_capture_read() - read a capture to its end
 * @path:     file, "-" for standard input
 * @verify:   check TCP checksums
 * @progress: show on standard error how far it is, if that is a terminal
 * @ops:      who takes what is read
 * @error:    filled in if it could not be read, or not to its end; what was
 *            readable has been given to @ops
 *
 * Return: 0 or -1.
 */
int tcpst_capture_read(const char *path, bool verify, bool progress,
		       const struct tcpst_capture_ops *ops,
		       char error[TCPST_CAPTURE_ERROR])
{
	const char *name = strcmp(path, "-") ? path : "standard input";
	struct capture capture = { .verify = verify, .ops = ops };
	int result;

	result = tcpst_input_open(&capture.input, path);
	if (result) {
		snprintf(error, TCPST_CAPTURE_ERROR, "%s: %s", name,
			 strerror(-result));
		return -1;
	}
	capture.input.wait = wait_for_more;
	capture.input.arg = &capture;
	if (progress && isatty(STDERR_FILENO))
		capture.size = capture.input.size;
	result = -1;
	if (begin(&capture, name, error))
		result = read_all(&capture, name, error);
	else if (capture.stop)
		result = 0;
	tcpst_pcapng_end(&capture.pcapng);
	tcpst_input_close(&capture.input);
	return result;
}
