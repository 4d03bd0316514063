// SPDX-License-Identifier: GPL-2.0
/*
 * The reader of captures, from octets of a file to events. What must hold of
 * any file: no read beyond what there is (the sanitizers say so), numbers in
 * their ranges, times that do not go back, but to a SYN that was set aside, one
 * life for each flow, and an error text exactly if there is an error.
 */
#include "capture_drive.h"

#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../../../tools/source/capture/link.h"
#include "../../../tools/source/capture/replay.h"
#include "random.h"

u64 tcps_fuzz_events;
u64 tcps_fuzz_decoded;

#define must(what) check(what, #what, __LINE__)

static void check(bool holds, const char *what, int line)
{
	if (holds)
		return;
	fprintf(stderr, "capture_drive.c:%d: not so: %s\n", line, what);
	abort();
}

struct told {
	u64 seqno;
	u64 flow;
	u64 time;
	u64 lives;
};

static void check_life(const struct tcpst_event *event)
{
	const struct tcps_verdict *verdict = &event->life.verdict;

	must(verdict->start <= verdict->stop);
	must(verdict->end < TCPS_END_MAX && verdict->zeek < TCPS_ZEEK_MAX);
	must(verdict->state[0] < TCPS_STATE_MAX);
	must(verdict->state[1] < TCPS_STATE_MAX);
}

static void take_event(const struct tcpst_event *event, void *arg)
{
	struct told *told = arg;

	tcps_fuzz_events++;
	must(event->seqno == ++told->seqno);
	must(event->time_ns >= told->time ||
	     (event->flow > told->flow && event->cause == TCPS_CAUSE_SYN));
	if (event->time_ns > told->time)
		told->time = event->time_ns;
	if (event->flow > told->flow)
		told->flow = event->flow;
	if (event->type == TCPST_LIFE) {
		told->lives++;
		check_life(event);
		return;
	}
	must(event->type == TCPST_TRANSITION || event->type == TCPST_NOTE);
	must(event->endpoint < TCPS_ROLE_NONE);
	must(event->from < TCPS_STATE_MAX && event->to < TCPS_STATE_MAX);
	must((event->from == event->to) == (event->type == TCPST_NOTE));
	must(event->cause < TCPS_CAUSE_MAX);
	must(event->certainty < TCPS_CERTAINTY_MAX);
}

/* A file in memory, by a path that can be opened. */
static int file_of(const u8 *data, size_t size, char path[32])
{
	int fd = memfd_create("capture", MFD_CLOEXEC);

	must(fd >= 0 && write(fd, data, size) == (ssize_t)size);
	snprintf(path, 32, "/proc/self/fd/%d", fd);
	return fd;
}

/**
 * tcps_fuzz_capture() - read a file, as tcpst -r does
 * @data: what is in it
 * @size: octets
 */
void tcps_fuzz_capture(const u8 *data, size_t size)
{
	struct told told = { .seqno = 0 };
	struct tcpst_replay_options options = {
		.verify_checksums = size & 1,
	};
	struct tcpst_replay_ops ops = { .event = take_event, .arg = &told };
	struct tcpst_replay_stats stats;
	char error[TCPST_REPLAY_ERROR], path[32];
	int fd = file_of(data, size, path);
	int result;

	result = tcpst_replay_file(path, &options, &ops, &stats, error);
	must((result != 0) == (error[0] != '\0'));
	must(told.lives == stats.flows);
	must(stats.packets == stats.segments + stats.icmp + stats.not_tcp +
			      stats.fragments + stats.truncated +
			      stats.malformed + stats.bad_checksum);
	close(fd);
}

/* In memory of its very size, so that one octet too far is found. */
static void decode(int type, const struct pcap_pkthdr *frame, const u8 *at,
		   u64 *random)
{
	static const int types[] = {
		DLT_NULL, DLT_EN10MB, DLT_PPP, DLT_PPP_ETHER, DLT_RAW, DLT_LOOP,
		DLT_C_HDLC, DLT_LINUX_SLL, DLT_IPV4, DLT_IPV6, DLT_LINUX_SLL2,
	};
	u32 n = frame->caplen ? tcps_fuzz_below(random, frame->caplen + 1) : 0;
	struct tcpst_packet packet;
	enum tcpst_link_result result;
	u8 *octets = malloc(n ? n : 1);

	if (!(tcps_fuzz_random(random) >> 61))
		type = types[tcps_fuzz_below(random, sizeof(types) /
						     sizeof(types[0]))];
	if (!tcpst_link_known(type)) {
		free(octets);
		return;
	}
	memcpy(octets, at, n);
	if (n && tcps_fuzz_random(random) >> 63)
		octets[tcps_fuzz_below(random, n)] =
			(u8)(tcps_fuzz_random(random) >> 56);
	memset(&packet, 0xa5, sizeof(packet));
	result = tcpst_link_decode(type, octets, n,
				   tcps_fuzz_random(random) >> 63 ?
				   n : frame->len,
				   tcps_fuzz_random(random) >> 63, &packet);
	must(result <= TCPST_LINK_CHECKSUM);
	if (result == TCPST_LINK_SEGMENT) {
		must(packet.seg.wscale <= TCPS_WSCALE_MAX ||
		     packet.seg.wscale == TCPS_WSCALE_NONE);
		must(packet.port[0] && packet.port[1]);
		must(packet.seg.len <= frame->len || packet.seg.len <= n);
	}
	tcps_fuzz_decoded++;
	free(octets);
}

/**
 * tcps_fuzz_frames() - decode each frame of a file, cut and changed
 * @data:   a file
 * @size:   octets
 * @random: state of the random numbers
 */
void tcps_fuzz_frames(const u8 *data, size_t size, u64 *random)
{
	char path[32], why[PCAP_ERRBUF_SIZE];
	int fd = file_of(data, size, path);
	pcap_t *pcap = pcap_open_offline(path, why);
	struct pcap_pkthdr *frame;
	const u_char *octets;

	if (pcap) {
		while (pcap_next_ex(pcap, &frame, &octets) == 1)
			decode(pcap_datalink(pcap), frame, octets, random);
		pcap_close(pcap);
	}
	close(fd);
}
