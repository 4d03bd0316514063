// SPDX-License-Identifier: GPL-2.0
#include "network.h"

#include <string.h>

#define NETWORK_START HOST_SEC

struct network net;

u32 host_random(u32 limit)
{
	u64 *state = &net.random;

	*state ^= *state >> 12;
	*state ^= *state << 25;
	*state ^= *state >> 27;
	return (u32)((*state * 0x2545f4914f6cdd1dULL >> 32) % limit);
}

/** network_beside() - is the observer next to that host? */
bool network_beside(unsigned int side)
{
	return net.place == (side ? BESIDE_1 : BESIDE_0);
}

static void queue(const struct packet *packet)
{
	unsigned int i;

	for (i = 0; i < net.used; i++)
		if (net.packet[i].at == HOST_NEVER)
			break;
	if (i == NETWORK_PACKETS)
		return;	/* lost: the network is full */
	net.packet[i] = *packet;
	if (i == net.used)
		net.used++;
}

/* One half of the path, to the observer or from it. */
static void travel(struct packet *packet)
{
	unsigned int times = 1 + (host_random(1000) < net.twice);

	while (times--) {
		if (host_random(1000) < net.loss)
			continue;
		packet->at = net.now + 10 * HOST_MSEC +
			     (u64)host_random(net.jitter * 1000 + 1) * 1000;
		queue(packet);
	}
}

static void arrive(const struct packet *packet)
{
	host_receive(&net.host[!packet->from], &packet->seg, net.now);
}

static void at_tap(struct packet *packet)
{
	packet->tapped = true;
	network_tap(packet);
	if (network_beside(!packet->from))
		arrive(packet);
	else
		travel(packet);
}

void host_emit(struct host *host, const struct tcps_segment *seg)
{
	struct packet packet = {
		.order = ++net.order,
		.from = host == &net.host[1],
		.state = host->state,
		.seg = *seg,
	};

	if (network_beside(packet.from))
		at_tap(&packet);
	else
		travel(&packet);
}

static void plan(unsigned int side, u64 at, int what, u32 octets)
{
	if (net.plans < NETWORK_PLANS)
		net.plan[net.plans++] = (struct plan){
			.at = at, .side = side, .what = what, .octets = octets,
		};
}

static void make_plans(void)
{
	unsigned int side, n;
	u64 at;

	net.plans = 0;
	plan(0, 0, DO_CONNECT, 0);
	if (net.host[1].state == TCPS_CLOSED)
		plan(1, host_random(80) * HOST_MSEC, DO_CONNECT, 0);
	for (side = 0; side < 2; side++) {
		at = 0;
		for (n = host_random(3); n; n--) {
			at += host_random(300) * HOST_MSEC;
			plan(side, at, DO_WRITE, 1 + host_random(6000));
		}
		at += host_random(400) * HOST_MSEC;
		if (!host_random(12))
			plan(side, at, DO_ABORT, 0);
		else if (host_random(12))
			plan(side, at, DO_CLOSE, 0);
	}
}

static void carry_out(struct plan *todo)
{
	struct host *host = &net.host[todo->side];
	bool wait = host->state == TCPS_LISTEN || host->state == TCPS_SYN_SENT;

	if (wait && (todo->what == DO_CLOSE || todo->what == DO_ABORT)) {
		todo->at = net.now + 100 * HOST_MSEC;
		if (net.now < 80 * HOST_SEC)
			return;
	}
	todo->at = HOST_NEVER;
	switch (todo->what) {
	case DO_CONNECT:
		if (host->state == TCPS_CLOSED)
			host_connect(host, net.now);
		break;
	case DO_WRITE:
		host_write(host, todo->octets, net.now);
		break;
	case DO_CLOSE:
		host_close(host, net.now);
		break;
	case DO_ABORT:
		host_abort(host);
		break;
	}
}

/**
 * network_step() - run the next event
 * @until: ns; later events are not run
 *
 * Return: false if there is no event before @until.
 */
bool network_step(u64 until)
{
	struct packet *packet = NULL, copy;
	struct plan *todo = NULL;
	struct host *host = NULL;
	u64 at = HOST_NEVER;
	unsigned int i;

	for (i = 0; i < net.used; i++)
		if (net.packet[i].at < at) {
			packet = &net.packet[i];
			at = packet->at;
		}
	for (i = 0; i < net.plans; i++)
		if (net.plan[i].at < at) {
			todo = &net.plan[i];
			at = todo->at;
		}
	for (i = 0; i < 2; i++)
		if (host_due(&net.host[i]) < at) {
			host = &net.host[i];
			at = host_due(host);
		}
	if (at == HOST_NEVER || at > until)
		return false;
	net.now = at;
	if (host) {
		host_timer(host, net.now);
	} else if (todo) {
		carry_out(todo);
	} else {
		copy = *packet;
		packet->at = HOST_NEVER;
		while (net.used && net.packet[net.used - 1].at == HOST_NEVER)
			net.used--;
		if (copy.tapped)
			arrive(&copy);
		else
			at_tap(&copy);
	}
	return true;
}

/**
 * network_init() - set up two closed hosts, and their plan
 * @seed: seed of all random choices
 */
void network_init(unsigned long seed)
{
	static const unsigned int losses[] = { 0, 0, 10, 50, 150, 300 };
	unsigned int i, habits;

	net = (struct network){
		.random = 0x9e3779b97f4a7c15ULL * (seed + 1),
		.now = NETWORK_START,
	};
	for (i = 0; i < 8; i++)
		host_random(2);
	net.place = host_random(3);
	net.loss = losses[host_random(6)];
	net.twice = losses[host_random(5)];
	net.jitter = host_random(3) ? 0 : host_random(100);
	net.accounted = host_random(2);
	habits = host_random(4) ? 0 : HOST_TFO;
	/* One random number a statement: compilers differ in the order of arguments. */
	for (i = 0; i < 2; i++) {
		unsigned int its = habits | (host_random(128) & ~HOST_TFO);
		u32 iss;

		if (host_random(6))
			its &= ~HOST_DEFER;
		iss = host_random(~0U);
		host_init(&net.host[i], !i || !host_random(20), iss, its);
	}
	make_plans();
	for (i = 0; i < net.plans; i++)
		net.plan[i].at += net.now;
}
