/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Reading and decoding the frames of captures.
 *
 * Of the times in struct tcpst_frame, @time_ns is for people and @clock_ns for
 * timers. No leg of a handshake is measured to or from a frame that is @untimed, or from
 * before one with @set.
 */
#ifndef TCPST_CAPTURE_H
#define TCPST_CAPTURE_H

#include "source/capture/findings.h"
#include "source/capture/frame.h"
#include "source/capture/input.h"

#define TCPST_CAPTURE_ERROR 512

/**
 * struct tcpst_capture_options - files, and options of reading
 * @paths:    files, directories of files, or "-" alone for standard input
 * @n_paths:  number of @paths
 * @input:    the only one of @paths, if it is already open; closed after reading.
 *            NULL: it is not
 * @decode:   options of decoding; segments whose checksum is verified and
 *            wrong are ignored
 * @headers:  copy the headers of segments
 * @progress: show progress on standard error, if that is a terminal
 */
struct tcpst_capture_options {
	const char *const *paths;
	unsigned int n_paths;
	struct tcpst_input *input;
	struct tcpst_decode decode;
	bool headers;
	bool progress;
};

/**
 * struct tcpst_capture_ops - callbacks of reading a capture
 * @frames: called for frames, in the order of the file, %TCPST_FRAMES_MAX at most; they
 *         are not valid afterwards. Return false to stop reading.
 * @wait:  called before more of the file is read, which may block; @known: the
 *         file is known to be a capture. Return false to stop reading.
 * @arg:   passed to each
 */
struct tcpst_capture_ops {
	bool (*frames)(const struct tcpst_frame *frames, unsigned int n, void *arg);
	bool (*wait)(bool known, void *arg);
	void *arg;
};

/* Advice for the user about a link type that is not supported. */
#define TCPST_CAPTURE_ADVICE \
	"`tcpdump -L` lists what else an interface can be captured as"

void tcpst_capture_link_text(char *text, size_t size, int link);
int tcpst_capture_read(const struct tcpst_capture_options *options,
		       const struct tcpst_capture_ops *ops,
		       struct tcpst_capture_findings *findings,
		       char error[TCPST_CAPTURE_ERROR]);

#endif /* TCPST_CAPTURE_H */
