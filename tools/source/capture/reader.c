// SPDX-License-Identifier: GPL-2.0
/* The frames of a capture file: pcapng by ourselves, the rest by libpcap. */
#include "source/capture/reader.h"

#include <errno.h>
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "source/capture/pcapng.h"

/* Wireshark reads many formats more. */
#define ADVICE "; what Wireshark can read, `editcap FILE NEW.pcapng` converts"

/* Of the stream that libpcap reads by: what a pipe holds. */
#define CHUNK (1U << 16)

/**
 * struct tcpst_reader - a capture file being read
 * @input:  its octets
 * @pcapng: NULL: libpcap reads it
 * @pcap:   NULL: pcapng.c reads it
 * @link:   link type of a file that libpcap reads, DLT_*
 * @frames: that libpcap has read
 * @buffer: of its stream
 */
struct tcpst_reader {
	struct tcpst_input *input;
	struct tcpst_pcapng *pcapng;
	pcap_t *pcap;
	int link;
	u64 frames;
	char buffer[CHUNK];
};

static ssize_t read_more(void *cookie, char *to, size_t n)
{
	struct tcpst_reader *reader = cookie;
	size_t got = tcpst_input_take(reader->input, (u8 *)to, n);

	if (got || !tcpst_input_error(reader->input))
		return (ssize_t)got;
	errno = EIO;
	return -1;
}

/* A stream of our own: that of fopen() does not tell that it is about to wait. */
static FILE *open_stream(struct tcpst_reader *reader)
{
	static const cookie_io_functions_t functions = { .read = read_more };
	FILE *file = tcpst_need(fopencookie(reader, "r", functions));

	/* Nobody else reads it: a lock for each header and frame is a waste. */
	__fsetlocking(file, FSETLOCKING_BYCALLER);
	setvbuf(file, reader->buffer, _IOFBF, sizeof(reader->buffer));
	return file;
}

/* If the file itself could not be read, that says more than libpcap knows. */
static const char *reason_of(const struct tcpst_reader *reader,
			     const char *why)
{
	const char *reason = tcpst_input_error(reader->input);

	return reason ? reason : why;
}

static int open_pcap(struct tcpst_reader *reader, char *error)
{
	FILE *file = open_stream(reader);
	char why[PCAP_ERRBUF_SIZE] = "";

	reader->pcap = pcap_fopen_offline_with_tstamp_precision(
		file, PCAP_TSTAMP_PRECISION_NANO, why);
	if (reader->pcap) {	/* which closes the stream in the end */
		reader->link = pcap_datalink(reader->pcap);
		return 0;
	}
	fclose(file);
	if (tcpst_input_stopped(reader->input))
		error[0] = '\0';
	else
		snprintf(error, TCPST_READER_ERROR,
			 "cannot read it as a capture: %.180s%s",
			 reason_of(reader, why),
			 strstr(why, "unknown file format") ? ADVICE : "");
	return -1;
}

static int open_format(struct tcpst_reader *reader, char *error)
{
	if (!tcpst_pcapng_is(reader->input))
		return open_pcap(reader, error);
	reader->pcapng = tcpst_pcapng_open(reader->input);
	return 0;
}

/**
 * tcpst_reader_begin() - read a file, which is open, as a capture
 * @readerp: set; NULL on an error
 * @input:   the file, from its first octet on; it is closed with the reader, or
 *           on an error
 * @error:   filled in if it cannot be read; "" if no more was wanted
 *
 * Return: 0 or -1.
 */
int tcpst_reader_begin(struct tcpst_reader **readerp, struct tcpst_input *input,
		       char error[TCPST_READER_ERROR])
{
	struct tcpst_reader *reader = tcpst_alloc(1, sizeof(*reader));

	*readerp = NULL;
	reader->input = input;
	if (open_format(reader, error)) {
		tcpst_reader_close(reader);
		return -1;
	}
	*readerp = reader;
	return 0;
}

/**
 * tcpst_reader_open() - open a capture
 * @readerp: set; NULL on an error
 * @path:    the file, "-" for standard input
 * @ops:     who waits; it stays with the caller
 * @error:   filled in if it cannot be read; "" if no more was wanted
 *
 * Return: 0 or -1.
 */
int tcpst_reader_open(struct tcpst_reader **readerp, const char *path,
		      const struct tcpst_input_ops *ops,
		      char error[TCPST_READER_ERROR])
{
	struct tcpst_input *input;
	int reason = tcpst_input_open(&input, path, ops);

	*readerp = NULL;
	if (!reason)
		return tcpst_reader_begin(readerp, input, error);
	snprintf(error, TCPST_READER_ERROR, "%s", strerror(reason));
	return -1;
}

/* The seconds of a pcap file have 32 bits, which libpcap takes for signed. */
static u64 time_of(const struct pcap_pkthdr *header)
{
	time_t s = header->ts.tv_sec;

	return (u64)(s < 0 ? (u32)s : s) * 1000000000ULL +
	       (u64)header->ts.tv_usec;
}

static int next_of_pcap(struct tcpst_reader *reader, struct tcpst_raw *raw,
			char *error)
{
	struct pcap_pkthdr *header;
	const u_char *octets;
	int result = pcap_next_ex(reader->pcap, &header, &octets);

	if (result == 1) {
		reader->frames++;
		*raw = (struct tcpst_raw){
			.octets = octets,
			.captured = header->caplen,
			.length = header->len,
			.time_ns = time_of(header),
			.link = reader->link,
			.iface = "",
		};
		return 1;
	}
	if (result != PCAP_ERROR || tcpst_input_stopped(reader->input))
		return 0;
	snprintf(error, TCPST_READER_ERROR, "damaged after %llu packets: %.150s",
		 (unsigned long long)reader->frames,
		 reason_of(reader, pcap_geterr(reader->pcap)));
	return -1;
}

/**
 * tcpst_reader_next() - the next frame, in the order of the file
 * @reader: the file
 * @raw:    filled in
 * @error:  filled in if it is broken
 *
 * Return: 1, 0 at the end, -1 if it is broken.
 */
int tcpst_reader_next(struct tcpst_reader *reader, struct tcpst_raw *raw,
		      char error[TCPST_READER_ERROR])
{
	if (reader->pcapng)
		return tcpst_pcapng_next(reader->pcapng, raw, error);
	return next_of_pcap(reader, raw, error);
}

/** tcpst_reader_input() - what a file is read by, to ask how far it is */
const struct tcpst_input *tcpst_reader_input(const struct tcpst_reader *reader)
{
	return reader->input;
}

/** tcpst_reader_close() - close a file; it may be NULL */
void tcpst_reader_close(struct tcpst_reader *reader)
{
	if (!reader)
		return;
	tcpst_pcapng_close(reader->pcapng);
	if (reader->pcap)
		pcap_close(reader->pcap);
	tcpst_input_close(reader->input);
	free(reader);
}
