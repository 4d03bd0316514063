/* SPDX-License-Identifier: GPL-2.0 */
/* A frame of a capture, decoded. */
#ifndef TCPST_FRAME_H
#define TCPST_FRAME_H

#include "source/capture/header.h"

/* Number of frames that are processed together, at most. */
#define TCPST_FRAMES_MAX 32

/**
 * struct tcpst_frame - a frame of a capture
 * @result:  result of decoding
 * @number:  its number in the capture, from 1: Wireshark's frame.number
 * @time_ns: its time stamp in the file, ns since the Unix epoch
 * @clock_ns: its time for the state machine, by a clock that never goes back and
 *           ignores a single wrong time stamp. The same as @time_ns unless the
 *           clock of the capture was set back
 * @untimed: its time stamp is wrong, and @clock_ns that of the frame before
 * @set:     the clock was set back between the frame before and this one: durations
 *           from before are not known
 * @iface:   name or number of its interface, "": not in the file. The
 *           pointer is the same for the same text, and valid until exit
 * @packet:  filled in by tcpst_link_decode()
 * @header:  headers of its segment; NULL: they are not wanted
 */
struct tcpst_frame {
	enum tcpst_link_result result;
	bool untimed;
	bool set;
	u64 number;
	u64 time_ns;
	u64 clock_ns;
	const char *iface;
	struct tcpst_packet packet;
	const struct tcpst_header *header;
};

/**
 * struct tcpst_frames - memory for frames
 * @frame: the frames, @n of them
 * @header: for their headers, as many as frames; NULL: they are not wanted
 * @n:     number of frames so far
 * @size:  how many there is space for
 */
struct tcpst_frames {
	struct tcpst_frame *frame;
	struct tcpst_header *header;
	unsigned int n;
	unsigned int size;
};

#endif /* TCPST_FRAME_H */
