/* SPDX-License-Identifier: GPL-2.0 */
/* A frame of a capture, decoded. */
#ifndef TCPST_FRAME_H
#define TCPST_FRAME_H

#include "source/capture/packet.h"

/**
 * struct tcpst_frame - a frame of a capture
 * @result:  what is in it
 * @number:  its place in the capture, from 1: Wireshark's frame.number
 * @time_ns: its time stamp as it stands in the file, ns since the Unix epoch
 * @clock_ns: when it passed, by a clock that never goes back and that one wrong
 *           stamp does not move; what the state machine gets. The same as
 *           @time_ns as long as the clock of the capture was not set back
 * @unsure:  the time since the frame before is not known: its stamp makes
 *           no sense, or the clock was set between them. What is measured across
 *           it is no measure
 * @iface:   name or number of its interface, "": the file has none. The
 *           pointer is the same for the same text, and valid until exit
 * @packet:  as tcpst_link_decode() leaves it
 */
struct tcpst_frame {
	enum tcpst_link_result result;
	bool unsure;
	u64 number;
	u64 time_ns;
	u64 clock_ns;
	const char *iface;
	struct tcpst_packet packet;
};

#endif /* TCPST_FRAME_H */
