// SPDX-License-Identifier: GPL-2.0
/* Which field of a flow or an event a netlink attribute is. */
#include "source/kernel/wire_fields.h"

#include <pthread.h>

#include "module/uapi/tcpstates.h"

_Static_assert(TCPSTATES_A_FLOW_MAX < (int)TCPST_A_IFACE &&
	       TCPSTATES_A_EVENT_MAX < (int)TCPST_A_IFACE, "attributes");

static struct tcpst_wire_fields flow_fields = { .all = &tcpst_flow_fields };
static struct tcpst_wire_fields event_fields = { .all = &tcpst_event_fields };
static pthread_once_t indexed = PTHREAD_ONCE_INIT;

static void index_fields(struct tcpst_wire_fields *fields)
{
	const struct tcpst_field *field = fields->all->field;
	unsigned int i;

	for (i = 0; i < fields->all->n; i++) {
		if (!fields->first[field[i].attr])
			fields->first[field[i].attr] = &field[i];
		if (field[i].bit && fields->bits < TCPST_WIRE_BITS)
			fields->bit[fields->bits++] = &field[i];
	}
	fields->first[0] = NULL;	/* fields without an attribute */
}

/* A flow of an older recording has some attributes under other numbers. */
static void index_old_fields(void)
{
	const struct tcpst_field **first = flow_fields.first;

	first[TCPST_A_OLD_INITIATOR_OPTIONS] = first[TCPSTATES_A_FLOW_INITIATOR_OPTIONS];
	first[TCPST_A_OLD_RESPONDER_OPTIONS] = first[TCPSTATES_A_FLOW_RESPONDER_OPTIONS];
	/* Those of an event are still called so. */
	first[TCPST_A_INITIATOR_PROVEN] = first[TCPSTATES_A_FLOW_INITIATOR_PROVEN];
	first[TCPST_A_RESPONDER_PROVEN] = first[TCPSTATES_A_FLOW_RESPONDER_PROVEN];
}

static void index_all(void)
{
	index_fields(&flow_fields);
	index_fields(&event_fields);
	index_old_fields();
}

/** tcpst_wire_flow_fields() - fields of a flow */
const struct tcpst_wire_fields *tcpst_wire_flow_fields(void)
{
	pthread_once(&indexed, index_all);
	return &flow_fields;
}

/** tcpst_wire_event_fields() - fields of an event */
const struct tcpst_wire_fields *tcpst_wire_event_fields(void)
{
	pthread_once(&indexed, index_all);
	return &event_fields;
}

/** tcpst_wire_clear_flow() - set a flow to one of which nothing is known */
void tcpst_wire_clear_flow(struct tcpst_flow *flow)
{
	*flow = (struct tcpst_flow){
		.verdict = {
			TCPST_VERDICT_UNKNOWN,
		},
	};
}

/** tcpst_wire_clear_event() - the same for an event: not even its type is known */
void tcpst_wire_clear_event(struct tcpst_event *event)
{
	*event = (struct tcpst_event){ .type = TCPST_LIFE + 1 };
	tcpst_wire_clear_flow(&event->life);
}
