// SPDX-License-Identifier: GPL-2.0
/*
 * random_recording N FILE...: runs the reader of recordings on recordings made from
 * captures, with their segments: unchanged, truncated at each octet, and N of them with
 * octets changed at random, the same in every run. The remaining events of a truncated one
 * must be the same as before. They are not compressed, so that the changes affect messages
 * and not zstd frames. The last line is "N passed, N failed".
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "random.h"
#include "source/recording/reader.h"
#include "source/recording/writer.h"

#define SIZE_MAX_ 16384
#define EVENTS_MAX 512

static u64 state = TCPS_FUZZ_SEED;
static u64 n_read;

/* The result of reading: a hash of each event. */
struct reading {
	u64 event[EVENTS_MAX];
	u64 n;
	u64 left;	/* open at the end */
};

static u32 below(u32 n)
{
	return tcps_fuzz_below(&state, n);
}

static void must(bool holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "random_recording: not so: %s\n", what);
	abort();
}

static void check_flow(const struct tcpst_flow *flow)
{
	must(flow->verdict.state[0] <= TCPS_STATE_MAX &&
	     flow->verdict.state[1] <= TCPS_STATE_MAX, "a flow's states are");
	must(flow->verdict.end <= TCPS_END_MAX, "its end is one");
	must(!flow->live, "what is read of a file is not live");
}

static u64 sum_header(const struct tcpst_event *event)
{
	u64 sum = event->seq;
	u32 i;

	for (i = 0; event->header && i < event->header_size; i++)
		sum += event->header[i];
	return sum;
}

static void take_event(const struct tcpst_event *event, void *arg)
{
	struct reading *reading = arg;

	if (event->type == TCPST_LIFE)
		check_flow(&event->life);
	/* Not a record, but the state of a flow at the end of the recording. */
	if (event->endpoint == TCPS_ROLE_NONE) {
		reading->left++;
		return;
	}
	must(event->from <= TCPS_STATE_MAX && event->to <= TCPS_STATE_MAX,
	     "an event's states are states");
	must(event->endpoint <= TCPS_ROLE_NONE, "its endpoint is one");
	if (reading->n < EVENTS_MAX)
		reading->event[reading->n++] =
			event->seqno ^ event->time_ns << 8 ^ sum_header(event) << 16 ^
			(u64)event->type << 60 ^ (u64)event->to << 56;
}

static bool go_on(void *arg)
{
	(void)arg;
	return true;
}

static int file_of(const u8 *data, size_t size, char path[32])
{
	int fd = memfd_create("recording", MFD_CLOEXEC);

	must(fd >= 0 && write(fd, data, size) == (ssize_t)size, "a file");
	snprintf(path, 32, "/proc/self/fd/%d", fd);
	return fd;
}

/* Return: as tcpst_recording_read(); 1: it is not a recording. */
static int read_octets(const u8 *data, size_t size, struct reading *reading,
		       struct tcpst_recording_findings *found)
{
	static const struct tcpst_input_ops ops = { .wait = go_on };
	const struct tcpst_replay_ops takes = {
		.event = take_event,
		.segments = true,
		.arg = reading,
	};
	char path[32], error[TCPST_REPLAY_ERROR];
	int fd = file_of(data, size, path);
	struct tcpst_input *input;
	int result = 1;

	reading->n = 0;
	reading->left = 0;
	must(!tcpst_input_open(&input, path, &ops), "it opens");
	if (tcpst_recording_is(input)) {
		result = tcpst_recording_read(input, &takes, found, error);
		must((result != 0) == (error[0] != '\0'), "it has a reason");
	}
	tcpst_input_close(input);
	close(fd);
	n_read++;
	return result;
}

struct recorder {
	struct tcpst_writer *writer;
	u64 last;
};

static void record_event(const struct tcpst_event *event, void *arg)
{
	struct recorder *recorder = arg;

	recorder->last = event->time_ns;
	if (event->type == TCPST_LIFE && tcpst_flow_is_open(&event->life))
		tcpst_writer_flow(recorder->writer, &event->life);
	else if (event->type == TCPST_SEGMENT)
		tcpst_writer_segment(recorder->writer, event);
	else
		tcpst_writer_event(recorder->writer, event);
	/* One message per event, so that there are many places to truncate. */
	tcpst_writer_flush(recorder->writer);
}

/* Return: octets of the recording of a capture, 0: it is skipped. */
static size_t record(const char *path, u8 data[SIZE_MAX_])
{
	int fd = memfd_create("recording", MFD_CLOEXEC);
	struct recorder recorder = { .writer = tcpst_writer_open(fd) };
	const struct tcpst_replay_ops ops = {
		.event = record_event,
		.segments = true,
		.answers = true,
		.arg = &recorder,
	};
	const struct tcpst_capture_options how = {
		.paths = &path, .n_paths = 1, .headers = true,
	};
	struct tcpst_replay_stats stats;
	char error[TCPST_REPLAY_ERROR];
	ssize_t size = 0;

	tcpst_writer_start(recorder.writer, 1, "of a fuzzer", true);
	if (!tcpst_replay_file(&how, &ops, &stats, error)) {
		tcpst_writer_end(recorder.writer, recorder.last, 1);
		must(!tcpst_writer_flush(recorder.writer), "it is written");
		size = pread(fd, data, SIZE_MAX_, 0);
	}
	tcpst_writer_close(recorder.writer);
	close(fd);
	return size == SIZE_MAX_ ? 0 : (size_t)size;
}

static void cut(const u8 *data, size_t size, const struct reading *whole)
{
	struct tcpst_recording_findings found;
	struct reading part;
	size_t n;
	int result;

	for (n = 0; n < size; n++) {
		result = read_octets(data, n, &part, &found);
		must(result == (n < 16), "cut, it is read, if its head is there");
		if (result)
			continue;
		must(found.cut, "that it was cut is found");
		must(part.n <= whole->n && !memcmp(part.event, whole->event,
						   part.n * sizeof(u64)),
		     "what is left is what was there");
	}
	must(part.n == whole->n, "but for its end all is there");
}

static void change(const u8 *data, size_t size)
{
	struct tcpst_recording_findings found;
	struct reading reading;
	u8 copy[SIZE_MAX_];
	u32 n = 1 + below(4);

	memcpy(copy, data, size);
	while (n--)
		copy[below((u32)size)] ^= (u8)(1U << below(8));
	read_octets(copy, size, &reading, &found);
}

int main(int argc, char **argv)
{
	unsigned long i, n = argc > 1 ? strtoul(argv[1], NULL, 10) : 0;
	struct tcpst_recording_findings found;
	struct reading whole;
	u8 data[SIZE_MAX_];
	u64 done = 0, events = 0;
	int k;

	for (k = 2; k < argc; k++) {
		size_t size = record(argv[k], data);

		if (!size)
			continue;
		must(!read_octets(data, size, &whole, &found) && !found.cut,
		     "a recording can be read");
		events += whole.n;
		done++;
		cut(data, size, &whole);
		for (i = 0; i < n / (unsigned int)(argc - 2); i++)
			change(data, size);
	}
	printf("%llu recordings of %llu events, read %llu times\n",
	       (unsigned long long)done, (unsigned long long)events,
	       (unsigned long long)n_read);
	printf("%llu passed, %d failed\n", (unsigned long long)n_read,
	       !events);
	return !events;
}
