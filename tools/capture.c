// SPDX-License-Identifier: GPL-2.0
/* Reading capture files, pcap and pcapng, by libpcap. */
#include "capture.h"

#include <errno.h>
#include <pcap/pcap.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* How often progress is looked at, in frames, and shown, in ns. */
#define PROGRESS_FRAMES (1U << 16)
#define PROGRESS_NS 250000000ULL

/**
 * struct capture - a file being read
 * @pcap:   libpcap's handle
 * @link:   link type
 * @verify: check checksums
 * @ops:    who takes what is read
 * @frames: read so far
 * @size:   of the file, octets; 0: progress is not shown
 * @shown:  when progress was last shown, ns; 0: never
 */
struct capture {
	pcap_t *pcap;
	int link;
	bool verify;
	const struct tcpst_capture_ops *ops;
	u64 frames;
	u64 size;
	u64 shown;
};

static u64 clock_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (u64)now.tv_sec * 1000000000ULL + (u64)now.tv_nsec;
}

static void show_progress(struct capture *capture)
{
	u64 now = clock_ns();
	long at = ftell(pcap_file(capture->pcap));

	if (now - capture->shown < PROGRESS_NS)
		return;
	capture->shown = now;
	if (at >= 0)
		fprintf(stderr, "\r%3u %%", (unsigned int)(100ULL * (u64)at /
							   capture->size));
}

static void take_frame(u_char *arg, const struct pcap_pkthdr *header,
		       const u_char *frame)
{
	struct capture *capture = (struct capture *)arg;
	const struct tcpst_capture_ops *ops = capture->ops;
	enum tcpst_link_result result;
	struct tcpst_packet packet;
	u64 time_ns;

	result = tcpst_link_decode(capture->link, frame, header->caplen,
				   header->len, capture->verify, &packet);
	time_ns = (u64)header->ts.tv_sec * 1000000000ULL +
		  (u64)header->ts.tv_usec;
	capture->frames++;
	if (!ops->frame(result, &packet, time_ns, ops->arg))
		pcap_breakloop(capture->pcap);
	if (capture->size && !(capture->frames % PROGRESS_FRAMES))
		show_progress(capture);
}

/* Progress is for people, of files whose length is known. */
static u64 size_of(pcap_t *pcap)
{
	struct stat stat;

	if (!isatty(STDERR_FILENO) || fstat(fileno(pcap_file(pcap)), &stat) ||
	    !S_ISREG(stat.st_mode) || stat.st_size <= 0)
		return 0;
	return (u64)stat.st_size;
}

/* libpcap names the file in some of its messages, and not in others. */
static void say(char *error, const char *name, const char *what)
{
	size_t n = strlen(name);

	if (!strncmp(what, name, n) && what[n] == ':')
		snprintf(error, TCPST_CAPTURE_ERROR, "%s", what);
	else
		snprintf(error, TCPST_CAPTURE_ERROR, "%s: %s", name, what);
}

/* Not by libpcap alone, whose message says nothing of a directory. */
static bool readable(const char *path, char *error)
{
	struct stat stat_buf;
	FILE *file;

	if (!strcmp(path, "-"))
		return true;
	file = fopen(path, "rb");
	if (!file) {
		say(error, path, strerror(errno));
		return false;
	}
	if (!fstat(fileno(file), &stat_buf) && S_ISDIR(stat_buf.st_mode)) {
		say(error, path, strerror(EISDIR));
		fclose(file);
		return false;
	}
	fclose(file);
	return true;
}

static int read_all(struct capture *capture, const char *name, char *error)
{
	char what[TCPST_CAPTURE_ERROR];
	int result;

	result = pcap_loop(capture->pcap, -1, take_frame, (u_char *)capture);
	if (capture->shown)
		fputs("\r     \r", stderr);
	if (result != PCAP_ERROR)
		return 0;
	snprintf(what, sizeof(what), "broken after %llu packets: %.150s",
		 (unsigned long long)capture->frames,
		 pcap_geterr(capture->pcap));
	say(error, name, what);
	return -1;
}

/**
 * tcpst_capture_read() - read a capture to its end
 * @path:     file, "-" for standard input
 * @verify:   check TCP checksums
 * @progress: show on standard error how far it is, if that is a terminal
 * @ops:      who takes what is read
 * @error:    filled in if it could not be read, or not to its end; what was
 *            readable has been given to @ops
 *
 * Return: 0 or -1.
 */
int tcpst_capture_read(const char *path, bool verify, bool progress,
		       const struct tcpst_capture_ops *ops,
		       char error[TCPST_CAPTURE_ERROR])
{
	const char *name = strcmp(path, "-") ? path : "standard input";
	struct capture capture = { .verify = verify, .ops = ops };
	char what[PCAP_ERRBUF_SIZE];
	int result = -1;

	if (!readable(path, error))
		return -1;
	capture.pcap = pcap_open_offline_with_tstamp_precision(
		path, PCAP_TSTAMP_PRECISION_NANO, what);
	if (!capture.pcap) {
		say(error, name, what);
		return -1;
	}
	capture.link = pcap_datalink(capture.pcap);
	if (!tcpst_link_known(capture.link)) {
		const char *type = pcap_datalink_val_to_name(capture.link);

		snprintf(what, sizeof(what), "link type %s is not supported",
			 type ? type : "unknown");
		say(error, name, what);
	} else {
		if (progress)
			capture.size = size_of(capture.pcap);
		result = read_all(&capture, name, error);
	}
	pcap_close(capture.pcap);
	return result;
}
