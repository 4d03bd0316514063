// SPDX-License-Identifier: GPL-2.0
/* Reading captures: their frames, decoded, one after the other. */
#include "source/capture/capture.h"

#include <pcap/pcap.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "source/capture/link.h"
#include "source/capture/reader.h"

/* How often progress is looked at, in frames, and shown, in ns. */
#define PROGRESS_FRAMES (1U << 16)
#define PROGRESS_NS 250000000ULL

/**
 * struct capture - a capture being read
 * @reader:  the file; NULL: it is not known yet what it is
 * @options: how to read it
 * @ops:     who takes what is read
 * @found:   what is to be said of it
 * @frame:   the one being dealt with; its number is that of the last
 * @size:    of the file, octets; 0: progress is not shown
 * @shown:   when progress was last shown, ns; 0: never
 */
struct capture {
	struct tcpst_reader *reader;
	const struct tcpst_capture_options *options;
	const struct tcpst_capture_ops *ops;
	struct tcpst_capture_findings *found;
	struct tcpst_frame frame;
	u64 size;
	u64 shown;
};

static u64 clock_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (u64)now.tv_sec * 1000000000ULL + (u64)now.tv_nsec;
}

static void show_progress(struct capture *capture)
{
	const struct tcpst_input *input = tcpst_reader_input(capture->reader);
	u64 now = clock_ns();

	if (now - capture->shown < PROGRESS_NS)
		return;
	capture->shown = now;
	fprintf(stderr, "\r%3u %%",
		(unsigned int)(100 * tcpst_input_offset(input) /
			       capture->size));
}

static bool wait_for_more(void *arg)
{
	struct capture *capture = arg;

	return capture->ops->wait(capture->reader, capture->ops->arg);
}

static enum tcpst_link_result decode(struct capture *capture,
				     const struct tcpst_raw *raw)
{
	if (tcpst_link_known(raw->link))
		return tcpst_link_decode(raw->link, raw->octets, raw->captured,
					 raw->length, &capture->options->decode,
					 &capture->frame.packet);
	if (!capture->found->unknown++)
		capture->found->link = raw->link;
	return TCPST_LINK_OTHER;
}

static bool take_frame(struct capture *capture, const struct tcpst_raw *raw)
{
	struct tcpst_frame *frame = &capture->frame;

	frame->number++;
	frame->time_ns = raw->time_ns;
	frame->iface = raw->iface;
	frame->result = decode(capture, raw);
	if (capture->size && !(frame->number % PROGRESS_FRAMES))
		show_progress(capture);
	return capture->ops->frame(frame, capture->ops->arg);
}

/**
 * tcpst_capture_link_text() - what a link type is called
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
		snprintf(text, size, "%d (libpcap knows no name for it)", link);
}

static int read_frames(struct capture *capture, const char *name, char *error)
{
	char why[TCPST_READER_ERROR];
	struct tcpst_raw raw;
	int result;

	while ((result = tcpst_reader_next(capture->reader, &raw, why)) == 1)
		if (!take_frame(capture, &raw))
			break;
	if (capture->shown)
		fputs("\r     \r", stderr);
	if (result < 0) {
		snprintf(error, TCPST_CAPTURE_ERROR, "%s: %.200s", name, why);
		return -1;
	}
	if (!capture->found->unknown ||
	    capture->found->unknown < capture->frame.number)
		return 0;
	tcpst_capture_link_text(why, sizeof(why), capture->found->link);
	snprintf(error, TCPST_CAPTURE_ERROR,
		 "%s: link type %.120s is not supported; " TCPST_CAPTURE_ADVICE,
		 name, why);
	return -1;
}

/**
 * tcpst_capture_read() - read a capture to its end
 * @options:  what, and how
 * @ops:      who takes what is read
 * @findings: filled in
 * @error:    filled in if it could not be read, or not to its end; what was
 *            readable has been given to @ops
 *
 * Return: 0 or -1.
 */
int tcpst_capture_read(const struct tcpst_capture_options *options,
		       const struct tcpst_capture_ops *ops,
		       struct tcpst_capture_findings *findings,
		       char error[TCPST_CAPTURE_ERROR])
{
	const char *path = options->path;
	const char *name = strcmp(path, "-") ? path : "standard input";
	struct capture capture = {
		.options = options,
		.ops = ops,
		.found = findings,
	};
	struct tcpst_input_ops waits = {
		.wait = wait_for_more,
		.arg = &capture,
	};
	char why[TCPST_READER_ERROR];
	int result;

	*findings = (struct tcpst_capture_findings){ .unknown = 0 };
	if (tcpst_reader_open(&capture.reader, path, &waits, why)) {
		if (!why[0])
			return 0;
		snprintf(error, TCPST_CAPTURE_ERROR, "%s: %.200s", name, why);
		return -1;
	}
	if (options->progress && isatty(STDERR_FILENO))
		capture.size = tcpst_input_size(
			tcpst_reader_input(capture.reader));
	result = read_frames(&capture, name, error);
	tcpst_reader_close(capture.reader);
	return result;
}
