// SPDX-License-Identifier: GPL-2.0
/*
 * generate CONNECTIONS SEGMENTS [US]: a capture for readers to be measured with,
 * on stdout. So many connections, each of so many segments from SYN to the last
 * ACK, a thousand at a time taking turns, a packet every so many microseconds
 * (3). Classic pcap, raw IPv4, of every packet its headers.
 */
#include <arpa/inet.h>
#include <netinet/ip.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define AT_ONCE 1000
#define PAYLOAD 1000

struct packet {
	struct pcap_sf_pkthdr {
		uint32_t sec, usec, caplen, len;
	} record;
	struct iphdr ip;
	struct tcphdr tcp;
};

struct file_header {
	uint32_t magic;
	uint16_t major, minor;
	uint32_t zone, sigfigs, snaplen, linktype;
};

static uint64_t now_us = 1700000000ULL * 1000000;
static unsigned long step_us = 3;

static void put(uint32_t flow, int dir, uint8_t flags, const uint32_t nxt[2],
		unsigned int payload)
{
	struct packet packet;
	uint32_t addr[2] = { htonl(0x0a000000 + flow), htonl(0xc0a80001) };
	uint16_t port[2] = { htons(1024 + flow % 60013), htons(443) };
	unsigned int headers = sizeof(packet.ip) + sizeof(packet.tcp);

	memset(&packet, 0, sizeof(packet));
	packet.record.sec = now_us / 1000000;
	packet.record.usec = now_us % 1000000;
	packet.record.caplen = headers;
	packet.record.len = headers + payload;
	packet.ip.version = 4;
	packet.ip.ihl = 5;
	packet.ip.tot_len = htons(headers + payload);
	packet.ip.ttl = 64;
	packet.ip.protocol = IPPROTO_TCP;
	packet.ip.saddr = addr[dir];
	packet.ip.daddr = addr[!dir];
	packet.tcp.source = port[dir];
	packet.tcp.dest = port[!dir];
	packet.tcp.seq = htonl(nxt[dir]);
	packet.tcp.ack_seq = flags & TH_ACK ? htonl(nxt[!dir]) : 0;
	packet.tcp.doff = 5;
	((uint8_t *)&packet.tcp)[13] = flags;
	packet.tcp.window = htons(65535);
	now_us += step_us;
	if (fwrite(&packet, sizeof(packet), 1, stdout) != 1) {
		perror("generate");
		exit(1);
	}
}

/* Segment number @i of @segments: three to open, four to close. */
static void put_nth(uint32_t flow, unsigned int i, unsigned int segments,
		    uint32_t nxt[2])
{
	static const uint8_t open[] = { TH_SYN, TH_SYN | TH_ACK, TH_ACK };
	static const uint8_t shut[] = { TH_FIN | TH_ACK, TH_ACK,
					TH_FIN | TH_ACK, TH_ACK };
	static const int shut_dir[] = { 0, 1, 1, 0 };
	unsigned int payload = 0;
	uint8_t flags = TH_ACK;
	int dir = i % 2;

	if (i < 3) {
		flags = open[i];
	} else if (i >= segments - 4) {
		flags = shut[i - (segments - 4)];
		dir = shut_dir[i - (segments - 4)];
	} else {
		payload = dir ? PAYLOAD : 0;
	}
	put(flow, dir, flags, nxt, payload);
	nxt[dir] += payload + !!(flags & (TH_SYN | TH_FIN));
}

int main(int argc, char **argv)
{
	static uint32_t nxt[AT_ONCE][2];
	struct file_header header = {
		.magic = 0xa1b2c3d4, .major = 2, .minor = 4,
		.snaplen = 65535, .linktype = 101,	/* LINKTYPE_RAW */
	};
	unsigned long flows, segments, first, i, k;

	if (argc != 3 && argc != 4) {
		fprintf(stderr, "usage: generate CONNECTIONS SEGMENTS [US]\n");
		return 2;
	}
	flows = strtoul(argv[1], NULL, 10);
	segments = strtoul(argv[2], NULL, 10);
	if (argc == 4)
		step_us = strtoul(argv[3], NULL, 10);
	if (segments < 7) {
		fprintf(stderr, "generate: a connection has 7 segments\n");
		return 2;
	}
	fwrite(&header, sizeof(header), 1, stdout);
	for (first = 0; first < flows; first += AT_ONCE) {
		for (k = 0; k < AT_ONCE; k++)
			nxt[k][0] = nxt[k][1] = (first + k) * 2654435761U;
		for (i = 0; i < segments; i++)
			for (k = 0; k < AT_ONCE && first + k < flows; k++)
				put_nth(first + k, i, segments, nxt[k]);
	}
	return fflush(stdout) ? 1 : 0;
}
