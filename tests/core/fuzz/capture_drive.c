// SPDX-License-Identifier: GPL-2.0
/*
 * The capture reader, from the octets of a file to events. For any file: no read out of
 * bounds (checked by sanitizers), numbers in their ranges, times that do not go back except
 * to a pending SYN, one life per flow, and an error text if and only if there is an error.
 */
#include "capture_drive.h"

#include <pcap/dlt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "source/capture/header.h"
#include "source/capture/link.h"
#include "source/capture/reader.h"
#include "source/capture/replay.h"
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

struct events {
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
	struct events *events = arg;

	tcps_fuzz_events++;
	must(event->seqno == ++events->seqno);
	/* A flow that is reported late begins with an earlier segment. */
	if (event->flow == events->flow)
		must(event->time_ns >= events->time);
	events->flow = event->flow;
	events->time = event->time_ns;
	if (event->type == TCPST_LIFE) {
		events->lives++;
		check_life(event);
		return;
	}
	must(event->type == TCPST_TRANSITION || event->type == TCPST_NOTE);
	must(event->endpoint < TCPS_ROLE_NONE);
	must(event->from < TCPS_STATE_MAX && event->to < TCPS_STATE_MAX);
	must((event->from == event->to) == (event->type == TCPST_NOTE));
	must(event->cause < TCPS_CAUSE_MAX);
	must(!event->drawn || (event->answers.time_ns <= event->time_ns &&
			       event->answers.frame < event->frame));
	must(event->certainty < TCPS_CERTAINTY_MAX);
}

/* A file in memory, with a path that can be opened. */
static int file_of(const u8 *data, size_t size, char path[32])
{
	int fd = memfd_create("capture", MFD_CLOEXEC);

	must(fd >= 0 && write(fd, data, size) == (ssize_t)size);
	snprintf(path, 32, "/proc/self/fd/%d", fd);
	return fd;
}

/**
 * tcps_fuzz_capture() - read a file, as tcpst -r does
 * @data: its contents
 * @size: octets
 */
void tcps_fuzz_capture(const u8 *data, size_t size)
{
	struct events events = { .seqno = 0 };
	struct tcpst_capture_options options = {
		.decode = { .verify = size & 1, .tunnels = size & 2 },
	};
	struct tcpst_replay_ops ops = {
		.event = take_event, .answers = true, .arg = &events,
	};
	struct tcpst_replay_stats stats;
	const char *paths[1];
	char error[TCPST_REPLAY_ERROR], path[32];
	int fd = file_of(data, size, path);
	int result;

	paths[0] = path;
	options.paths = paths;
	options.n_paths = 1;
	result = tcpst_replay_file(&options, &ops, &stats, error);
	must((result != 0) == (error[0] != '\0'));
	must(events.lives == stats.flows);
	must(stats.packets == stats.segments + stats.icmp + stats.not_tcp +
			      stats.fragments + stats.truncated +
			      stats.malformed + stats.bad_checksum +
			      stats.duplicates);
	close(fd);
}

/* The headers of a segment, taken out of its frame, show the same as the frame. */
static void check_header(const struct tcpst_packet *packet)
{
	struct tcpst_packet again = { .options = 0 };
	struct tcpst_header header;
	u8 *octets;

	tcpst_header_take(&header, packet);
	must(header.size && header.size <= TCPST_HEADER_MAX);
	octets = malloc(header.size);
	memcpy(octets, header.octets, header.size);
	must(tcpst_header_read(octets, header.size, packet->seg.len, &again));
	must(!memcmp(&again.seg, &packet->seg, sizeof(again.seg)));
	must(again.options == packet->options && again.ttl == packet->ttl);
	must(!memcmp(again.port, packet->port, sizeof(again.port)));
	must(!memcmp(again.addr, packet->addr, sizeof(again.addr)));
	free(octets);
}

/* In memory of exactly its size, so that an overread of one octet is found. */
static void decode(const struct tcpst_raw *frame, u64 *random)
{
	static const int types[] = {
		DLT_NULL, DLT_EN10MB, DLT_IEEE802, DLT_SLIP, DLT_PPP, DLT_FDDI,
		DLT_ATM_RFC1483, DLT_RAW, DLT_PPP_ETHER, DLT_C_HDLC,
		DLT_IEEE802_11, DLT_LOOP, DLT_ENC, DLT_LINUX_SLL, DLT_PFLOG,
		DLT_PRISM_HEADER, DLT_IP_OVER_FC, DLT_IEEE802_11_RADIO,
		DLT_APPLE_IP_OVER_IEEE1394, DLT_IEEE802_11_RADIO_AVS, DLT_PPI,
		DLT_PPP_WITH_DIR, DLT_C_HDLC_WITH_DIR, DLT_MPLS, DLT_IPNET,
		DLT_IPV4, DLT_IPV6, DLT_NFLOG, DLT_NETANALYZER, DLT_IPOIB,
		DLT_PKTAP, DLT_LINUX_SLL2, DLT_DSA_TAG_BRCM, DLT_DSA_TAG_DSA,
		DLT_DSA_TAG_EDSA, DLT_ATM_CLIP, DLT_SYMANTEC_FIREWALL, DLT_FRELAY,
		DLT_SUNATM, DLT_TZSP, DLT_DOCSIS, DLT_ERF,
		DLT_NETANALYZER_TRANSPARENT, DLT_EPON, DLT_ETHERNET_MPACKET,
	};
	struct tcpst_decode how = {
		.verify = tcps_fuzz_random(random) >> 63,
		.print = tcps_fuzz_random(random) >> 63,
		.tunnels = tcps_fuzz_random(random) >> 63,
	};
	u32 n = frame->captured ? tcps_fuzz_below(random, frame->captured + 1) :
				  0;
	struct tcpst_packet packet;
	enum tcpst_link_result result;
	int type = frame->link;
	u8 *octets = malloc(n ? n : 1);

	if (!(tcps_fuzz_random(random) >> 61))
		type = types[tcps_fuzz_below(random, sizeof(types) /
						     sizeof(types[0]))];
	if (!tcpst_link_find(type)) {
		free(octets);
		return;
	}
	memcpy(octets, frame->octets, n);
	if (n && tcps_fuzz_random(random) >> 63)
		octets[tcps_fuzz_below(random, n)] =
			(u8)(tcps_fuzz_random(random) >> 56);
	memset(&packet, 0xa5, sizeof(packet));
	result = tcpst_link_decode(tcpst_link_find(type), octets, n,
				   tcps_fuzz_random(random) >> 63 ?
				   n : frame->length,
				   &how, &packet);
	must(result <= TCPST_LINK_CHECKSUM);
	if (result == TCPST_LINK_SEGMENT) {
		must(packet.seg.wscale <= TCPS_WSCALE_MAX ||
		     packet.seg.wscale == TCPS_WSCALE_NONE);
		must(packet.port[0] && packet.port[1]);
		check_header(&packet);
		must(packet.seg.len <= 65535 ||
		     packet.seg.len <= frame->length || packet.seg.len <= n);
	}
	tcps_fuzz_decoded++;
	free(octets);
}

static bool go_on(void *arg)
{
	(void)arg;
	return true;
}

/**
 * tcps_fuzz_frames() - decode each frame of a file, truncated and changed
 * @data:   a file
 * @size:   octets
 * @random: state of the random numbers
 */
void tcps_fuzz_frames(const u8 *data, size_t size, u64 *random)
{
	static const struct tcpst_input_ops ops = { .wait = go_on };
	char path[32], why[TCPST_READER_ERROR];
	int fd = file_of(data, size, path);
	struct tcpst_reader *reader;
	struct tcpst_raw frame;

	if (!tcpst_reader_open(&reader, path, &ops, why)) {
		while (tcpst_reader_next(reader, &frame, why) == 1)
			decode(&frame, random);
		tcpst_reader_close(reader);
	}
	close(fd);
}
