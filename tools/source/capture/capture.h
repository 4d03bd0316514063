/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Reading captures: their frames, decoded, one after the other.
 *
 * What a frame shows of time is struct tcpst_frame's: @time_ns is for people,
 * @clock_ns for timers, and nothing is to be measured across @unsure.
 */
#ifndef TCPST_CAPTURE_H
#define TCPST_CAPTURE_H

#include "source/capture/findings.h"
#include "source/capture/frame.h"
#include "source/capture/input.h"

#define TCPST_CAPTURE_ERROR 512

/**
 * struct tcpst_capture_options - what to read, and how
 * @paths:    files, directories of files, or "-" alone for standard input
 * @n_paths:  how many
 * @input:    the only one of @paths, if it is open already; it is closed then.
 *            NULL: it is not
 * @decode:   how frames are decoded; segments whose checksum is verified and
 *            wrong are ignored
 * @progress: show on standard error how far it is, if that is a terminal
 */
struct tcpst_capture_options {
	const char *const *paths;
	unsigned int n_paths;
	struct tcpst_input *input;
	struct tcpst_decode decode;
	bool progress;
};

/**
 * struct tcpst_capture_ops - callbacks of reading a capture
 * @frame: called for each frame, in the order of the file. Return false to
 *         read no more.
 * @wait:  called before more of the file is read, which may take long; is it
 *         known by now that it is a capture? Return false to read no more.
 * @arg:   passed to them
 */
struct tcpst_capture_ops {
	bool (*frame)(const struct tcpst_frame *frame, void *arg);
	bool (*wait)(bool known, void *arg);
	void *arg;
};

/* What to do about a link type that is not supported. */
#define TCPST_CAPTURE_ADVICE \
	"`tcpdump -L` lists what else an interface can be captured as"

void tcpst_capture_link_text(char *text, size_t size, int link);
int tcpst_capture_read(const struct tcpst_capture_options *options,
		       const struct tcpst_capture_ops *ops,
		       struct tcpst_capture_findings *findings,
		       char error[TCPST_CAPTURE_ERROR]);

#endif /* TCPST_CAPTURE_H */
