// SPDX-License-Identifier: GPL-2.0
/* Reading the frames of a capture file, pcap or pcapng. */
#include "source/capture/reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "source/capture/foreign.h"
#include "source/capture/pcap.h"
#include "source/capture/pcapng.h"

/* Wireshark's tools read many other formats. */
#define CONVERT "`editcap FILE NEW.pcapng` converts "

/**
 * struct tcpst_reader - a capture file being read
 * @input:  its octets
 * @pcap:   reader of pcap; NULL: it is pcapng
 * @pcapng: reader of pcapng; NULL: it is pcap
 */
struct tcpst_reader {
	struct tcpst_input *input;
	struct tcpst_pcap *pcap;
	struct tcpst_pcapng *pcapng;
};

/* Report why a file is neither pcap nor pcapng. */
static void refuse(struct tcpst_input *input, char *error)
{
	const char *reason = tcpst_input_error(input);
	const char *name = reason ? NULL : tcpst_foreign_name(input);

	if (tcpst_input_stopped(input))
		error[0] = '\0';
	else if (reason)
		snprintf(error, TCPST_READER_ERROR,
			 "cannot read it as a capture: %s", reason);
	else if (name)
		snprintf(error, TCPST_READER_ERROR,
			 "cannot read the format %s; " CONVERT "it", name);
	else if (!tcpst_input_have(input))
		snprintf(error, TCPST_READER_ERROR,
			 "cannot read it as a capture: it is empty");
	else
		snprintf(error, TCPST_READER_ERROR,
			 "cannot read it as a capture: unknown format; " CONVERT
			 "what Wireshark can read");
}

static int open_format(struct tcpst_reader *reader, char *error)
{
	if (tcpst_pcapng_is(reader->input)) {
		reader->pcapng = tcpst_pcapng_open(reader->input);
		return 0;
	}
	if (tcpst_pcap_is(reader->input)) {
		reader->pcap = tcpst_pcap_open(reader->input, error);
		return reader->pcap ? 0 : -1;
	}
	refuse(reader->input, error);
	return -1;
}

/**
 * tcpst_reader_begin() - read an open file as a capture
 * @readerp: set; NULL on an error
 * @input:   the file, at its beginning; closed by tcpst_reader_close(), or
 *           on an error
 * @error:   filled in if it cannot be read; "" if the caller wanted no more
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
 * @ops:     callbacks; owned by the caller
 * @error:   filled in if it cannot be read; "" if the caller wanted no more
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

/**
 * tcpst_reader_next() - read the next frame, in the order of the file
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
	return tcpst_pcap_next(reader->pcap, raw, error);
}

/** tcpst_reader_input() - the input of a reader, for progress */
const struct tcpst_input *tcpst_reader_input(const struct tcpst_reader *reader)
{
	return reader->input;
}

/** tcpst_reader_close() - close a file; NULL is allowed */
void tcpst_reader_close(struct tcpst_reader *reader)
{
	if (!reader)
		return;
	tcpst_pcapng_close(reader->pcapng);
	tcpst_pcap_close(reader->pcap);
	tcpst_input_close(reader->input);
	free(reader);
}
