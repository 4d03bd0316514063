// SPDX-License-Identifier: GPL-2.0
/*
 * Reading the format pcap (draft-ietf-opsawg-pcap), in either byte order, and its
 * variants. Frames are not copied out of the input buffer. Nothing is trusted: a frame is
 * parsed only when it has been read completely.
 */
#include "source/capture/pcap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/inline.h"
#include "source/capture/linktype.h"
#include "source/capture/number.h"

#define MAGIC_US 0xa1b2c3d4U
#define MAGIC_NS 0xa1b23c4dU
#define MAGIC_LINUX 0xa1b2cd34U	/* Linux 2.2: eight more octets before a frame */
#define MAGIC_IXIA_HARD 0x1c0001acU	/* four more octets before the first frame */
#define MAGIC_IXIA_SOFT 0x1c0001abU

/* Sizes of the file header and of a frame's header. */
#define HEADER 24
#define RECORD 16

/* Maximum length of a frame; libpcap and Wireshark have the same limit. */
#define FRAME_MAX 262144U

/**
 * struct format - a format
 * @magic: its magic number
 * @ns:    time stamps are in nanoseconds, not microseconds
 * @more:  additional octets of the file header
 * @record: size of a frame's header
 */
struct format {
	u32 magic;
	bool ns;
	u8 more;
	u8 record;
};

static const struct format formats[] = {
	{ MAGIC_US, false, 0, RECORD },
	{ MAGIC_NS, true, 0, RECORD },
	{ MAGIC_LINUX, false, 0, RECORD + 8 },
	{ MAGIC_IXIA_HARD, true, 4, RECORD },
	{ MAGIC_IXIA_SOFT, true, 4, RECORD },
};

#define FORMATS (sizeof(formats) / sizeof(formats[0]))

/* Order of the two lengths of a frame. */
enum lengths {
	LENGTHS_CAPTURED_FIRST,
	LENGTHS_WIRE_FIRST,	/* before version 2.3 */
	LENGTHS_LESS_CAPTURED,	/* either, in version 2.3 and AIX: the smaller is captured */
};

/**
 * struct tcpst_pcap - a file being read
 * @input:   its octets
 * @format:  its format
 * @swapped: numbers are in the other byte order
 * @header:  size of a frame's header
 * @unit:    unit of the smaller part of a time stamp, ns
 * @lengths: order of the lengths of a frame
 * @link:    DLT_*
 * @pending: octets of the frame before, to be consumed
 * @frames:  number of frames read so far
 */
struct tcpst_pcap {
	struct tcpst_input *input;
	const struct format *format;
	bool swapped;
	u32 header;
	u32 unit;
	enum lengths lengths;
	int link;
	size_t pending;
	u64 frames;
};

static const struct format *find_format(u32 magic, bool *swapped)
{
	unsigned int i;

	for (i = 0; i < FORMATS; i++) {
		*swapped = magic != formats[i].magic;
		if (!*swapped || magic == __builtin_bswap32(formats[i].magic))
			return &formats[i];
	}
	return NULL;
}

static const struct format *format_of(struct tcpst_input *input, bool *swapped)
{
	const u8 *at = tcpst_input_need(input, 4);
	u32 magic;

	if (!at)
		return NULL;
	memcpy(&magic, at, sizeof(magic));
	return find_format(magic, swapped);
}

/** tcpst_pcap_is() - does a file begin like pcap? Nothing is consumed */
bool tcpst_pcap_is(struct tcpst_input *input)
{
	bool swapped;

	return format_of(input, &swapped);
}

/* Link type of a file of AIX: version 2.2, nanoseconds, types of interfaces (RFC 1573). */
static int link_of_aix(u32 type)
{
	switch (type) {
	case 6:
		return DLT_EN10MB;
	case 9:
		return DLT_IEEE802;
	case 15:
		return DLT_FDDI;
	case 24:
		return DLT_NULL;
	default:
		return -1;
	}
}

/* The field of the link type also holds the length of the FCS. */
static void read_header(struct tcpst_pcap *pcap, const u8 *at)
{
	u16 major = tcpst_host16(at + 4, pcap->swapped);
	u16 minor = tcpst_host16(at + 6, pcap->swapped);
	u32 link = tcpst_host32(at + 20, pcap->swapped) & 0xffff;
	int of_aix = link_of_aix(link);

	pcap->header = pcap->format->record;
	pcap->unit = pcap->format->ns ? 1 : 1000;
	pcap->link = tcpst_linktype_dlt((u16)link);
	if (major == 2 && minor == 2 && of_aix >= 0) {
		pcap->unit = 1;
		pcap->link = of_aix;
		pcap->lengths = LENGTHS_LESS_CAPTURED;
	} else if ((major == 2 && minor < 3) || major == 543) {
		pcap->lengths = LENGTHS_WIRE_FIRST;
	} else if (major == 2 && minor == 3) {
		pcap->lengths = LENGTHS_LESS_CAPTURED;
	}
}

/* The file ends within its header, or the caller wants no more. */
static void refuse(const struct tcpst_input *input, char *error)
{
	const char *reason = tcpst_input_error(input);

	if (tcpst_input_stopped(input))
		error[0] = '\0';
	else
		snprintf(error, TCPST_READER_ERROR,
			 "cannot read it as a capture: %s", reason ? reason :
			 "truncated within its header");
}

/**
 * tcpst_pcap_open() - begin to read
 * @input: the file, checked by tcpst_pcap_is(); owned by the caller
 * @error: filled in if it cannot be read; "" if the caller wanted no more
 *
 * Return: NULL if it cannot be read.
 */
struct tcpst_pcap *tcpst_pcap_open(struct tcpst_input *input,
				   char error[TCPST_READER_ERROR])
{
	struct tcpst_pcap *pcap = tcpst_alloc(1, sizeof(*pcap));
	const u8 *at;
	size_t size;

	pcap->input = input;
	pcap->format = format_of(input, &pcap->swapped);
	size = HEADER + pcap->format->more;
	at = tcpst_input_need(input, size);
	if (at) {
		read_header(pcap, at);
		pcap->pending = size;
		return pcap;
	}
	refuse(input, error);
	free(pcap);
	return NULL;
}

static int fail(const struct tcpst_pcap *pcap, char *error, const char *why)
{
	snprintf(error, TCPST_READER_ERROR, "damaged after %llu packets: %s",
		 (unsigned long long)pcap->frames, why);
	return -1;
}

/* The file ends within a frame: it was cut off, or reading failed. */
static int end(const struct tcpst_pcap *pcap, char *error)
{
	const char *reason = tcpst_input_error(pcap->input);

	if (tcpst_input_stopped(pcap->input) ||
	    (!reason && !tcpst_input_have(pcap->input)))
		return 0;
	return fail(pcap, error, reason ? reason : "truncated within a packet");
}

/* A frame's header. */
struct record {
	u32 seconds;
	u32 units;
	u32 captured;
	u32 length;
};

static void swap(u32 *a, u32 *b)
{
	u32 value = *a;

	*a = *b;
	*b = value;
}

static inline void read_record(const struct tcpst_pcap *pcap, const u8 *at,
			struct record *record)
{
	memcpy(record, at, sizeof(*record));
	if (pcap->swapped)
		*record = (struct record){
			.seconds = __builtin_bswap32(record->seconds),
			.units = __builtin_bswap32(record->units),
			.captured = __builtin_bswap32(record->captured),
			.length = __builtin_bswap32(record->length),
		};
	if (pcap->lengths == LENGTHS_WIRE_FIRST ||
	    (pcap->lengths == LENGTHS_LESS_CAPTURED &&
	     record->captured > record->length))
		swap(&record->captured, &record->length);
}

/* Take the next frame if all of it is in the buffer of the input. */
static bool take_frame(struct tcpst_pcap *pcap, struct tcpst_raw *raw)
{
	const struct tcpst_input *input = pcap->input;
	const u8 *at = input->buffer + input->at;
	const u32 header = pcap->header;
	struct record record;

	if (input->have < header)
		return false;
	read_record(pcap, at, &record);
	if (record.captured > FRAME_MAX || input->have < header + record.captured)
		return false;
	*raw = (struct tcpst_raw){
		.octets = at + header,
		.captured = record.captured,
		.length = record.length,
		.time_ns = record.seconds * 1000000000ULL +
			   (u64)record.units * pcap->unit,
		.link = pcap->link,
		.iface = "",
	};
	pcap->pending = header + record.captured;
	pcap->frames++;
	return true;
}

/* Read more of the file, and take the next frame. Return: as tcpst_pcap_next(). */
static TCPST_NOINLINE int read_frame(struct tcpst_pcap *pcap, struct tcpst_raw *raw,
				     char *error)
{
	const u8 *at = tcpst_input_need(pcap->input, pcap->header);
	struct record record;

	if (!at)
		return end(pcap, error);
	read_record(pcap, at, &record);
	if (record.captured > FRAME_MAX)
		return fail(pcap, error, "invalid packet length");
	if (!tcpst_input_need(pcap->input, pcap->header + record.captured))
		return end(pcap, error);
	return tcpst_pcap_next(pcap, raw, error);
}

/**
 * tcpst_pcap_next() - read the next frame
 * @pcap:  the file
 * @raw:   filled in
 * @error: filled in if it is broken
 *
 * Return: 1, 0 at the end, -1 if it is broken.
 */
int tcpst_pcap_next(struct tcpst_pcap *pcap, struct tcpst_raw *raw,
		    char error[TCPST_READER_ERROR])
{
	tcpst_input_consume(pcap->input, pcap->pending);
	pcap->pending = 0;
	return take_frame(pcap, raw) ? 1 : read_frame(pcap, raw, error);
}

/** tcpst_pcap_close() - free it; NULL is allowed */
void tcpst_pcap_close(struct tcpst_pcap *pcap)
{
	free(pcap);
}
