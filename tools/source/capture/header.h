/* SPDX-License-Identifier: GPL-2.0 */
/* The headers of a segment, without its payload. */
#ifndef TCPST_HEADER_H
#define TCPST_HEADER_H

#include "source/capture/packet.h"

/* The longest IPv4 and TCP headers together have 120 octets. */
#define TCPST_HEADER_MAX 128

/**
 * struct tcpst_header - IP and TCP header of a segment, with options
 * @size:   of @octets; 0: there is none
 * @octets: from the IP header to the end of the TCP header, or as far as was captured
 */
struct tcpst_header {
	u32 size;
	u8 octets[TCPST_HEADER_MAX];
};

void tcpst_header_take(struct tcpst_header *header, const struct tcpst_packet *packet);
bool tcpst_header_read(const u8 *octets, u32 size, u32 len,
		       struct tcpst_packet *packet);

#endif /* TCPST_HEADER_H */
