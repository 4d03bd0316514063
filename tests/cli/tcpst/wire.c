// SPDX-License-Identifier: GPL-2.0
/* Messages built by hand, through the reader of the wire format. */
#include <arpa/inet.h>
#include <libmnl/libmnl.h>
#include <linux/genetlink.h>
#include <stdio.h>
#include <string.h>

#include "module/uapi/tcpstates.h"
#include "model/field.h"
#include "model/iface.h"
#include "source/kernel/wire.h"

#define PART "wire"
#include "check.h"

static char buffer[16384];

static struct nlmsghdr *message(void)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buffer);

	mnl_nlmsg_put_extra_header(nlh, sizeof(struct genlmsghdr));
	return nlh;
}

static void put_ends(struct nlmsghdr *nlh, unsigned int type, bool ipv6)
{
	static const u8 addr[2][16] = { { 10, 0, 0, 1 }, { 10, 0, 0, 2 } };
	unsigned int role;

	for (role = 0; role < 2; role++) {
		mnl_attr_put(nlh, type + 2 * role, ipv6 ? 16 : 4, addr[role]);
		mnl_attr_put_u16(nlh, type + 2 * role + 1, htons(1000 + role));
	}
}

static void test_flow(void)
{
	struct nlmsghdr *nlh = message();
	struct tcpst_flow flow;
	struct nlattr *nest;

	mnl_attr_put_u64(nlh, TCPSTATES_A_FLOW_ID, 7);
	put_ends(nlh, TCPSTATES_A_FLOW_INITIATOR_ADDR, false);
	mnl_attr_put_u32(nlh, TCPSTATES_A_FLOW_FLAGS,
			 TCPSTATES_FLOW_FLAGS_ROLES_KNOWN);
	mnl_attr_put_u8(nlh, TCPSTATES_A_FLOW_RESPONDER_STATE,
			TCPSTATES_STATE_CLOSE_WAIT);
	mnl_attr_put_u8(nlh, TCPSTATES_A_FLOW_CLASS, TCPSTATES_CLASS_FIN);
	mnl_attr_put_u8(nlh, TCPSTATES_A_FLOW_CLOSED_FIRST, 0);
	nest = mnl_attr_nest_start(nlh, TCPSTATES_A_FLOW_INITIATOR_STATE_NS);
	mnl_attr_put_u64(nlh, TCPSTATES_A_STATE_NS_LAST_ACK, 5);
	mnl_attr_put(nlh, TCPSTATES_A_STATE_NS_PAD, 0, NULL);
	mnl_attr_put_u64(nlh, TCPSTATES_A_STATE_NS_PAD + 1, 5);
	mnl_attr_nest_end(nlh, nest);
	mnl_attr_put_strz(nlh, TCPSTATES_A_FLOW_COMM,
			  "a name longer than any command");
	mnl_attr_put_u32(nlh, TCPSTATES_A_FLOW_RESPONDER_UID, 33);
	mnl_attr_put_u64(nlh, TCPSTATES_A_FLOW_RESPONDER_COOKIE, 78);
	mnl_attr_put_u64(nlh, TCPSTATES_A_FLOW_RESPONDER_CGROUP, 1ULL << 40);
	mnl_attr_put_u32(nlh, TCPSTATES_A_FLOW_MAX + 1, 1);

	check(tcpst_wire_flow(nlh, &flow), "a flow is read");
	check(flow.id == 7 && flow.live && flow.class == TCPS_CLASS_FIN &&
	      flow.verdict.roles_known && !flow.verdict.adopted &&
	      flow.ends.port[0] == 1000 && flow.ends.port[1] == 1001 &&
	      flow.ends.addr[1][3] == 2 && !flow.ends.ipv6 &&
	      flow.verdict.state[1] == TCPS_CLOSE_WAIT &&
	      flow.verdict.closed_first == TCPS_INITIATOR &&
	      flow.verdict.state_ns[0][TCPS_LAST_ACK] == 5,
	      "its members are where they belong");
	check(flow.verdict.syn_to_syn_ack == TCPS_UNKNOWN_NS &&
	      flow.verdict.half_close_ns == TCPS_UNKNOWN_NS &&
	      flow.verdict.reset_by == TCPS_ROLE_NONE && !flow.accounted,
	      "what is absent is unknown");
	check(flow.owner[0].known && !strcmp(flow.owner[0].comm, "a name longer t"),
	      "a long name is cut");
	check(flow.owner[1].known && flow.owner[1].uid == 33 &&
	      flow.owner[1].cookie == 78 && flow.owner[1].cgroup == 1ULL << 40 &&
	      !flow.owner[1].pid && !*flow.owner[1].comm && !flow.owner[0].cgroup,
	      "the socket of the responder is known without a process");

	nlh = message();
	mnl_attr_put_u64(nlh, TCPSTATES_A_FLOW_ID, 7);
	mnl_attr_put(nlh, TCPSTATES_A_FLOW_INITIATOR_ADDR, 5, "12345");
	check(!tcpst_wire_flow(nlh, &flow), "an address of five octets is none");

	nlh = message();
	mnl_attr_put_u64(nlh, TCPSTATES_A_FLOW_ID, 7);
	mnl_attr_put_u8(nlh, TCPSTATES_A_FLOW_INITIATOR_STATE, 200);
	mnl_attr_put_u8(nlh, TCPSTATES_A_FLOW_END, 200);
	check(tcpst_wire_flow(nlh, &flow) &&
	      flow.verdict.state[0] == TCPS_STATE_MAX &&
	      flow.verdict.end == TCPS_END_MAX,
	      "numbers of a newer module stay in bounds");
}

static struct {
	unsigned int n;
	struct tcpst_event event[4];
	u64 lost;
	u64 next;
	char order[16];
} got;

static void note(char what)
{
	size_t at = strlen(got.order);

	if (at + 1 < sizeof(got.order))
		got.order[at] = what;
}

static void take_event(const struct tcpst_event *event, void *arg)
{
	(void)arg;
	note('e');
	if (got.n < 4)
		got.event[got.n++] = *event;
}

static void take_lost(u64 count, void *arg)
{
	(void)arg;
	note('l');
	got.lost = count;
}

static void take_next(u64 seqno, void *arg)
{
	(void)arg;
	note('n');
	got.next = seqno;
}

static void test_events(void)
{
	static const struct tcpst_nl_sink sink = {
		.event = take_event, .lost = take_lost, .next = take_next,
	};
	const struct tcpst_owner *owner = got.event[0].owner;
	struct nlmsghdr *nlh = message();
	struct nlattr *nest, *life;

	mnl_attr_put_u64(nlh, TCPSTATES_A_EVENTS_NEXT, 12);
	nest = mnl_attr_nest_start(nlh, TCPSTATES_A_EVENTS_EVENT);
	mnl_attr_put_u64(nlh, TCPSTATES_A_EVENT_SEQNO, 10);
	mnl_attr_put_u8(nlh, TCPSTATES_A_EVENT_TYPE, 0);
	mnl_attr_put_u64(nlh, TCPSTATES_A_EVENT_FLOW, 3);
	put_ends(nlh, TCPSTATES_A_EVENT_INITIATOR_ADDR, true);
	mnl_attr_put_u8(nlh, TCPSTATES_A_EVENT_ENDPOINT, 1);
	mnl_attr_put_u32(nlh, TCPSTATES_A_EVENT_FLAGS,
			 TCPSTATES_EVENT_FLAGS_RETRACT);
	mnl_attr_put_u8(nlh, TCPSTATES_A_EVENT_SENDER, 1);
	mnl_attr_put_u32(nlh, TCPSTATES_A_EVENT_SEQ, 4000000000U);
	mnl_attr_put_u32(nlh, TCPSTATES_A_EVENT_RESPONDER_ISS, 3999999999U);
	mnl_attr_put_u32(nlh, TCPSTATES_A_EVENT_PID, 4242);
	mnl_attr_put_u32(nlh, TCPSTATES_A_EVENT_UID, 1000);
	mnl_attr_put_strz(nlh, TCPSTATES_A_EVENT_COMM, "curl");
	mnl_attr_put_u64(nlh, TCPSTATES_A_EVENT_COOKIE, 77);
	mnl_attr_put_u64(nlh, TCPSTATES_A_EVENT_CGROUP, 4500);
	mnl_attr_put_u32(nlh, TCPSTATES_A_EVENT_RESPONDER_PID, 900);
	mnl_attr_put_u32(nlh, TCPSTATES_A_EVENT_RESPONDER_UID, 33);
	mnl_attr_put_strz(nlh, TCPSTATES_A_EVENT_RESPONDER_COMM, "nginx");
	mnl_attr_put_u64(nlh, TCPSTATES_A_EVENT_RESPONDER_COOKIE, 78);
	mnl_attr_put_u64(nlh, TCPSTATES_A_EVENT_RESPONDER_CGROUP, 4600);
	mnl_attr_nest_end(nlh, nest);
	nest = mnl_attr_nest_start(nlh, TCPSTATES_A_EVENTS_EVENT);
	mnl_attr_put_u64(nlh, TCPSTATES_A_EVENT_SEQNO, 11);
	mnl_attr_put_u8(nlh, TCPSTATES_A_EVENT_TYPE, TCPSTATES_EVENT_TYPE_LIFE);
	life = mnl_attr_nest_start(nlh, TCPSTATES_A_EVENT_LIFE);
	mnl_attr_put_u64(nlh, TCPSTATES_A_FLOW_ID, 4);
	put_ends(nlh, TCPSTATES_A_FLOW_INITIATOR_ADDR, false);
	mnl_attr_put_u64(nlh, TCPSTATES_A_FLOW_STOP_NS, 99);
	mnl_attr_put_u32(nlh, TCPSTATES_A_FLOW_PID, 4243);
	mnl_attr_put_u32(nlh, TCPSTATES_A_FLOW_RESPONDER_PID, 901);
	mnl_attr_nest_end(nlh, life);
	mnl_attr_nest_end(nlh, nest);
	nest = mnl_attr_nest_start(nlh, TCPSTATES_A_EVENTS_EVENT);
	mnl_attr_put_u64(nlh, TCPSTATES_A_EVENT_SEQNO, 12);
	mnl_attr_put_u8(nlh, TCPSTATES_A_EVENT_TYPE, 77);
	mnl_attr_nest_end(nlh, nest);
	mnl_attr_put_u64(nlh, TCPSTATES_A_EVENTS_LOST, 6);

	check(tcpst_wire_events(nlh, NULL, &sink), "a batch of events is read");
	check(!strcmp(got.order, "leen"),
	      "losses come before the events, the next number after");
	check(got.lost == 6 && got.next == 12, "both numbers are right");
	check(got.event[0].seqno == 10 && got.event[0].ends.ipv6 &&
	      got.event[0].endpoint == TCPS_RESPONDER && got.event[0].retract &&
	      got.event[0].segment && got.event[0].sender == TCPS_RESPONDER &&
	      got.event[0].seq - got.event[0].iss[1] == 1 &&
	      !got.event[0].iss_known[0] && got.event[0].iss_known[1],
	      "a transition has its segment");
	check(owner[0].known && owner[0].pid == 4242 && owner[0].uid == 1000 &&
	      owner[0].cookie == 77 && owner[0].cgroup == 4500 &&
	      !strcmp(owner[0].comm, "curl"),
	      "who opened the flow is in a transition");
	check(owner[1].known && owner[1].pid == 900 && owner[1].uid == 33 &&
	      owner[1].cookie == 78 && owner[1].cgroup == 4600 &&
	      !strcmp(owner[1].comm, "nginx"),
	      "and who accepted it");
	check(got.event[1].owner[0].pid == 4243 && !got.event[1].life.owner[0].uid &&
	      got.event[1].owner[1].pid == 901,
	      "in a life they are in the verdict");
	check(got.event[1].type == TCPST_LIFE && got.event[1].flow == 4 &&
	      got.event[1].ends.port[1] == 1001 &&
	      got.event[1].time_ns == 99 && !got.event[1].life.live &&
	      !got.event[1].segment,
	      "a life has its verdict and no segment");
}

static void test_filter(void)
{
	struct nlmsghdr *nlh = message();
	struct tcps_filter filter = { 0 };
	unsigned int i, before = nlh->nlmsg_len;

	check(tcpst_wire_filter(nlh, sizeof(buffer), TCPSTATES_A_FLOW_FILTER,
				&filter) && nlh->nlmsg_len == before,
	      "an empty filter is no attribute");
	for (i = 0; i < TCPS_FILTER_MAX; i++) {
		filter.addrs[i].ipv6 = true;
		filter.ports[i].max = 65535;
	}
	filter.n_addrs = TCPS_FILTER_MAX;
	filter.n_ports = TCPS_FILTER_MAX;
	filter.any_states = 1;
	strcpy(filter.comm, "fifteen letters");
	check(tcpst_wire_filter(nlh, 8192, TCPSTATES_A_FLOW_FILTER, &filter),
	      "a full filter fits a request");
	nlh = message();
	check(!tcpst_wire_filter(nlh, 256, TCPSTATES_A_FLOW_FILTER, &filter),
	      "a wrong length is noticed");
}

/* A value that differs from that of an empty item, in each field with an attribute. */
static void fill(const struct tcpst_fields *fields, void *item)
{
	unsigned int i;

	for (i = 0; i < fields->n; i++) {
		const struct tcpst_field *field = &fields->field[i];
		char *at = (char *)item + field->offset;

		if (!field->attr)
			continue;
		if (field->type == TCPST_FIELD_TEXT) {
			*(const char **)at = tcpst_iface_intern("eth7", 4);
		} else if (field->type == TCPST_FIELD_COMM ||
			   field->type == TCPST_FIELD_NAME) {
			tcpst_field_store(field, item, 0);
			strcpy(at, "a name");
		} else {
			tcpst_field_store(field, item, 1);
		}
	}
}

/* Return: the column, or help, of the first field that differs; NULL: none. */
static const char *differs(const struct tcpst_fields *fields, const void *one,
			   const void *other)
{
	unsigned int i;

	for (i = 0; i < fields->n; i++) {
		const struct tcpst_field *field = &fields->field[i];

		if (field->attr && field->size &&
		    memcmp((const char *)one + field->offset,
			   (const char *)other + field->offset, field->size))
			return field->help;
	}
	return NULL;
}

/* Each field of a flow or an event that is written is read back unchanged. */
static void test_written(void)
{
	struct tcpst_nl_sink sink = {
		.event = take_event, .lost = take_lost, .next = take_next,
	};
	struct tcpst_event event = { .type = TCPST_NOTE };
	struct tcpst_flow flow = { .live = true }, read;
	struct nlmsghdr *nlh = message();
	const char *what;

	fill(&tcpst_flow_fields, &flow);
	flow.verdict.been[0] = 1U << TCPS_ESTABLISHED;
	flow.verdict.been[1] = flow.verdict.been[0];
	tcpst_wire_put_flow(nlh, &flow);
	check(tcpst_wire_flow(nlh, &read), "a flow that was written is read");
	what = differs(&tcpst_flow_fields, &flow, &read);
	check(!what, what ? what : "each field of it is the same");

	memset(&got, 0, sizeof(got));
	fill(&tcpst_event_fields, &event);
	nlh = message();
	tcpst_wire_put_event(nlh, &event);
	check(tcpst_wire_events(nlh, NULL, &sink) && got.n == 1,
	      "an event that was written is read");
	what = differs(&tcpst_event_fields, &event, &got.event[0]);
	check(!what, what ? what : "each field of it is the same");
}

int main(void)
{
	test_flow();
	test_events();
	test_filter();
	test_written();
	return summary();
}
