/* SPDX-License-Identifier: GPL-2.0 */
/* A frame in a capture file, not decoded. */
#ifndef TCPST_RAW_H
#define TCPST_RAW_H

#include "module/core/types.h"

/* Space for an error message about a file. */
#define TCPST_READER_ERROR 512

/**
 * struct tcpst_raw - a frame in a capture file, not decoded
 * @octets:   its captured octets, valid until the next call of the reader
 * @captured: number of @octets
 * @length:   its length on the wire, octets
 * @time_ns:  its time stamp, ns since the Unix epoch
 * @link:     link type of its interface, DLT_*
 * @iface:    name or number of its interface, "": not in the file. The
 *            pointer is the same for the same text, and valid until exit
 * @options:  options of a pcapng block, @n_options octets; numbers are in the other
 *            byte order if @swapped; NULL: none
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
