// SPDX-License-Identifier: GPL-2.0
/* The headers of a segment, without its payload: taken out of a frame, and decoded. */
#include "source/capture/header.h"

#include <pcap/dlt.h>
#include <string.h>

#include "source/capture/link.h"
#include "source/capture/number.h"

#define IPV4_HEADER 20
#define IPV6_HEADER 40
#define TCP_OPTIONS_MAX 40
#define PROTO_TCP 6

/* Take @left_out octets off a length in the IP header; 0 means that it is not known. */
static void shorten(u8 *length, u32 left_out)
{
	u32 value = tcpst_get16(length);

	if (value)
		tcpst_put16(length, value - left_out);
}

/*
 * Copy without what is between the fixed IP header and TCP: extension headers, or IPv4
 * options with an authentication header.
 */
static void take_fixed(struct tcpst_header *header, const struct tcpst_packet *packet)
{
	u32 fixed = packet->ipv6 ? IPV6_HEADER : IPV4_HEADER;
	u32 left_out = (u32)(packet->head - packet->ip) - fixed;
	u8 *ip = header->octets;

	memcpy(ip, packet->ip, fixed);
	memcpy(ip + fixed, packet->head, packet->head_size);
	header->size = fixed + packet->head_size;
	if (packet->ipv6) {
		shorten(ip + 4, left_out);
		ip[6] = PROTO_TCP;
	} else {
		ip[0] = 0x45;
		shorten(ip + 2, left_out);
		ip[9] = PROTO_TCP;
	}
}

/**
 * tcpst_header_take() - copy the headers of a segment
 * @header: filled in
 * @packet: the segment, while its frame is in memory
 *
 * They are copied as they are. If extension headers make them longer than
 * %TCPST_HEADER_MAX, these are left out.
 */
void tcpst_header_take(struct tcpst_header *header, const struct tcpst_packet *packet)
{
	u32 size = (u32)(packet->head - packet->ip) + packet->head_size;

	if (size > TCPST_HEADER_MAX) {
		take_fixed(header, packet);
		return;
	}
	memcpy(header->octets, packet->ip, size);
	header->size = size;
}

/**
 * tcpst_header_read() - decode the headers of a segment
 * @octets: as in struct tcpst_header
 * @size:   of @octets
 * @len:    octets of payload
 * @packet: filled in
 *
 * Return: false if they are not the headers of a segment.
 */
bool tcpst_header_read(const u8 *octets, u32 size, u32 len,
		       struct tcpst_packet *packet)
{
	const struct tcpst_decode how = { .verify = false };
	const struct tcpst_link *link = tcpst_link_find(DLT_RAW);

	/* Options may have been cut off: the length on the wire is not known exactly. */
	u32 length = size + TCP_OPTIONS_MAX + len;

	if (tcpst_link_decode(link, octets, size, length, &how, packet) !=
	    TCPST_LINK_SEGMENT)
		return false;
	packet->seg.len = len;
	return true;
}
