/* SPDX-License-Identifier: GPL-2.0 */
/* Capture files as they lie on disk: pcap and pcapng, frame by frame. */
#ifndef TCPST_CAPTURE_FILE_H
#define TCPST_CAPTURE_FILE_H

#include "input.h"

/* The most octets of one frame. */
#define TCPST_FRAME_MAX (TCPST_INPUT_MAX / 2)

/**
 * struct tcpst_frame - a frame in a file
 * @link:     link type, as the file numbers them (enum tcpst_link_type)
 * @captured: octets of @octets
 * @length:   octets there were on the wire
 * @time_ns:  ns since the Unix epoch
 * @octets:   valid until the next is read
 */
struct tcpst_frame {
	unsigned int link;
	u32 captured;
	u32 length;
	u64 time_ns;
	const u8 *octets;
};

enum tcpst_file_result {
	TCPST_FILE_FRAME,
	TCPST_FILE_END,
	TCPST_FILE_BROKEN
};

/**
 * struct tcpst_pcap - a pcap file
 * @input:   its octets
 * @swapped: written by a host of the other byte order
 * @scale:   ns that the fraction of its times counts in
 * @extra:   octets between a record's header and its frame
 * @link:    link type of all its frames
 * @why:     what is wrong with it, once it is broken
 */
struct tcpst_pcap {
	struct tcpst_input *input;
	bool swapped;
	u32 scale;
	u32 extra;
	unsigned int link;
	const char *why;
};

/**
 * struct tcpst_interface - of a pcapng section
 * @link:    link type
 * @snaplen: the most that was captured of a frame, 0: no limit
 * @resolution: unit of its times: 10^-n s, or 2^-n with the high bit set
 * @offset:  s to be added to its times, modulo 2^64
 */
struct tcpst_interface {
	u16 link;
	u8 resolution;
	u32 snaplen;
	u64 offset;
};

/**
 * struct tcpst_pcapng - a pcapng file
 * @input:      its octets
 * @swapped:    its section was written by a host of the other byte order
 * @interfaces: of the section, by number
 * @n:          how many
 * @room:       how many there is room for
 * @latest:     time of the latest frame, for those that have none
 * @why:        what is wrong with it, once it is broken
 */
struct tcpst_pcapng {
	struct tcpst_input *input;
	bool swapped;
	struct tcpst_interface *interfaces;
	u32 n;
	u32 room;
	u64 latest;
	const char *why;
};

bool tcpst_pcap_is(const u8 magic[4]);
bool tcpst_pcap_begin(struct tcpst_pcap *pcap, struct tcpst_input *input);
enum tcpst_file_result tcpst_pcap_next(struct tcpst_pcap *pcap,
				       struct tcpst_frame *frame);

bool tcpst_pcapng_is(const u8 magic[4]);
void tcpst_pcapng_begin(struct tcpst_pcapng *pcapng, struct tcpst_input *input);
enum tcpst_file_result tcpst_pcapng_next(struct tcpst_pcapng *pcapng,
					 struct tcpst_frame *frame);
void tcpst_pcapng_end(struct tcpst_pcapng *pcapng);

/* Numbers in a file, in its writer's byte order. */
static inline u32 tcpst_file_u32(const u8 *at, bool swapped)
{
	u32 value;

	__builtin_memcpy(&value, at, sizeof(value));
	return swapped ? __builtin_bswap32(value) : value;
}

static inline u16 tcpst_file_u16(const u8 *at, bool swapped)
{
	u16 value;

	__builtin_memcpy(&value, at, sizeof(value));
	return swapped ? __builtin_bswap16(value) : value;
}

#endif /* TCPST_CAPTURE_FILE_H */
