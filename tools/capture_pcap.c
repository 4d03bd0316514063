// SPDX-License-Identifier: GPL-2.0
/*
 * Files in the pcap format (draft-ietf-opsawg-pcap): one link type, times in
 * micro- or nanoseconds, either byte order.
 */
#include "capture_file.h"

#define HEADER_SIZE 24
#define RECORD_SIZE 16

/* The link type shares its word with the length of the FCS. */
#define LINK_MASK 0xffffU

static const struct format {
	u32 magic;
	u32 scale;
	u32 extra;
} formats[] = {
	{ 0xa1b2c3d4, 1000, 0 },
	{ 0xa1b23c4d, 1, 0 },
	{ 0xa1b2cd34, 1000, 8 },	/* Linux 2.2, with the interface */
};

static const struct format *format_of(const u8 magic[4], bool *swapped)
{
	unsigned int i;

	for (i = 0; i < 2 * sizeof(formats) / sizeof(formats[0]); i++) {
		*swapped = i & 1;
		if (tcpst_file_u32(magic, *swapped) == formats[i / 2].magic)
			return &formats[i / 2];
	}
	return NULL;
}

/** tcpst_pcap_is() - is this how a pcap file begins? */
bool tcpst_pcap_is(const u8 magic[4])
{
	bool swapped;

	return format_of(magic, &swapped);
}

/**
 * tcpst_pcap_begin() - read the header of a file
 * @pcap:  written whole
 * @input: at the beginning of a file, as tcpst_pcap_is() knows it
 *
 * Return: false if it is broken.
 */
bool tcpst_pcap_begin(struct tcpst_pcap *pcap, struct tcpst_input *input)
{
	const struct format *format;
	const u8 *header;

	*pcap = (struct tcpst_pcap){ .input = input };
	header = tcpst_input_take(input, HEADER_SIZE);
	if (!header) {
		pcap->why = "cut off within its header";
		return false;
	}
	format = format_of(header, &pcap->swapped);
	pcap->scale = format->scale;
	pcap->extra = format->extra;
	pcap->link = tcpst_file_u32(header + 20, pcap->swapped) & LINK_MASK;
	return true;
}

static enum tcpst_file_result broken(struct tcpst_pcap *pcap, const char *why)
{
	pcap->why = why;
	return TCPST_FILE_BROKEN;
}

/**
 * tcpst_pcap_next() - read a frame
 * @pcap:  the file
 * @frame: filled in
 */
enum tcpst_file_result tcpst_pcap_next(struct tcpst_pcap *pcap,
				       struct tcpst_frame *frame)
{
	const u8 *at = tcpst_input_take(pcap->input, RECORD_SIZE + pcap->extra);
	bool swapped = pcap->swapped;

	if (!at)
		return tcpst_input_left(pcap->input) ?
		       broken(pcap, "cut off within a packet's header") :
		       TCPST_FILE_END;
	frame->link = pcap->link;
	frame->time_ns = tcpst_file_u32(at, swapped) * 1000000000ULL +
			 (u64)tcpst_file_u32(at + 4, swapped) * pcap->scale;
	frame->captured = tcpst_file_u32(at + 8, swapped);
	frame->length = tcpst_file_u32(at + 12, swapped);
	if (frame->captured > TCPST_FRAME_MAX)
		return broken(pcap, "a packet has an impossible length");
	frame->octets = tcpst_input_take(pcap->input, frame->captured);
	if (!frame->octets)
		return broken(pcap, "cut off within a packet");
	return TCPST_FILE_FRAME;
}
