/* SPDX-License-Identifier: GPL-2.0 */
/* A frame as it lies in a capture file. */
#ifndef TCPST_RAW_H
#define TCPST_RAW_H

#include "module/core/types.h"

/* Of the sentence about what is wrong with a file. */
#define TCPST_READER_ERROR 512

/**
 * struct tcpst_raw - a frame as it lies in the file
 * @octets:   what was captured of it, until the next call of the reader
 * @captured: how many
 * @length:   octets it had on the wire
 * @time_ns:  its time stamp, ns since the Unix epoch
 * @link:     link type of its interface, DLT_*
 * @iface:    name or number of its interface, "": the file has none. The
 *            pointer is the same for the same text, and valid until exit
 * @options:  what pcapng has besides, as options, of which there are @n_options
 *            octets, their numbers in the other byte order if @swapped; NULL: nothing
 */
struct tcpst_raw {
	const u8 *octets;
	u32 captured;
	u32 length;
	u64 time_ns;
	int link;
	const char *iface;
	const u8 *options;
	u32 n_options;
	bool swapped;
};

#endif /* TCPST_RAW_H */
