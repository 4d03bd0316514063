// SPDX-License-Identifier: GPL-2.0
/*
 * Incarnations: successive connections between the same two ports (RFC 9293 section 3.4.1).
 * Hosts (host.c) write, close, abort, crash and restart, on a network that loses,
 * duplicates and reorders, so that segments of several incarnations are in flight at once.
 * Random, the same in every run.
 *
 * Transitions that the state machine, halfway, calls observed must be true of the host
 * whose numbers it has.
 *
 *   incarnations N            that many pairs of ports for each way to look; the last line
 *                             is "N passed, N failed"
 *   incarnations show WAY K   the K-th of a way, segment by segment
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../../module/core/class.h"
#include "../../../module/core/names.h"
#include "../../../module/core/position.h"
#include "../../../module/core/seq.h"
#include "../unit/tuple.h"
#include "host.h"
#include "random.h"

#define NOBODY 2
#define HOSTS 40
#define PACKETS 2000

/* More than any host sends. */
#define SPAN (1U << 21)

/*
 * A SYN-ACK missed, or one direction alone without accounting: see "What an observer
 * cannot know".
 */
#define FAR_HOSTS 12
#define FAR (2 * TCPS_UNSEEN_MAX)

static const struct way {
	const char *name;
	bool accounted;
	bool one_way;	/* only the segments of one side are seen */
	bool missed;	/* and not all of these: a capture lacks segments */
} ways[] = {
	{ "each-segment", true, false, false },
	{ "some-segments", false, false, false },
	{ "one-way", true, true, false },
	{ "some-of-one-way", false, true, false },
	{ "segments-missed", true, false, true },
	{ "some-segments-missed", false, false, true },
	{ "one-way-missed", true, true, true },
	{ "some-of-one-way-missed", false, true, true },
};

#define WAYS (sizeof(ways) / sizeof(ways[0]))

struct packet {
	u64 at;
	bool passes;	/* the observer; otherwise it arrives */
	unsigned int from;
	struct tcps_segment seg;
};

/*
 * @host: successive hosts of a side; the last of the @hosts is the current one, the others
 *        have crashed
 */
static struct {
	const struct way *way;
	u64 random, now, deadline[2];
	struct host host[2][HOSTS];
	unsigned int hosts[2];
	struct packet packet[PACKETS];
	unsigned int packets;
	unsigned int loss, twice, late, missed;	/* per mille */
	unsigned int unheard;			/* side whose segments are not seen */
	struct tuple tuple;
	bool show, wrong;
} world;

u32 host_random(u32 limit)
{
	return tcps_fuzz_below(&world.random, limit);
}

static bool chance(unsigned int per_mille)
{
	return host_random(1000) < per_mille;
}

static struct host *present(unsigned int side)
{
	return &world.host[side][world.hosts[side] - 1];
}

static u64 delay(void)
{
	return (5 + (chance(world.late) ? host_random(60) : 0)) * HOST_MSEC;
}

static void put(unsigned int from, const struct tcps_segment *seg, u64 at,
		bool passes)
{
	if (world.packets < PACKETS)
		world.packet[world.packets++] = (struct packet){
			.at = at, .passes = passes, .from = from, .seg = *seg,
		};
}

void host_emit(struct host *host, const struct tcps_segment *seg)
{
	unsigned int from = host >= world.host[1];
	unsigned int copies = 1 + chance(world.twice);
	u64 at;

	while (copies--) {
		at = world.now + delay();
		if (chance(world.loss))
			continue;
		put(from, seg, at, true);
		if (!chance(world.loss))
			put(from, seg, at + delay(), false);
	}
}

static bool far(void)
{
	return world.way->missed || (world.way->one_way && !world.way->accounted);
}

/* Does this differ from the numbers of all earlier hosts? */
static bool is_new(unsigned int side, u32 iss)
{
	unsigned int i;

	for (i = 0; i < world.hosts[side]; i++)
		if (tcps_seq_apart(iss, world.host[side][i].iss) <
		    (far() ? FAR : 2 * SPAN))
			return false;
	return true;
}

/* Another host, or the same after a crash, with other numbers, some of them near. */
static bool begin(unsigned int side)
{
	static const u8 habits[] = {
		0, HOST_LAZY | HOST_GREEDY, HOST_LAZY, HOST_NO_QUEUE,
	};
	unsigned int tries;
	u32 iss;

	if (world.hosts[side] == (far() ? FAR_HOSTS : HOSTS))
		return false;
	for (tries = 0; tries < 100; tries++) {
		iss = (u32)tcps_fuzz_random(&world.random);
		if (!far() && world.hosts[side] && !host_random(3))
			iss = present(side)->max + (1U << 23) +
			      host_random(1U << 20);
		if (!is_new(side, iss))
			continue;
		world.hosts[side]++;
		host_init(present(side), !side, iss, habits[host_random(4)]);
		return true;
	}
	return false;
}

/* The host whose numbers the flow has; @i: its index on its side. */
static const struct host *find(const struct tcps_endpoint *ep, unsigned int side,
			       unsigned int *i)
{
	for (*i = world.hosts[side]; (*i)--;)
		if (ep->snd_nxt - world.host[side][*i].iss < SPAN)
			return &world.host[side][*i];
	return NULL;
}

static bool was_in(const struct host *host, unsigned int state)
{
	unsigned int i;

	for (i = 0; i < host->n; i++)
		if (host->history[i] == state)
			return true;
	return false;
}

/*
 * Has it happened? Unknown for an end that was not seen, or if SYN-ACKs with several
 * numbers were seen. A host that refuses an unknown segment may be in LISTEN. An end that
 * received both FINs is in CLOSING until it receives the ACK of its own; nothing shows
 * that it did, if that ACK was missed.
 */
static bool is_so(const struct tcps_conn *conn, const struct tcps_change *change)
{
	const struct tcps_endpoint *ep = &conn->ep[change->side];
	const struct host *host;
	unsigned int i;

	if (!world.way->accounted &&
	    (conn->flags & (TCPS_CONN_ADOPTED | TCPS_CONN_ROLES)) ==
		    TCPS_CONN_ADOPTED)
		return true;
	if (!(ep->flags & TCPS_EP_SEEN) || conn->several ||
	    (change->from == TCPS_LISTEN && change->to == TCPS_CLOSED))
		return true;
	host = find(ep, change->side, &i);
	if (!host)
		return false;
	if (change->to == TCPS_CLOSED)
		return host->state == TCPS_CLOSED || host->n == 1 ||
		       host != present(change->side);
	return was_in(host, change->to) ||
	       (change->to == TCPS_CLOSING && world.missed &&
		was_in(host, TCPS_TIME_WAIT));
}

static void changed(struct tuple *tuple, bool pending,
		    const struct tcps_step *step)
{
	static const u64 timeouts[TCPS_CLASS_MAX] = TCPS_CLASS_TIMEOUTS;
	const struct tcps_conn *conn = &tuple->conn[pending];
	unsigned int i;

	if (step->restart)
		world.deadline[pending] = world.now +
			timeouts[tcps_class_of(conn)] * HOST_SEC;
	for (i = 0; i < step->n; i++) {
		const struct tcps_change *change = &step->change[i];
		bool wrong = !change->flags &&
			     change->certainty == TCPS_OBSERVED &&
			     !is_so(conn, change);

		world.wrong |= wrong;
		if (world.show)
			printf("              %s%u: %s > %s, %s by %s%s%s\n",
			       pending ? "attempt " : "", change->side,
			       tcps_state_name(change->from),
			       tcps_state_name(change->to),
			       tcps_certainty_name(change->certainty),
			       tcps_cause_name(change->cause),
			       change->flags ? ", no transition, or back" : "",
			       wrong ? "   WRONG" : "");
	}
}

static void ended(struct tuple *tuple, bool pending)
{
	(void)tuple;
	if (!pending)
		world.deadline[0] = world.deadline[1];
}

static const struct tuple_ops ops = { .changed = changed, .ended = ended };

static void run_out(bool pending)
{
	struct tuple *tuple = &world.tuple;

	tuple_timeout(tuple, pending, world.deadline[pending]);
	if (!pending && tuple->pending) {
		tuple->conn[0] = tuple->conn[1];
		tuple->account[0] = tuple->account[1];
		world.deadline[0] = world.deadline[1];
	} else if (!pending) {
		tuple->open = false;
	}
	tuple->pending = false;
}

static void show(const struct packet *packet)
{
	const struct tcps_segment *seg = &packet->seg;

	if (world.show)
		printf("%10.3f %u: %s%s%s%s seq %u ack %u, %u octets\n",
		       (double)world.now / 1e9, packet->from,
		       seg->flags & TCPS_FLAG_SYN ? "S" : "",
		       seg->flags & TCPS_FLAG_FIN ? "F" : "",
		       seg->flags & TCPS_FLAG_RST ? "R" : "",
		       seg->flags & TCPS_FLAG_ACK ? "A" : "", seg->seq,
		       seg->ack, seg->len);
}

/* Without accounting FINs are not missed: no gap would show it. */
static bool missed(const struct packet *packet)
{
	return world.missed && chance(world.missed) &&
	       (world.way->accounted || !(packet->seg.flags & TCPS_FLAG_FIN));
}

/* Without accounting only segments that a flow waits for are processed. */
static void pass(const struct packet *packet)
{
	struct tuple *tuple = &world.tuple;

	if (tuple->pending && world.deadline[1] < world.now)
		run_out(true);
	while (tuple->open && world.deadline[0] < world.now)
		run_out(false);
	if (packet->from == world.unheard || missed(packet))
		return;
	if (!tuple->accounted && tuple->open &&
	    !(packet->seg.flags & TCPS_FLAGS_CONTROL) &&
	    !tcps_class_conn_expects_ack(&tuple->conn[0]) &&
	    !(tuple->pending && tcps_class_conn_expects_ack(&tuple->conn[1])))
		return;
	show(packet);
	tuple_segment(tuple, packet->from, &packet->seg, world.now);
}

/* A server accepts a SYN once it is closed, or in TIME-WAIT with a higher number. */
static void arrive(const struct packet *packet)
{
	unsigned int side = !packet->from;
	const struct host *host = present(side);
	const struct tcps_segment *seg = &packet->seg;

	if (side == 1 && seg->flags == TCPS_FLAG_SYN &&
	    (host->state == TCPS_CLOSED ||
	     (host->state == TCPS_TIME_WAIT &&
	      tcps_seq_after(seg->seq, host->rcv))))
		begin(side);
	host_receive(present(side), seg, world.now);
}

static void crash(unsigned int side)
{
	if (present(side)->state != TCPS_LISTEN && begin(side) && world.show)
		printf("           %u crashes\n", side);
}

/* A program does something. */
static void do_something(void)
{
	unsigned int side = host_random(2), what = host_random(20);
	struct host *host = present(side);

	if (what < 6)
		host_write(host, 1 + host_random(1500), world.now);
	else if (what < 10)
		host_close(host, world.now);
	else if (what < 11)
		host_abort(host);
	else if (what < 12)
		crash(side);
	if ((present(0)->state == TCPS_CLOSED ||
	     present(0)->state == TCPS_TIME_WAIT) && !host_random(3) && begin(0))
		host_connect(present(0), world.now);
	if (present(1)->state == TCPS_CLOSED && !host_random(3))
		begin(1);
}

/* Run the next event, unless @plan is earlier; false: that is next. */
static bool happens_before(u64 plan)
{
	struct packet packet;
	unsigned int i, first = 0, side;

	for (i = 1; i < world.packets; i++)
		if (world.packet[i].at < world.packet[first].at)
			first = i;
	side = host_due(present(1)) < host_due(present(0));
	if (world.packets && world.packet[first].at <= plan &&
	    world.packet[first].at <= host_due(present(side))) {
		packet = world.packet[first];
		world.packet[first] = world.packet[--world.packets];
		world.now = packet.at;
		if (packet.passes)
			pass(&packet);
		else
			arrive(&packet);
		return true;
	}
	if (host_due(present(side)) > plan)
		return false;
	world.now = host_due(present(side));
	host_timer(present(side), world.now);
	return true;
}

static bool run(const struct way *way, unsigned long k, bool show_it)
{
	unsigned int moves;
	u64 plan;

	memset(&world, 0, sizeof(world));
	world.way = way;
	world.show = show_it;
	world.random = TCPS_FUZZ_SEED * (k + 1);
	world.now = HOST_SEC;
	world.tuple.accounted = way->accounted;
	world.tuple.stray.side = TCPS_SIDE_NONE;
	world.tuple.ops = &ops;
	world.unheard = way->one_way ? host_random(2) : NOBODY;
	world.loss = host_random(4) ? host_random(150) : 0;
	world.twice = host_random(2) ? host_random(60) : 0;
	world.late = host_random(2) ? host_random(200) : 0;
	world.missed = way->missed ? 10 + host_random(90) : 0;
	begin(1);
	begin(0);
	host_connect(present(0), world.now);
	plan = world.now;
	for (moves = 300 + host_random(400); moves; moves--) {
		if (happens_before(plan))
			continue;
		world.now = plan;
		do_something();
		plan += (1 + host_random(host_random(5) ? 60 : 4000)) * HOST_MSEC;
	}
	return !world.wrong;
}

int main(int argc, char **argv)
{
	unsigned long passed = 0, failed = 0, k, n;
	unsigned int way;

	if (argc == 4 && !strcmp(argv[1], "show")) {
		for (way = 0; way < WAYS; way++)
			if (!strcmp(argv[2], ways[way].name))
				return !run(&ways[way], strtoul(argv[3], NULL, 10),
					    true);
		return 2;
	}
	n = argc > 1 ? strtoul(argv[1], NULL, 10) : 1000;
	for (way = 0; way < WAYS; way++)
		for (k = 0; k < n; k++) {
			if (run(&ways[way], k, false)) {
				passed++;
				continue;
			}
			failed++;
			printf("not ok - incarnations show %s %lu\n",
			       ways[way].name, k);
		}
	printf("%lu passed, %lu failed\n", passed, failed);
	return failed != 0;
}
