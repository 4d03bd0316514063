// SPDX-License-Identifier: GPL-2.0
/* What of --where the kernel can look at, so that it need not pass on the rest. */
#include "model/where.h"

#include <string.h>

/* The field that all comparisons are about, NULL: there are several. */
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

/* The values of the field for which it holds, as bits. */
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

/* What was asked for by other options is asked for as well. No bits: any. */
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
		/* Of two of them each may be another state. */
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

/* One address is to be one of these; a request has one list of them. */
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

/* Ports of an order, as a range; false: it is none. */
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

static void request_comparison(const struct tcpst_where *where,
			       struct tcps_filter *request)
{
	const struct tcpst_where_value *value = where->value;

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
		request->flow = value->number;
	if (where->field->kernel == TCPST_KERNEL_PID && !request->pid &&
	    value->number <= UINT32_MAX)
		request->pid = (u32)value->number;
	if (where->field->kernel == TCPST_KERNEL_COMM && !*request->comm &&
	    strlen(value->text) < TCPS_COMM_LEN)
		strcpy(request->comm, value->text);
}

/**
 * tcpst_where_request() - what of it one request can ask for
 * @where:   what is asked for
 * @request: narrowed; never leaves out anything that matches
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
