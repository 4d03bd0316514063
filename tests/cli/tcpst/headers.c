// SPDX-License-Identifier: GPL-2.0
/* Headers of segments: taken out of a frame, decoded again, and anonymized. */
#include <stdio.h>
#include <string.h>

#include "source/capture/bare.h"
#include "source/mask.h"

#define PART "headers"
#include "check.h"

#define PAYLOAD 100
#define OPTIONS 16

/* TCP from 10.0.0.1:40000 to 10.0.0.2:80, with timestamps and an option of MPTCP. */
static const u8 tcp[20 + OPTIONS] = {
	0x9c, 0x40, 0, 80, 0, 0, 0, 1, 0, 0, 0, 2, 0x90, 0x18, 1, 0, 0x12, 0x34, 0, 0,
	8, 10, 0, 0, 0, 7, 0, 0, 0, 8, 30, 6, 0x11, 0x22, 0x33, 0x44,
};

static const u8 ipv4[20] = {
	0x45, 0x28, 0, 20 + sizeof(tcp) + PAYLOAD, 0x12, 0x34, 0x40, 0, 61, 6, 0, 0,
	10, 0, 0, 1, 10, 0, 0, 2,
};

static u32 get16(const u8 *at)
{
	return (u32)at[0] << 8 | at[1];
}

static u32 sum_up(const u8 *at, u32 n)
{
	u32 sum = 0, i;

	for (i = 0; i < n; i += 2)
		sum += get16(at + i);
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return sum;
}

static struct tcpst_packet packet_at(const u8 *ip, u32 size)
{
	return (struct tcpst_packet){
		.ip = ip,
		.head = ip + size,
		.head_size = sizeof(tcp),
		.ipv6 = *ip >> 4 == 6,
	};
}

static void test_taken(void)
{
	struct tcpst_packet packet, read;
	struct tcpst_header header;
	u8 frame[256];

	memcpy(frame, ipv4, sizeof(ipv4));
	memcpy(frame + sizeof(ipv4), tcp, sizeof(tcp));
	packet = packet_at(frame, sizeof(ipv4));
	tcpst_header_take(&header, &packet);
	check(header.size == sizeof(ipv4) + sizeof(tcp) &&
	      !memcmp(header.octets, frame, header.size), "they are taken as they are");
	check(tcpst_header_read(header.octets, header.size, PAYLOAD, &read) &&
	      read.seg.seq == 1 && read.seg.ack == 2 && read.seg.len == PAYLOAD &&
	      read.port[1] == 80 && read.ttl == 61 && read.id == 0x1234,
	      "they are decoded");
	check(tcpst_header_read(header.octets, header.size - 8, 3, &read) &&
	      read.seg.len == 3, "even if options are cut off");
	check(!tcpst_header_read(header.octets, sizeof(ipv4) + 19, 3, &read),
	      "but not without a whole header");
}

/* Destination options of 64 octets, which fit with no TCP header. */
static void test_extended(void)
{
	struct tcpst_packet packet, read;
	struct tcpst_header header;
	u8 frame[256] = { 0x60, 0, 0, 0, 0, 64 + sizeof(tcp) + PAYLOAD, 60, 64 };

	frame[40] = 6;
	frame[41] = 7;
	memcpy(frame + 104, tcp, sizeof(tcp));
	packet = packet_at(frame, 104);
	tcpst_header_take(&header, &packet);
	check(header.size == 40 + sizeof(tcp) &&
	      get16(header.octets + 4) == sizeof(tcp) + PAYLOAD,
	      "long extension headers are left out");
	check(tcpst_header_read(header.octets, header.size, PAYLOAD, &read) &&
	      read.ipv6 && read.seg.seq == 1 && read.seg.len == PAYLOAD,
	      "the rest is decoded");
}

static struct tcpst_event segment_of_responder(void)
{
	static u8 whole[sizeof(ipv4) + sizeof(tcp)];

	memcpy(whole, ipv4, sizeof(ipv4));
	memcpy(whole + sizeof(ipv4), tcp, sizeof(tcp));
	return (struct tcpst_event){
		.type = TCPST_SEGMENT, .sender = TCPS_RESPONDER, .len = PAYLOAD,
		.ends = { .addr = { { 10, 0, 0, 2 }, { 10, 0, 0, 1 } },
			  .port = { 80, 40000 } },
		.header = whole, .header_size = sizeof(whole),
	};
}

static void test_anonymized(void)
{
	struct tcpst_event segment = segment_of_responder();
	const struct tcpst_addrs ends = {
		.addr = { { 20, 0, 0, 2 }, { 30, 0, 0, 1 } }, .port = { 81, 50000 },
	};
	struct tcpst_header header;
	struct tcpst_packet read;

	tcpst_bare_header(&header, &segment, &ends);
	check(header.size == segment.header_size && header.octets[12] == 30 &&
	      header.octets[16] == 20 && get16(header.octets + 20) == 50000 &&
	      get16(header.octets + 22) == 81, "the ends are replaced");
	check(!memcmp(header.octets + 24, tcp + 4, 12) &&
	      !memcmp(header.octets + 40, tcp + 20, 12),
	      "numbers and timestamps are kept");
	check(header.octets[50] == 30 && sum_up(header.octets + 52, 4) == 0,
	      "what may identify a host in an option is not");
	check(sum_up(header.octets, sizeof(ipv4)) == 0xffff,
	      "the checksum of the IP header is right");
	check(tcpst_header_read(header.octets, header.size, PAYLOAD, &read) &&
	      read.seg.len == PAYLOAD && read.ttl == 61, "they are decoded");
	segment.header = NULL;
	tcpst_bare_header(&header, &segment, &ends);
	check(!header.size, "a segment without them remains so");
}

static bool is_masked;

/* In the place of those of tcpst, which need libraries. */
void tcpst_anonymize_event(const struct tcpst_anonymizer *anonymizer,
			   struct tcpst_event *event)
{
	(void)anonymizer;
	event->ends.addr[0][0] = 20;
	event->ends.addr[1][0] = 30;
}

void tcpst_join_flow(struct tcpst_join *join, struct tcpst_flow *flow)
{
	(void)join;
	(void)flow;
}

static void take_masked(const struct tcpst_event *event, void *arg)
{
	(void)arg;
	is_masked = event->header && event->header[12] == 30 && event->header[16] == 20;
}

static bool is_flushed;

static void take_flush(void *arg)
{
	(void)arg;
	is_flushed = true;
}

/* Where events are anonymized, their headers are, too; the rest is passed on as it is. */
static void test_masked(void)
{
	static const struct tcpst_sink sink = { .event = take_masked, .flush = take_flush };
	struct tcpst_event segment = segment_of_responder();
	struct tcpst_mask mask = { .sink = &sink, .anonymizer = (void *)&segment };
	const struct tcpst_sink masked = tcpst_mask_sink(&mask);

	masked.event(&segment, masked.arg);
	check(is_masked, "an event is passed on with other addresses in its header");
	tcpst_sink_lost(&masked, 1);
	tcpst_sink_flush(&masked);
	check(is_flushed, "a sink passes on what it has no callback for");
}

int main(void)
{
	test_taken();
	test_extended();
	test_anonymized();
	test_masked();
	return summary();
}
