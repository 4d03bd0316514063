// SPDX-License-Identifier: GPL-2.0
/*
 * What is wanted, and what the kernel is asked for: of many flows and events
 * the kernel must leave out none that is wanted, for then the kernel and a
 * capture give the same answer.
 */
#include <stdio.h>

#include "../../core/fuzz/random.h"
#include "model/match.h"

#define CASES 200000

static unsigned int passed, failed;

static void check(bool good, const char *what)
{
	printf("%s - match: %s\n", good ? "ok" : "not ok", what);
	if (good)
		passed++;
	else
		failed++;
}

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
		{ .id = 3, .owner = { .pid = 7, .comm = "curl" } },
		{ .id = 4, .owner = { .pid = 8, .comm = "fifteen letters" } },
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
		{ "flows and a command",
		  { .n_flows = 2, .flows = { 3, 4 },
		    .n_comms = 1, .comms = { "curl" } },
		  { true, false, false } },
	};
	unsigned int i, k;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		bool good = true;

		for (k = 0; k < 3; k++)
			good &= tcpst_wanted_flow(&cases[i].wanted,
						  &flows[k]) ==
				cases[i].found[k];
		check(good, cases[i].name);
	}
}

/* As the kernel sees it (tcps_encode_subject() and tcps_encode_brief()). */
static struct tcps_subject subject_of(const struct tcpst_event *event)
{
	const struct tcpst_addrs *ends = &event->ends;
	const struct tcpst_owner *owner = &event->owner;
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
		.pid = owner->pid,
		.comm = owner->pid ? owner->comm : NULL,
	};
}

static u64 seed = TCPS_FUZZ_SEED;

static unsigned int below(unsigned int n)
{
	return tcps_fuzz_below(&seed, n);
}

/* Few values of each, so that what is wanted is found often enough. */
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
	event->life.verdict.end = below(3);
	event->owner.pid = below(3);
	event->owner.comm[0] = "ab"[below(2)];
	event->life.id = event->flow;
	event->life.ends = event->ends;
	event->life.owner = event->owner;
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

		make_event(&event);
		make_wanted(&wanted);
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
	test_request();
	printf("%u passed, %u failed\n", passed, failed);
	return !!failed;
}
