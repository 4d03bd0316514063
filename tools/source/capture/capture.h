/* SPDX-License-Identifier: GPL-2.0 */
/* Reading captures: their frames, decoded, one after the other. */
#ifndef TCPST_CAPTURE_H
#define TCPST_CAPTURE_H

#include "source/capture/packet.h"

#define TCPST_CAPTURE_ERROR 256

/**
 * struct tcpst_capture_options - what to read, and how
 * @path:     file, "-" for standard input
 * @decode:   how frames are decoded; segments whose checksum is verified and
 *            wrong are ignored
 * @progress: show on standard error how far it is, if that is a terminal
 */
struct tcpst_capture_options {
	const char *path;
	struct tcpst_decode decode;
	bool progress;
};

/**
 * struct tcpst_capture_findings - what is to be said of a capture
 * @unknown: frames of link types that are not supported
 * @link:    the first of these, DLT_*
 */
struct tcpst_capture_findings {
	u64 unknown;
	int link;
};

/**
 * struct tcpst_frame - a frame of a capture
 * @result:  what is in it
 * @number:  its place in the capture, from 1: Wireshark's frame.number
 * @time_ns: its time stamp, ns since the Unix epoch
 * @iface:   name or number of its interface, "": the file tells none. The
 *           pointer is the same for the same text, and good for ever
 * @packet:  as tcpst_link_decode() leaves it
 */
struct tcpst_frame {
	enum tcpst_link_result result;
	u64 number;
	u64 time_ns;
	const char *iface;
	struct tcpst_packet packet;
};

/**
 * struct tcpst_capture_ops - who takes what is read
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
