/* SPDX-License-Identifier: GPL-2.0 */
/* Which field of a flow or an event a netlink attribute is; for wire.c and wire_put.c. */
#ifndef TCPST_NL_WIRE_FIELDS_H
#define TCPST_NL_WIRE_FIELDS_H

#include "model/event.h"
#include "model/field.h"

/* Limit of fields that are bits. */
#define TCPST_WIRE_BITS 32

/**
 * struct tcpst_wire_fields - fields by their attribute
 * @all:   the fields
 * @first: by number of an attribute, its first field, NULL: none
 * @bits:  number of @bit; @bit: the fields that are bits of an attribute
 */
struct tcpst_wire_fields {
	const struct tcpst_fields *all;
	const struct tcpst_field *first[TCPST_A_MAX + 1];
	unsigned int bits;
	const struct tcpst_field *bit[TCPST_WIRE_BITS];
};

const struct tcpst_wire_fields *tcpst_wire_flow_fields(void);
const struct tcpst_wire_fields *tcpst_wire_event_fields(void);
void tcpst_wire_clear_flow(struct tcpst_flow *flow);
void tcpst_wire_clear_event(struct tcpst_event *event);

#endif /* TCPST_NL_WIRE_FIELDS_H */
