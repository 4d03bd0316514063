/* SPDX-License-Identifier: GPL-2.0 */
/*
 * IPFIX records of ended flows: information elements, of IANA's registry and
 * of our enterprise, and their values.
 */
#ifndef TCPST_EXPORT_ELEMENTS_H
#define TCPST_EXPORT_ELEMENTS_H

#include <fixbuf/public.h>

#include "model/flow.h"

/* Kinds of records that have an element, besides those in every record. */
#define TCPST_ELEMENT_IPV4 1U
#define TCPST_ELEMENT_IPV6 2U
#define TCPST_ELEMENT_PACKETS 4U

/* Value of a role that is none, such as the end that reset if none did. */
#define TCPST_ELEMENT_NOBODY 255

/* Maximum size of a record, octets. */
#define TCPST_RECORD_MAX 1024

/**
 * struct tcpst_record - an ended flow, in the format of fixbuf
 * @octets: the values, in the order of tcpst_record_spec
 * @size:   used size of @octets
 */
struct tcpst_record {
	u8 octets[TCPST_RECORD_MAX] __attribute__((aligned(8)));
	size_t size;
};

extern fbInfoElementSpec_t tcpst_record_spec[];
extern unsigned int tcpst_element_count;

void tcpst_elements_add(fbInfoModel_t *model, u32 pen);
const fbInfoElement_t *tcpst_element(fbInfoModel_t *model, u32 pen,
				     unsigned int i);
u32 tcpst_record_kind(const struct tcpst_flow *flow);
void tcpst_record_fill(struct tcpst_record *record,
		       const struct tcpst_flow *flow);

#endif /* TCPST_EXPORT_ELEMENTS_H */
