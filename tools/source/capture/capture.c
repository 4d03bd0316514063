// SPDX-License-Identifier: GPL-2.0
/* Reading captures by libpcap, which alone knows their formats. */
#include "source/capture/capture.h"

#include <errno.h>
#include <fcntl.h>
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* Octets read at a time: what a pipe holds. */
#define CHUNK (1U << 16)

/* How often progress is looked at, in frames, and shown, in ns. */
#define PROGRESS_FRAMES (1U << 16)
#define PROGRESS_NS 250000000ULL

/**
 * struct capture - a file being read
 * @fd:     the file
 * @buffer: of the stream that libpcap reads it by
 * @offset: octets read so far, of which some may be in @buffer
 * @pcap:   libpcap's handle; NULL: it has not found out yet what it is
 * @verify: check checksums
 * @ops:    who takes what is read
 * @frames: read so far
 * @size:   of the file, octets; 0: progress is not shown
 * @shown:  when progress was last shown, ns; 0: never
 * @stop:   no more is wanted
 */
struct capture {
	int fd;
	char buffer[CHUNK];
	u64 offset;
	pcap_t *pcap;
	bool verify;
	const struct tcpst_capture_ops *ops;
	u64 frames;
	u64 size;
	u64 shown;
	bool stop;
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

	if (now - capture->shown < PROGRESS_NS)
		return;
	capture->shown = now;
	fprintf(stderr, "\r%3u %%",
		(unsigned int)(100 * capture->offset / capture->size));
}

/*
 * More of the file for libpcap's stream. A stream of one's own, for that of
 * fopen() does not tell that it is about to wait, and goes on waiting after a
 * signal. What is wanted no more ends as a file does.
 */
static ssize_t read_more(void *cookie, char *to, size_t room)
{
	struct capture *capture = cookie;
	ssize_t n;

	do {
		if (!capture->ops->wait(capture->pcap, capture->ops->arg)) {
			capture->stop = true;
			return 0;
		}
		n = read(capture->fd, to, room);
	} while (n < 0 && errno == EINTR);
	if (n > 0)
		capture->offset += (u64)n;
	return n;
}

static int close_file(void *cookie)
{
	struct capture *capture = cookie;

	return capture->fd == STDIN_FILENO ? 0 : close(capture->fd);
}

/* Progress is for people, of files whose length is known. */
static u64 size_of(int fd)
{
	struct stat stat;

	if (!isatty(STDERR_FILENO) || fstat(fd, &stat) ||
	    !S_ISREG(stat.st_mode) || stat.st_size <= 0)
		return 0;
	return (u64)stat.st_size;
}

/* NULL, with errno, if the file cannot be opened. */
static FILE *open_file(struct capture *capture, const char *path)
{
	static const cookie_io_functions_t functions = {
		.read = read_more,
		.close = close_file,
	};
	FILE *file;

	capture->fd = STDIN_FILENO;
	if (strcmp(path, "-"))
		capture->fd = open(path, O_RDONLY | O_CLOEXEC);
	if (capture->fd < 0)
		return NULL;
	file = fopencookie(capture, "r", functions);
	if (!file) {
		close_file(capture);
		errno = ENOMEM;
		return NULL;
	}
	/* Nobody else reads it: a lock for each header and frame is a waste. */
	__fsetlocking(file, FSETLOCKING_BYCALLER);
	setvbuf(file, capture->buffer, _IOFBF, sizeof(capture->buffer));
	return file;
}

/* The seconds of a pcap file have 32 bits, which libpcap takes for signed. */
static u64 time_of(const struct pcap_pkthdr *header)
{
	time_t s = header->ts.tv_sec;

	return (u64)(s < 0 ? (u32)s : s) * 1000000000ULL +
	       (u64)header->ts.tv_usec;
}

static void take_frame(struct capture *capture, int link,
		       const struct pcap_pkthdr *header, const u8 *octets)
{
	const struct tcpst_capture_ops *ops = capture->ops;
	enum tcpst_link_result result;
	struct tcpst_packet packet;

	result = tcpst_link_decode(link, octets, header->caplen, header->len,
				   capture->verify, &packet);
	capture->frames++;
	if (!ops->frame(result, &packet, time_of(header), ops->arg))
		capture->stop = true;
	if (capture->size && !(capture->frames % PROGRESS_FRAMES))
		show_progress(capture);
}

/*
 * libpcap reads no pcapng file whose interfaces differ in link type or in
 * snapshot length. What it says of them is all there is to tell them from broken
 * ones; a version that says it in other words costs no more than the advice.
 */
static void say_broken(const struct capture *capture, const char *name,
		       char *error)
{
	const char *why = pcap_geterr(capture->pcap);

	if (strstr(why, "different"))
		snprintf(error, TCPST_CAPTURE_ERROR,
			 "%s: its interfaces differ, only %llu packets could be read (CAPTURES in tcpst(8) shows how to split it): %s",
			 name, (unsigned long long)capture->frames, why);
	else
		snprintf(error, TCPST_CAPTURE_ERROR,
			 "%s: broken after %llu packets: %s", name,
			 (unsigned long long)capture->frames, why);
}

static int read_frames(struct capture *capture, const char *name, char *error)
{
	int link = pcap_datalink(capture->pcap), result = 0;
	struct pcap_pkthdr *header;
	const u_char *octets;

	if (!tcpst_link_known(link)) {
		snprintf(error, TCPST_CAPTURE_ERROR,
			 "%s: link type %d is not supported", name, link);
		return -1;
	}
	while (!capture->stop) {
		result = pcap_next_ex(capture->pcap, &header, &octets);
		if (result != 1)
			break;
		take_frame(capture, link, header, octets);
	}
	if (capture->shown)
		fputs("\r     \r", stderr);
	if (capture->stop || result != PCAP_ERROR)
		return 0;
	say_broken(capture, name, error);
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
	FILE *file = open_file(&capture, path);
	char why[PCAP_ERRBUF_SIZE];
	int result;

	if (!file) {
		snprintf(error, TCPST_CAPTURE_ERROR, "%s: %s", name,
			 strerror(errno));
		return -1;
	}
	if (progress)
		capture.size = size_of(capture.fd);
	capture.pcap = pcap_fopen_offline_with_tstamp_precision(
		file, PCAP_TSTAMP_PRECISION_NANO, why);
	if (capture.pcap) {
		result = read_frames(&capture, name, error);
		pcap_close(capture.pcap);	/* and the file */
		return result;
	}
	fclose(file);
	if (capture.stop)
		return 0;
	snprintf(error, TCPST_CAPTURE_ERROR,
		 "%s: not a capture that can be read: %.150s", name, why);
	return -1;
}
