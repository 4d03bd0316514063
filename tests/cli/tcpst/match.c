// SPDX-License-Identifier: GPL-2.0
/*
 * The user's filter and the request to the kernel: among many flows and events, the
 * kernel must not leave out any that the user wants; then the kernel and a capture
 * give the same result.
 */
#include <stdio.h>
#include <string.h>

#include "../../core/fuzz/random.h"
#include "base/cgroup.h"
#include "cli/parse.h"
#include "model/match.h"

#define PART "match"
#include "check.h"

#define CASES 200000

#define BIT(n) (1U << (n))

static struct tcpst_event transition(unsigned int endpoint, unsigned int from,
				     unsigned int to)
{
	return (struct tcpst_event){
		.type = TCPST_TRANSITION, .endpoint = endpoint,
		.from = from, .to = to,
	};
}

static struct tcpst_flow flow(unsigned int initiator, unsigned int responder)
{
	return (struct tcpst_flow){
		.verdict.state = { initiator, responder },
	};
}

static void test_states(void)
{
	struct tcpst_wanted wanted = {
		.states = { [TCPS_RESPONDER] = BIT(TCPS_CLOSE_WAIT) },
		.any_states = BIT(TCPS_ESTABLISHED),
	};
	struct tcpst_flow flows[] = {
		flow(TCPS_FIN_WAIT_2, TCPS_CLOSE_WAIT),
		flow(TCPS_ESTABLISHED, TCPS_SYN_RECEIVED),
		flow(TCPS_CLOSE_WAIT, TCPS_FIN_WAIT_2),
	};
	struct tcpst_event events[] = {
		transition(TCPS_RESPONDER, TCPS_CLOSE_WAIT, TCPS_LAST_ACK),
		transition(TCPS_INITIATOR, TCPS_SYN_SENT, TCPS_ESTABLISHED),
		transition(TCPS_INITIATOR, TCPS_CLOSE_WAIT, TCPS_LAST_ACK),
	};

	check(tcpst_wanted_flow(&wanted, &flows[0]), "the state of one end");
	check(tcpst_wanted_flow(&wanted, &flows[1]), "or that of either");
	check(!tcpst_wanted_flow(&wanted, &flows[2]), "but not of the other");
	check(tcpst_wanted_event(&wanted, &events[0]), "a state that is left");
	check(tcpst_wanted_event(&wanted, &events[1]), "or entered");
	check(!tcpst_wanted_event(&wanted, &events[2]), "by the other end");
}

static void test_lists(void)
{
	struct tcpst_flow flows[] = {
		{ .id = 3, .owner = { { .pid = 7, .cgroup = 30, .comm = "curl" },
				      { .pid = 90, .cgroup = 40, .comm = "nginx" } } },
		{ .id = 4, .owner = { { .pid = 8, .cgroup = 41, .comm = "fifteen letters" },
				      { .cgroup = 42 } } },
		{ .id = 5 },
	};
	static const struct {
		const char *name;
		struct tcpst_wanted wanted;
		bool found[3];
	} cases[] = {
		{ "flows", { .n_flows = 2, .flows = { 3, 5 } },
		  { true, false, true } },
		{ "processes", { .n_pids = 2, .pids = { 8, 9 } },
		  { false, true, false } },
		{ "commands",
		  { .n_comms = 2, .comms = { "fifteen letters", "cur" } },
		  { false, true, false } },
		{ "the process of the responder", { .n_pids = 1, .pids = { 90 } },
		  { true, false, false } },
		{ "its command", { .n_comms = 1, .comms = { "nginx" } },
		  { true, false, false } },
		{ "a control group", { .n_cgroups = 1, .cgroups = { "/a/b" } },
		  { true, false, false } },
		{ "one above it, not one whose name begins alike",
		  { .n_cgroups = 1, .cgroups = { "/a" } }, { true, false, false } },
		{ "one below it", { .n_cgroups = 1, .cgroups = { "/a/b/c" } },
		  { false, false, false } },
		{ "control groups, of either end",
		  { .n_cgroups = 2, .cgroups = { "/ab", "/x" } }, { true, true, false } },
		{ "the root, of whatever is known", { .n_cgroups = 1, .cgroups = { "" } },
		  { true, true, false } },
		{ "flows and a command",
		  { .n_flows = 2, .flows = { 3, 4 },
		    .n_comms = 1, .comms = { "curl" } },
		  { true, false, false } },
	};
	unsigned int i, k;

	tcpst_cgroup_recorded();
	tcpst_cgroup_add(30, "/x");
	tcpst_cgroup_add(40, "/a/b");
	tcpst_cgroup_add(41, "/c/d");
	tcpst_cgroup_add(42, "/ab");
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		bool good = true;

		for (k = 0; k < 3; k++)
			good &= tcpst_wanted_flow(&cases[i].wanted,
						  &flows[k]) ==
				cases[i].found[k];
		check(good, cases[i].name);
	}
}

/* The subject as in the kernel (tcps_subject_record() and tcps_subject_flow()). */
static struct tcps_subject subject_of(const struct tcpst_event *event)
{
	const struct tcpst_addrs *ends = &event->ends;
	const struct tcpst_owner *owner = event->owner;
	bool life = event->type == TCPST_LIFE;

	return (struct tcps_subject){
		.event = true,
		.flow = event->flow,
		.addr = { ends->addr[0], ends->addr[1] },
		.port = { ends->port[0], ends->port[1] },
		.ipv6 = ends->ipv6,
		.state = {
			life ? event->life.verdict.state[0] : event->from,
			life ? event->life.verdict.state[1] : event->to,
		},
		.end = life ? event->life.verdict.end : 0,
		.type = event->type,
		.endpoint = life ? TCPS_ROLE_NONE : event->endpoint,
		.pid = { owner[0].pid, owner[1].pid },
		.comm = { *owner[0].comm ? owner[0].comm : NULL,
			  *owner[1].comm ? owner[1].comm : NULL },
	};
}

static u64 seed = TCPS_FUZZ_SEED;

static unsigned int below(unsigned int n)
{
	return tcps_fuzz_below(&seed, n);
}

/* Few values of each, so that filters match often enough. */
static void make_event(struct tcpst_event *event)
{
	static const u8 types[] = { TCPST_TRANSITION, TCPST_NOTE, TCPST_LIFE };
	unsigned int role;

	*event = (struct tcpst_event){
		.type = types[below(3)],
		.flow = 1 + below(3),
		.endpoint = below(2),
		.from = below(4),
		.to = below(4),
	};
	for (role = 0; role < 2; role++) {
		event->ends.addr[role][0] = below(3);
		event->ends.port[role] = below(3);
		event->life.verdict.state[role] = below(4);
	}
	event->ends.ipv6 = !below(4);
	event->life.verdict.end = below(3);
	for (role = 0; role < 2; role++) {
		event->owner[role].known = below(2);
		event->owner[role].pid = event->owner[role].known * below(3);
		event->owner[role].comm[0] = "ab"[below(2)] * event->owner[role].known;
	}
	event->life.id = event->flow;
	event->life.ends = event->ends;
	memcpy(event->life.owner, event->owner, sizeof(event->owner));
}

/* Comparisons of all that the kernel can be asked for, and of what it cannot. */
static const char *const flow_tests[] = {
	"end==fin", "end!=fin", "end in (still-open, reset)", "istate==listen",
	"istate!=closed", "rstate in (syn-sent, established)", "flow==2",
	"flow!=2", "flow in (1, 3)", "flow>1", "iaddr==1.0.0.0", "iaddr!=1.0.0.0",
	"raddr in 0.0.0.0/7", "raddr in (0.0.0.0, 2.0.0.0/8)", "iport==1",
	"iport!=1", "rport<2", "rport>=1", "rport in 0-1", "rport in (0, 2)",
	"initiator==1.0.0.0:1", "responder==:2", "initiator in (2.0.0.0/8, :1)",
	"family==ipv4", "family!=ipv4", "pid==1", "pid!=1", "pid in (1, 2)",
	"comm==a", "comm!=a", "comm in (a, b)", "rpid==1", "rpid!=1", "rcomm==a",
	"rcomm!=b", "bytes==0B", "synleg<1ms",
};

static const char *const event_tests[] = {
	"from==closed", "from!=closed", "to in (listen, syn-sent)",
	"to==syn-received", "endpoint==initiator", "endpoint!=initiator",
	"flow==2", "initiator in 1.0.0.0/8", "responder==:2", "family==ipv6",
	"pid==1", "comm==a", "rpid==1", "rcomm==b", "address==1.0.0.0", "type==note", "len<1",
};

/* A few of them, with && || and ! between; @size: octets of @text. */
static void make_text(char *text, size_t size, bool events, unsigned int depth)
{
	char a[200], b[200];

	if (!depth || below(3) == 0) {
		snprintf(text, size, "%s", events ?
			 event_tests[below(sizeof(event_tests) / sizeof(*event_tests))] :
			 flow_tests[below(sizeof(flow_tests) / sizeof(*flow_tests))]);
		return;
	}
	make_text(a, sizeof(a), events, depth - 1);
	make_text(b, sizeof(b), events, depth - 1);
	switch (below(3)) {
	case 0:
		snprintf(text, size, "!(%s)", a);
		break;
	case 1:
		snprintf(text, size, "(%s || %s)", a, b);
		break;
	default:
		snprintf(text, size, "%s && %s", a, b);
	}
}

static struct tcpst_where *make_where(bool events)
{
	struct tcpst_where *where = NULL;
	char text[400];

	make_text(text, sizeof(text), events, 2);
	if (tcpst_parse_where(text, events ? &tcpst_event_fields :
				    &tcpst_flow_fields, &where))
		check(false, text);
	return where;
}

static struct tcpst_flow known_flow(void)
{
	return (struct tcpst_flow){
		.id = 7,
		.ends = { .addr = { { 10, 1, 2, 3 }, { 192, 168, 0, 1 } },
			  .port = { 40000, 443 } },
		.verdict = {
			.state = { TCPS_CLOSED, TCPS_TIME_WAIT },
			.end = TCPS_END_RESET, .reset_by = TCPS_RESPONDER,
			.closed_first = TCPS_ROLE_NONE,
			.syn_to_syn_ack = 150000000,
			.syn_ack_to_ack = TCPS_UNKNOWN_NS,
			.bytes = { 1024, 3072 },
		},
		.owner = { { .known = true, .pid = 42, .cgroup = 41, .comm = "curl" },
			   { .known = true, .pid = 43, .cgroup = 99, .comm = "nginx" } },
		.iface = "eth0",
	};
}

/* Expressions that match that flow, and others that do not. */
static void test_where(void)
{
	static const struct {
		const char *text;
		bool holds;
	} cases[] = {
		{ "end!=fin && synleg>100ms && iaddr in 10.0.0.0/8", true },
		{ "END == Reset && BY == responder", true },
		{ "end==fin || end==reset && rport==443", true },
		{ "(end==fin || end==reset) && rport!=443", false },
		{ "!end==fin", true },
		{ "!(end==reset)", false },
		{ "!!end==reset", true },
		{ "end in (fin, reset)", true },
		{ "end in fin", false },
		{ "synleg==150ms && synleg<=0.15s && synleg>=150000us", true },
		{ "synleg<150ms || synleg>150ms", false },
		{ "synleg==150000000ns", true },
		{ "bytes==4KiB && ibytes<1.5KiB && rbytes>2000", true },
		{ "bytes>1MiB", false },
		{ "iaddr in (172.16.0.0/12, 10.1.2.0/30)", true },
		{ "iaddr in 10.1.2.0/31", false },
		{ "iaddr!=10.1.2.4 && raddr==192.168.0.1", true },
		{ "iaddr in ::/0", false },
		{ "initiator==10.1.2.3:40000 && responder==:443", true },
		{ "initiator in 10.0.0.0/8 && responder in :80-442", false },
		{ "iport>39999 && iport<40001 && rport in 1-1023", true },
		{ "rport in (80, 443)", true },
		{ "istate==close && rstate==timewait", true },
		{ "flow in (6, 7) && flow!=6", true },
		{ "comm==curl && pid==42 && comm!=wget", true },
		{ "comm==\"curl\" && iface==eth0", true },
		{ "comm==Curl", false },
		/* COMM and PID are the initiator's, RCOMM and RPID the responder's. */
		{ "comm==nginx || pid==43 || rcomm==curl || rpid==42", false },
		{ "rcomm==nginx && rpid==43", true },
		{ "cgroup==\"/c/d\" && cgroup =~ \"^/c/\" && cgroup!=\"/c\"", true },
		{ "rcgroup==id:99", true },
		{ "rcookie!=1 || cookie!=1", false },
		/* Comparisons with an unknown value are false, whatever the operator. */
		{ "ackleg>0s", false },
		{ "ackleg!=1ms", false },
		{ "!(ackleg!=1ms)", true },
		{ "handshake<1h", false },
		{ "closedfirst!=initiator", false },
		{ "tunnel!=gre || tunnel==gre", false },
		{ "rrtt>=0s", false },
	};
	unsigned int i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct tcpst_flow flow = known_flow();
		struct tcpst_where *where = NULL;

		check(!tcpst_parse_where(cases[i].text, &tcpst_flow_fields,
					 &where) &&
		      tcpst_where_matches(where, &flow, 0) == cases[i].holds,
		      cases[i].text);
		tcpst_where_free(where);
	}
}

/* The request contains all that the kernel can filter by, and nothing else. */
static void test_where_request(void)
{
	struct tcpst_where *where = NULL;
	struct tcps_filter request = { .ends = BIT(TCPS_END_RESET) |
					       BIT(TCPS_END_FIN) };

	tcpst_parse_where("end!=fin && synleg>100ms && !(istate==closed) && iaddr in 10.0.0.0/8 && rport<=1023 && family==ipv4 && flow==7 && comm==curl",
			  &tcpst_flow_fields, &where);
	tcpst_where_request(where, &request);
	check(request.ends == BIT(TCPS_END_RESET), "the kernel is asked for ends");
	check(request.states[0] == (BIT(TCPS_STATE_MAX) - 1 - BIT(TCPS_CLOSED)) &&
	      !request.states[1], "the kernel is asked for states");
	check(request.n_addrs == 1 && request.addrs[0].prefix == 8 &&
	      request.addrs[0].side == TCPS_FILTER_INITIATOR,
	      "the kernel is asked for an address");
	check(request.n_ports == 1 && request.ports[0].max == 1023 &&
	      request.ports[0].side == TCPS_FILTER_RESPONDER,
	      "the kernel is asked for ports");
	check(request.ipv4 && !request.ipv6 && request.flow == 7 &&
	      !strcmp(request.comm, "curl"),
	      "the kernel is asked for family, flow and command");
	tcpst_where_free(where);

	where = NULL;
	request = (struct tcps_filter){ 0 };
	tcpst_parse_where("rpid==900 && rcomm==nginx && ruid==33",
			  &tcpst_flow_fields, &where);
	tcpst_where_request(where, &request);
	check(request.pid == 900 && !strcmp(request.comm, "nginx"),
	      "the kernel is asked for the process of the responder");
	tcpst_where_free(where);
}

static void want_end(struct tcps_filter *end, unsigned int side)
{
	end->n_addrs = below(2);
	end->addrs[0] = (struct tcps_filter_addr){
		.addr = { below(3) }, .prefix = 32, .side = side,
	};
	end->n_ports = below(2);
	end->ports[0].min = end->ports[0].max = below(3);
	end->ports[0].side = side;
}

static void make_wanted(struct tcpst_wanted *wanted)
{
	*wanted = (struct tcpst_wanted){
		.states = { below(2) * below(16), below(2) * below(16) },
		.any_states = below(2) * below(16),
		.filter.ends = below(2) * below(8),
		.filter.flow = below(8) ? 0 : 1 + below(3),
		.n_flows = below(3), .flows = { 1 + below(3), 1 + below(3) },
		.n_pids = below(3), .pids = { 1 + below(2), 1 + below(2) },
		.n_comms = below(3), .comms = { "a", { "ab"[below(2)] } },
	};
	want_end(&wanted->end[0], TCPS_FILTER_INITIATOR);
	want_end(&wanted->end[1], TCPS_FILTER_RESPONDER);
}

static void test_request(void)
{
	unsigned int i, wanted_ones = 0, left_out = 0, left = 0;

	for (i = 0; i < CASES; i++) {
		struct tcpst_wanted wanted;
		struct tcps_filter request;
		struct tcps_subject subject;
		struct tcpst_event event;
		bool is_wanted, is_event = below(2);
		struct tcpst_where *where = NULL;

		make_event(&event);
		make_wanted(&wanted);
		/* By the options alone, by --where alone, or by both. */
		if (below(3)) {
			bool life = event.type == TCPST_LIFE;

			if (below(2))
				wanted = (struct tcpst_wanted){ 0 };
			wanted.where_events = is_event && !life;
			where = make_where(wanted.where_events);
			wanted.where = where;
		}
		if (is_event) {
			wanted.filter.types = BIT(event.type);
			is_wanted = tcpst_wanted_event(&wanted, &event);
		} else {
			event.type = TCPST_LIFE;
			is_wanted = tcpst_wanted_flow(&wanted, &event.life);
		}
		subject = subject_of(&event);
		subject.event = is_event;
		tcpst_wanted_request(&wanted, is_event, &request);
		if (!tcps_filter_match(&request, &subject)) {
			left++;
			left_out += is_wanted;
		}
		wanted_ones += is_wanted;
		tcpst_where_free(where);
	}
	check(!left_out, "the kernel leaves out nothing that is wanted");
	check(wanted_ones > CASES / 100 && left > CASES / 4,
	      "though it leaves out a lot");
	printf("# of %u %u are wanted, the kernel leaves out %u\n", CASES,
	       wanted_ones, left);
}

int main(void)
{
	test_states();
	test_lists();
	test_where();
	test_where_request();
	test_request();
	return summary();
}
