/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What an IPFIX record says of an ended flow: the information elements, those
 * of IANA's registry and those of an enterprise, and their values.
 */
#ifndef TCPST_EXPORT_ELEMENTS_H
#define TCPST_EXPORT_ELEMENTS_H

#include <fixbuf/public.h>

#include "model/flow.h"

/* Which records have an element, besides those that every record has. */
#define TCPST_ELEMENT_IPV4 1U
#define TCPST_ELEMENT_IPV6 2U
#define TCPST_ELEMENT_PACKETS 4U

/* Of a role that nobody has: who reset, when nobody did. */
#define TCPST_ELEMENT_NOBODY 255

/**
 * struct tcpst_record - an ended flow, as fixbuf reads it
 *
 * In the order of tcpst_record_spec; what is alike is aligned, so that there is
 * nothing between two members.
 */
struct tcpst_record {
	fbVarfield_t zeek;
	u64 start;
	u64 end;
	u64 start_ms;
	u64 end_ms;
	u64 flow;
	u64 octets[2];
	u64 delta[2];
	u64 packets[2];
	u64 handshake[2];
	u64 half_close;
	u8 ipv6[2][16];
	u32 ipv4[2];
	u16 port[2];
	u8 flags[2];
	u8 protocol;
	u8 reason;
	u8 direction;
	u8 state[2];
	u8 verdict;
	u8 closed_first;
	u8 reset_by;
	u8 roles_known;
	u8 syn_repeats;
	u8 syn_ack_repeats;
	u8 fin_repeats[2];
};

extern fbInfoElementSpec_t tcpst_record_spec[];
extern const unsigned int tcpst_element_count;

void tcpst_elements_add(fbInfoModel_t *model, u32 pen);
const fbInfoElement_t *tcpst_element(fbInfoModel_t *model, u32 pen,
				     unsigned int i);
u32 tcpst_record_kind(const struct tcpst_flow *flow);
void tcpst_record_fill(struct tcpst_record *record,
		       const struct tcpst_flow *flow);

#endif /* TCPST_EXPORT_ELEMENTS_H */
