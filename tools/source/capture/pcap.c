// SPDX-License-Identifier: GPL-2.0
/*
 * Captures in the format pcap (draft-ietf-opsawg-pcap), in either byte order, and in
 * the formats that others made of it. Frames stay where they were read to. Nothing is
 * trusted: a frame is looked at only once all of it is there.
 */
#include "source/capture/pcap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "source/capture/linktype.h"

#define MAGIC_US 0xa1b2c3d4U
#define MAGIC_NS 0xa1b23c4dU
#define MAGIC_LINUX 0xa1b2cd34U	/* of Linux 2.2: eight octets more before a frame */
#define MAGIC_IXIA_HARD 0x1c0001acU	/* four octets more before the first frame */
#define MAGIC_IXIA_SOFT 0x1c0001abU

/* Of the file, and of a frame. */
#define HEADER 24
#define RECORD 16

/* No frame is longer: libpcap and Wireshark have the same limit. */
#define FRAME_MAX 262144U

/**
 * struct format - a format
 * @magic: number it begins with
 * @ns:    stamps count nanoseconds, not microseconds
 * @more:  octets of its header after that of pcap
 * @record: octets before a frame
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

/* Which of its two lengths is that of the frame on the wire? */
enum lengths {
	LENGTHS_CAPTURED_FIRST,
	LENGTHS_WIRE_FIRST,	/* before version 2.3 */
	LENGTHS_LESS_CAPTURED,	/* of version 2.3, and AIX, there are both */
};

/**
 * struct tcpst_pcap - a file being read
 * @input:   its octets
 * @format:  what it is
 * @swapped: numbers are in the other byte order
 * @unit:    of the smaller part of a stamp, ns
 * @lengths: order of the lengths of a frame
 * @link:    DLT_*
 * @pending: octets of the frame before, to be passed by
 * @frames:  read so far
 */
struct tcpst_pcap {
	struct tcpst_input *input;
	const struct format *format;
	bool swapped;
	u32 unit;
	enum lengths lengths;
	int link;
	size_t pending;
	u64 frames;
};

static u16 get16(const struct tcpst_pcap *pcap, const u8 *at)
{
	u16 value;

	memcpy(&value, at, sizeof(value));
	return pcap->swapped ? __builtin_bswap16(value) : value;
}

static u32 get32(const struct tcpst_pcap *pcap, const u8 *at)
{
	u32 value;

	memcpy(&value, at, sizeof(value));
	return pcap->swapped ? __builtin_bswap32(value) : value;
}

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

/** tcpst_pcap_is() - does a file begin as pcap does? Nothing of it is passed by */
bool tcpst_pcap_is(struct tcpst_input *input)
{
	bool swapped;

	return format_of(input, &swapped);
}

/* AIX has version 2.2, nanoseconds, and numbers of interfaces (RFC 1573) as links. */
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

/* In the word of the link type is the length of the FCS as well. */
static void read_header(struct tcpst_pcap *pcap, const u8 *at)
{
	u16 major = get16(pcap, at + 4), minor = get16(pcap, at + 6);
	u32 link = get32(pcap, at + 20) & 0xffff;
	int of_aix = link_of_aix(link);

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

/* It ends within its header, or no more of it is wanted. */
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
 * @input: the file, tcpst_pcap_is() one, which stays with the caller
 * @error: filled in if it cannot be read; "" if no more was wanted
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

/* A file that ends within a frame was cut off, one that fails has a reason. */
static int end(const struct tcpst_pcap *pcap, char *error)
{
	const char *reason = tcpst_input_error(pcap->input);

	if (tcpst_input_stopped(pcap->input) ||
	    (!reason && !tcpst_input_have(pcap->input)))
		return 0;
	return fail(pcap, error, reason ? reason : "truncated within a packet");
}

static void read_lengths(const struct tcpst_pcap *pcap, const u8 *at,
			 struct tcpst_raw *raw)
{
	u32 first = get32(pcap, at + 8), second = get32(pcap, at + 12);
	bool turned = pcap->lengths == LENGTHS_WIRE_FIRST ||
		      (pcap->lengths == LENGTHS_LESS_CAPTURED && first > second);

	raw->captured = turned ? second : first;
	raw->length = turned ? first : second;
}

/**
 * tcpst_pcap_next() - the next frame
 * @pcap:  the file
 * @raw:   filled in
 * @error: filled in if it is broken
 *
 * Return: 1, 0 at the end, -1 if it is broken.
 */
int tcpst_pcap_next(struct tcpst_pcap *pcap, struct tcpst_raw *raw,
		    char error[TCPST_READER_ERROR])
{
	const u32 record = pcap->format->record;
	const u8 *at;

	tcpst_input_consume(pcap->input, pcap->pending);
	pcap->pending = 0;
	at = tcpst_input_need(pcap->input, record);
	if (!at)
		return end(pcap, error);
	*raw = (struct tcpst_raw){
		.time_ns = get32(pcap, at) * 1000000000ULL +
			   (u64)get32(pcap, at + 4) * pcap->unit,
		.link = pcap->link,
		.iface = "",
	};
	read_lengths(pcap, at, raw);
	if (raw->captured > FRAME_MAX)
		return fail(pcap, error, "invalid packet length");
	at = tcpst_input_need(pcap->input, record + raw->captured);
	if (!at)
		return end(pcap, error);
	raw->octets = at + record;
	pcap->pending = record + raw->captured;
	pcap->frames++;
	return 1;
}

/** tcpst_pcap_close() - let go of what was read; it may be NULL */
void tcpst_pcap_close(struct tcpst_pcap *pcap)
{
	free(pcap);
}
