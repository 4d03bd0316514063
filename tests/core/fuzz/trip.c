// SPDX-License-Identifier: GPL-2.0
#include "trip.h"

#include <string.h>

#include "random.h"

#define PACKETS 200
#define DELAY (10 * HOST_MSEC)

struct packet {
	u64 at;			/* HOST_NEVER: free */
	unsigned int from;
	bool passed;
	struct tcps_segment seg;
};

/* An action of a program, and its time; HOST_NEVER: done. */
struct deed {
	u64 at;
	unsigned int host;
	enum { WRITE, CLOSE, ABORT } what;
	u32 octets;
};

static u64 state;
static struct trip *trip;
static const struct trip_plan *plan;
static struct host hosts[2];
static struct packet packets[PACKETS];
static struct deed deeds[8];
static unsigned int n_deeds;
static u32 to_write[2];
static u64 now, inject_at, silent_at;

void trip_seed(u64 seed)
{
	unsigned int i;

	state = TCPS_FUZZ_SEED * (seed + 1);
	for (i = 0; i < 8; i++)
		tcps_fuzz_random(&state);
}

u32 trip_random(u32 limit)
{
	return tcps_fuzz_below(&state, limit);
}

u32 host_random(u32 limit)
{
	return trip_random(limit);
}

static void travel(const struct packet *packet)
{
	unsigned int i;

	if (trip_random(1000) < plan->loss)
		return;
	for (i = 0; i < PACKETS; i++)
		if (packets[i].at == HOST_NEVER)
			break;
	if (i == PACKETS)
		return;
	packets[i] = *packet;
	packets[i].at = now + DELAY +
			trip_random(plan->jitter * 1000 + 1) * 1000ULL;
}

static void pass(struct packet *packet)
{
	if (trip->n < TRIP_RECORDS)
		trip->record[trip->n++] = (struct trip_record){
			.at = now, .from = packet->from, .seg = packet->seg,
		};
	packet->passed = true;
	travel(packet);
}

void host_emit(struct host *host, const struct tcps_segment *seg)
{
	const struct packet packet = { .from = host == &hosts[1], .seg = *seg };

	if (seg->flags & TCPS_FLAG_FIN) {
		if (trip->closed_first == TRIP_NOBODY)
			trip->closed_first = packet.from;
		else if (trip->closed_first == !packet.from &&
			 host->state == TCPS_FIN_WAIT_1)
			trip->closed_first = TRIP_EITHER;
	}
	travel(&packet);
}

static void add_deed(unsigned int host, u64 at, int what, u32 octets)
{
	deeds[n_deeds++] = (struct deed){
		.at = at, .host = host, .what = what, .octets = octets,
	};
	to_write[host] += octets;
}

static void make_deeds(void)
{
	unsigned int host, n;
	u64 at;

	n_deeds = 0;
	to_write[0] = to_write[1] = 0;
	for (host = 0; host < 2; host++) {
		at = plan->start + 100 * HOST_MSEC;
		for (n = trip_random(3); n; n--) {
			at += trip_random(200) * HOST_MSEC;
			add_deed(host, at, WRITE, 1 + trip_random(3000));
		}
		at += trip_random(400) * HOST_MSEC;
		if (plan->course == TRIP_CLOSED)
			add_deed(host, at, CLOSE, 0);
	}
	if (plan->course == TRIP_ABORTED)
		add_deed(trip_random(2), at, ABORT, 0);
	inject_at = plan->inject ? plan->start + 60 * HOST_MSEC +
		    trip_random(500) * HOST_MSEC : HOST_NEVER;
	silent_at = plan->course == TRIP_SILENT ? plan->start + 60 * HOST_MSEC +
		    trip_random(500) * HOST_MSEC : HOST_NEVER;
}

/* An action waits until its host is connected. */
static void do_deed(struct deed *deed)
{
	struct host *host = &hosts[deed->host];

	if (host->state < TCPS_ESTABLISHED && host->state != TCPS_CLOSED &&
	    now < plan->start + 60 * HOST_SEC) {
		deed->at = now + 50 * HOST_MSEC;
		return;
	}
	deed->at = HOST_NEVER;
	switch (deed->what) {
	case WRITE:
		host_write(host, deed->octets, now);
		break;
	case CLOSE:
		host_close(host, now);
		break;
	case ABORT:
		if (host->state != TCPS_CLOSED &&
		    host->state != TCPS_TIME_WAIT)
			trip->reset_by = deed->host;
		host_abort(host);
		break;
	}
}

/* Inject a segment within the window, but beyond all data that will be sent. */
static void inject(void)
{
	static const u8 flags[] = {
		TCPS_FLAG_RST, TCPS_FLAG_RST | TCPS_FLAG_ACK,
		TCPS_FLAG_FIN | TCPS_FLAG_ACK, TCPS_FLAG_ACK,
	};
	unsigned int from = trip_random(2);
	const struct host *target = &hosts[!from];
	struct packet packet = { .from = from };
	u32 beyond = plan->iss[from] + 1 + to_write[from];

	inject_at = HOST_NEVER;
	if (target->state < TCPS_ESTABLISHED)
		return;
	packet.seg = (struct tcps_segment){
		.seq = beyond + 1000 + trip_random(4000),
		.window = HOST_WINDOW,
		.flags = flags[trip_random(4)],
		.wscale = TCPS_WSCALE_NONE,
	};
	if (packet.seg.flags & TCPS_FLAG_ACK)
		packet.seg.ack = target->max;
	if (packet.seg.flags == TCPS_FLAG_ACK)
		packet.seg.len = 1 + trip_random(1000);
	pass(&packet);
}

static bool over(const struct host *host)
{
	return host->state == TCPS_CLOSED || host->state == TCPS_TIME_WAIT;
}

/* Run the next event; false: none is left. */
static bool happen(void)
{
	struct packet *packet = NULL, copy;
	struct deed *deed = NULL;
	struct host *host = NULL;
	u64 at = HOST_NEVER;
	unsigned int i;

	for (i = 0; i < PACKETS; i++)
		if (packets[i].at < at) {
			packet = &packets[i];
			at = packet->at;
		}
	for (i = 0; i < n_deeds; i++)
		if (deeds[i].at < at) {
			deed = &deeds[i];
			at = deed->at;
		}
	for (i = 0; i < 2; i++)
		if (host_due(&hosts[i]) < at &&
		    hosts[i].state != TCPS_TIME_WAIT) {
			host = &hosts[i];
			at = host_due(host);
		}
	if (at == HOST_NEVER || at >= silent_at ||
	    at > plan->start + 300 * HOST_SEC)
		return false;
	if (inject_at < at) {
		now = inject_at;
		inject();
		return true;
	}
	now = at;
	if (host) {
		host_timer(host, now);
	} else if (deed) {
		do_deed(deed);
	} else {
		copy = *packet;
		packet->at = HOST_NEVER;
		if (copy.passed)
			host_receive(&hosts[!copy.from], &copy.seg, now);
		else
			pass(&copy);
	}
	return true;
}

static bool by_fin(const struct host *host)
{
	unsigned int n = host->n;

	return host->state == TCPS_TIME_WAIT ||
	       (host->state == TCPS_CLOSED && !host->reset && !host->silent &&
		n > 1 && host->history[n - 2] == TCPS_LAST_ACK);
}

static void print_truth(void)
{
	unsigned int i;

	for (i = 0; i < 2; i++) {
		u32 sent = hosts[i].max - hosts[i].iss;

		if (sent && hosts[i].closing &&
		    hosts[i].max == hosts[i].wrote + 1)
			sent--;
		trip->octets[i] = sent ? sent - 1 : 0;
		trip->taken[i] = hosts[!i].rcv ?
				 hosts[!i].rcv - hosts[i].iss - 1 : 0;
		if (trip->taken[i] > trip->octets[i])
			trip->taken[i] = trip->octets[i];
	}
	trip->stop = now;
	trip->decided = true;
	switch (plan->course) {
	case TRIP_CLOSED:
		trip->end = TCPS_END_FIN;
		trip->decided = by_fin(&hosts[0]) && by_fin(&hosts[1]);
		break;
	case TRIP_ABORTED:
		trip->end = TCPS_END_RESET;
		trip->decided = trip->reset_by != TRIP_NOBODY &&
				hosts[!trip->reset_by].reset;
		break;
	case TRIP_REFUSED:
		trip->end = TCPS_END_REFUSED;
		trip->reset_by = 1;
		trip->decided = over(&hosts[0]) && hosts[0].reset;
		break;
	default:
		trip->end = TCPS_END_TIMEOUT;
		break;
	}
	/* Two hosts that acknowledge each other's ACKs (an ACK storm) fill it. */
	if (trip->n == TRIP_RECORDS)
		trip->decided = false;
}

/**
 * trip_make() - simulate a connection
 * @result: filled in
 * @how:    the plan
 */
void trip_make(struct trip *result, const struct trip_plan *how)
{
	unsigned int i;

	trip = result;
	plan = how;
	trip->n = 0;
	trip->closed_first = trip->reset_by = TRIP_NOBODY;
	for (i = 0; i < PACKETS; i++)
		packets[i].at = HOST_NEVER;
	for (i = 0; i < 2; i++)
		host_init(&hosts[i], !i || plan->course == TRIP_REFUSED,
			  plan->iss[i], trip_random(2) ? HOST_LAZY : 0);
	now = plan->start;
	make_deeds();
	host_connect(&hosts[0], now);
	while (happen())
		;
	print_truth();
}
