// SPDX-License-Identifier: GPL-2.0
/* Translate --where into a filter that the kernel applies, so that it sends less. */
#include "model/where.h"

#include <string.h>

/* The field of all comparisons, NULL: there are several. */
static const struct tcpst_field *only_field(const struct tcpst_where *where)
{
	const struct tcpst_field *first, *second;

	if (where->kind == TCPST_WHERE_COMPARE)
		return where->field;
	first = only_field(where->of[0]);
	if (!where->of[1])
		return first;
	second = only_field(where->of[1]);
	return first == second ? first : NULL;
}

/* Values of the field that match, as bits. */
static u32 bits_of(const struct tcpst_where *where,
		   const struct tcpst_field *field)
{
	unsigned int value, max = tcpst_field_max(field);
	u32 bits = 0;

	for (value = 0; value < max; value++)
		if (tcpst_where_accepts(where, value))
			bits |= 1U << value;
	return bits;
}

/* Combine with the filters of other options. No bits: any value matches. */
static void narrow(u32 *request, u32 bits)
{
	if (*request & bits)
		*request &= bits;
	else if (!*request)
		*request = bits;
}

static void request_names(const struct tcpst_where *where,
			  const struct tcpst_field *field,
			  struct tcps_filter *request)
{
	u32 bits = bits_of(where, field);
	u32 asked;

	switch (field->kernel) {
	case TCPST_KERNEL_ENDS:
		narrow(&request->ends, bits);
		break;
	case TCPST_KERNEL_STATE:
		narrow(&request->states[field->role], bits);
		break;
	case TCPST_KERNEL_EITHER_STATE:
		/* Two comparisons may be true of different states of an event. */
		if (!request->any_states)
			request->any_states = bits;
		break;
	case TCPST_KERNEL_FAMILY:
		asked = (u32)request->ipv4 | (u32)request->ipv6 << 1;
		narrow(&asked, bits);
		request->ipv4 = asked & 1;
		request->ipv6 = asked & 2;
		break;
	case TCPST_KERNEL_ENDPOINT:
		if (!request->endpoint && (bits == 1 || bits == 2))
			request->endpoint = (u8)bits;
		break;
	default:
		break;
	}
}

/* One address must be in a list; a request has space for only one list. */
static void request_addrs(const struct tcpst_where *where,
			  struct tcps_filter *request)
{
	unsigned int i;

	if (request->n_addrs || where->n > TCPS_FILTER_MAX)
		return;
	for (i = 0; i < where->n; i++)
		if (where->value[i].any_addr)
			return;
	for (i = 0; i < where->n; i++) {
		request->addrs[i] = where->value[i].addr;
		request->addrs[i].side = where->field->role + 1;
	}
	request->n_addrs = (u8)where->n;
}

/* Ports of a comparison by order (<, >, ...), as a range; false: it is not one. */
static bool port_range(const struct tcpst_where *where,
		       struct tcps_filter_port *range)
{
	u64 port = where->value->number;

	*range = (struct tcps_filter_port){ 0, 65535, 0 };
	switch (where->op) {
	case TCPST_WHERE_LESS:
		range->max = port ? (u16)(port - 1) : 0;
		return true;
	case TCPST_WHERE_LESS_EQUAL:
		range->max = (u16)port;
		return true;
	case TCPST_WHERE_GREATER:
		range->min = port < 65535 ? (u16)(port + 1) : 65535;
		return true;
	case TCPST_WHERE_GREATER_EQUAL:
		range->min = (u16)port;
		return true;
	default:
		return false;
	}
}

static void request_ports(const struct tcpst_where *where,
			  struct tcps_filter *request)
{
	unsigned int i;

	if (request->n_ports || where->n > TCPS_FILTER_MAX)
		return;
	for (i = 0; i < where->n; i++)
		if (where->value[i].any_port)
			return;
	for (i = 0; i < where->n; i++) {
		if (!port_range(where, &request->ports[i]))
			request->ports[i] = where->value[i].port;
		request->ports[i].side = where->field->role + 1;
	}
	request->n_ports = (u8)where->n;
}

/*
 * The kernel compares the processes of both ends: at least all are sent of which one end
 * is as required.
 */
static void request_process(const struct tcpst_where *where,
			    struct tcps_filter *request)
{
	const struct tcpst_where_value *value = where->value;

	switch (where->field->kernel) {
	case TCPST_KERNEL_PID:
	case TCPST_KERNEL_RESPONDER_PID:
		if (!request->pid && value->number <= UINT32_MAX)
			request->pid = (u32)value->number;
		break;
	case TCPST_KERNEL_COMM:
	case TCPST_KERNEL_RESPONDER_COMM:
		if (!*request->comm && strlen(value->text) < TCPS_COMM_LEN)
			strcpy(request->comm, value->text);
		break;
	default:
		break;
	}
}

static void request_comparison(const struct tcpst_where *where,
			       struct tcps_filter *request)
{
	if (where->op == TCPST_WHERE_UNEQUAL)
		return;
	if (where->field->kernel == TCPST_KERNEL_END_OF)
		request_addrs(where, request);
	if (where->field->kernel == TCPST_KERNEL_END_OF ||
	    where->field->kernel == TCPST_KERNEL_PORT)
		request_ports(where, request);
	if (where->n > 1 || (where->op != TCPST_WHERE_EQUAL &&
			     where->op != TCPST_WHERE_IN))
		return;
	if (where->field->kernel == TCPST_KERNEL_FLOW && !request->flow)
		request->flow = where->value->number;
	request_process(where, request);
}

/**
 * tcpst_where_request() - narrow a request by the part of --where that the kernel can apply
 * @where:   the expression
 * @request: narrowed; still matches at least all that @where does
 */
void tcpst_where_request(const struct tcpst_where *where,
			 struct tcps_filter *request)
{
	const struct tcpst_field *field;

	if (where->kind == TCPST_WHERE_AND) {
		tcpst_where_request(where->of[0], request);
		tcpst_where_request(where->of[1], request);
		return;
	}
	field = only_field(where);
	if (field && field->kernel && tcpst_field_max(field))
		request_names(where, field, request);
	else if (field && where->kind == TCPST_WHERE_COMPARE)
		request_comparison(where, request);
}
