// SPDX-License-Identifier: GPL-2.0
/*
 * Known connections. Each is a sequence of segments that is replayed through the
 * state machine, so that the drawing shows its real results.
 */
#include "stories.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "module/core/class.h"

#define MS 1000000ULL
#define SECOND (1000 * MS)
#define EPOCH (1700000000ULL * SECOND)	/* 2023-11-14 22:13:20 UTC */

#define I TCPS_INITIATOR
#define R TCPS_RESPONDER
#define SYN TCPS_FLAG_SYN
#define ACK TCPS_FLAG_ACK
#define FIN TCPS_FLAG_FIN
#define RST TCPS_FLAG_RST
#define PSH TCPS_FLAG_PSH

/* Initial sequence numbers; the second wraps around during a story. */
static const u32 iss[2] = { 1000000000, 4294960000U };

static struct tcps_conn conn;
static u64 now;

static void record(struct story *story, const struct tcps_step *step,
		   unsigned int sender, const struct tcps_segment *seg)
{
	unsigned int i, role;

	for (i = 0; i < step->n && story->n < STORY_EVENTS; i++) {
		const struct tcps_change *change = &step->change[i];
		struct tcpst_event *event = &story->event[story->n];

		*event = (struct tcpst_event){
			.seqno = 100 + story->n,
			.type = change->flags & TCPS_CHANGE_NOTE ?
				TCPST_NOTE : TCPST_TRANSITION,
			.time_ns = now,
			.flow = story->flow.id,
			.ends = story->flow.ends,
			.endpoint = change->side,
			.from = change->from,
			.to = change->to,
			.cause = change->cause,
			.certainty = change->certainty,
			.retract = change->flags & TCPS_CHANGE_RETRACT,
		};
		for (role = 0; role < 2; role++) {
			event->iss_known[role] = conn.ep[role].flags &
						 TCPS_EP_SEEN;
			event->iss[role] = conn.ep[role].iss;
		}
		if (seg) {
			event->segment = true;
			event->sender = sender;
			event->seq = seg->seq;
			event->ack = seg->flags & ACK ? seg->ack : 0;
			event->len = seg->len;
			event->flags = seg->flags;
			event->window = seg->window;
		}
		story->n++;
	}
}

/* @role sends a segment @ms later, numbers relative to the initial ones. */
static void sends(struct story *story, unsigned int ms, unsigned int role,
		  u8 flags, u32 seq, u32 ack, u32 len)
{
	struct tcps_segment seg = {
		.seq = iss[role] + seq,
		.ack = iss[!role] + ack,
		.len = len,
		.window = 64240,
		.flags = flags,
		.wscale = flags & SYN ? 7 : TCPS_WSCALE_NONE,
	};
	struct tcps_step step;

	now += ms * MS;
	if (now == EPOCH)
		tcps_fsm_open(&conn, role, &seg, now, NULL, &step);
	else
		tcps_fsm_step(&conn, role, &seg, now, NULL, &step);
	record(story, &step, role, &seg);
}

static void times_out(struct story *story, unsigned int ms)
{
	struct tcps_step step;

	now += ms * MS;
	tcps_fsm_timeout(&conn, now, &step);
	record(story, &step, 0, NULL);
}

static void is_unreachable(struct story *story, unsigned int ms)
{
	struct tcps_step step;

	now += ms * MS;
	tcps_fsm_icmp(&conn, I, conn.ep[I].iss, true, now, &step);
	record(story, &step, 0, NULL);
}

static void begin(struct story *story, u64 id, const char *initiator,
		  u16 iport, const char *responder, u16 rport)
{
	struct tcpst_addrs *ends = &story->flow.ends;
	int family = strchr(initiator, ':') ? AF_INET6 : AF_INET;

	*story = (struct story){ .flow = { .id = id } };
	ends->ipv6 = family == AF_INET6;
	inet_pton(family, initiator, ends->addr[I]);
	inet_pton(family, responder, ends->addr[R]);
	ends->port[I] = iport;
	ends->port[R] = rport;
	now = EPOCH;
}

static void finish(struct story *story)
{
	unsigned int role;

	tcps_verdict_make(&story->flow.verdict, &conn, now);
	for (role = 0; role < 2; role++) {
		story->flow.iss_known[role] = conn.ep[role].flags &
					      TCPS_EP_SEEN;
		story->flow.iss[role] = conn.ep[role].iss;
	}
}

static void is_open(struct story *story)
{
	finish(story);
	story->flow.live = true;
	story->flow.timed = true;
	story->flow.class = tcps_class_of(&conn);
	story->flow.expires_ms = 42000;
	story->flow.seen_ns = now;
}

static void handshake(struct story *story)
{
	sends(story, 0, I, SYN, 0, 0, 0);
	sends(story, 1, R, SYN | ACK, 0, 1, 0);
	sends(story, 1, I, ACK, 1, 1, 0);
}

/* RFC 9293, figures 6 and 12: the whole life, each segment on its own. */
static void textbook(struct story *story)
{
	begin(story, 12, "10.1.0.2", 43210, "10.2.0.2", 80);
	handshake(story);
	sends(story, 1200, I, FIN | ACK, 79, 17001, 0);
	sends(story, 1, R, ACK, 17001, 80, 0);
	sends(story, 1, R, FIN | ACK, 17001, 80, 0);
	sends(story, 1, I, ACK, 80, 17002, 0);
	times_out(story, 60000);
	finish(story);
}

/* As Linux does it: data on the FIN, and FIN and ACK in one segment. */
static void combined(struct story *story)
{
	begin(story, 13, "2001:db8::1", 43210, "2001:db8:0:1:2:3:4:5", 443);
	handshake(story);
	sends(story, 7, R, FIN | PSH | ACK, 100001, 518, 1448);
	sends(story, 1, I, FIN | ACK, 518, 101450, 0);
	sends(story, 1, R, ACK, 101450, 519, 0);
	finish(story);
}

static void simultaneous(struct story *story)
{
	begin(story, 14, "10.1.0.2", 43210, "10.2.0.2", 80);
	handshake(story);
	sends(story, 5, I, FIN | ACK, 1, 1, 0);
	sends(story, 0, R, FIN | ACK, 1, 1, 0);
	sends(story, 1, I, ACK, 2, 2, 0);
	sends(story, 0, R, ACK, 2, 2, 0);
	is_open(story);
}

static void refused(struct story *story)
{
	begin(story, 15, "10.1.0.2", 43211, "10.2.0.2", 81);
	sends(story, 0, I, SYN, 0, 0, 0);
	sends(story, 1, R, RST | ACK, -iss[R], 1, 0);
	finish(story);
}

static void unreachable(struct story *story)
{
	begin(story, 16, "10.1.0.2", 43212, "10.2.0.9", 80);
	sends(story, 0, I, SYN, 0, 0, 0);
	sends(story, 1000, I, SYN, 0, 0, 0);
	is_unreachable(story, 500);
	finish(story);
}

/* The text for it does not fit between the lifelines. */
static void prohibited(struct story *story)
{
	struct tcpst_icmp *icmp;

	begin(story, 25, "2001:db8::1", 43221, "2001:db8:ffff:ffff:ffff:ffff:ffff:9", 80);
	sends(story, 0, I, SYN, 0, 0, 0);
	is_unreachable(story, 500);
	finish(story);
	icmp = &story->event[story->n - 2].icmp;
	icmp->known = true;
	icmp->type = 1;
	icmp->code = 1;
	icmp->from.ipv6 = true;
	inet_pton(AF_INET6, "2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff", icmp->from.addr[0]);
}

/* The accept queue is full: the ACK is dropped, the SYN-ACK comes again. */
static void retracted(struct story *story)
{
	begin(story, 17, "10.1.0.2", 43213, "10.2.0.2", 80);
	handshake(story);
	sends(story, 1000, R, SYN | ACK, 0, 1, 0);
	sends(story, 1, I, ACK, 1, 1, 0);
	is_open(story);
}

/*
 * By a program of a name that is cut in the middle of a character, to a server that did
 * not send, whose control group is gone.
 */
static void aborted(struct story *story)
{
	begin(story, 18, "10.1.0.2", 43214, "10.2.0.2", 22);
	handshake(story);
	sends(story, 20, I, RST | ACK, 1234, 8901, 0);
	is_open(story);
	story->flow.owner[I].known = true;
	story->flow.owner[R] = (struct tcpst_owner){
		.known = true, .cookie = 5, .cgroup = 2345,
	};
	strcpy(story->flow.owner[I].comm, "\xc3\xa4\xff\xed\xa0\x80\xe2\x82");
}

static void adopted(struct story *story)
{
	unsigned int i;

	begin(story, 19, "10.1.0.2", 43215, "10.2.0.2", 80);
	sends(story, 0, I, PSH | ACK, 1000, 2000, 100);
	sends(story, 1000, R, FIN | ACK, 5000, 1100, 0);
	sends(story, 1, I, ACK, 1100, 5001, 0);
	is_open(story);
	story->flow.owner[I] = (struct tcpst_owner){
		.known = true, .pid = 4242, .uid = 1000, .cookie = 77,
		.cgroup = STORY_CLIENT_CGROUP, .comm = "a,\"b\" c",
	};
	story->flow.owner[R] = (struct tcpst_owner){
		.known = true, .pid = 900, .uid = 33, .cookie = 12,
		.cgroup = STORY_SERVER_CGROUP, .comm = "nginx",
	};
	for (i = 0; i < story->n; i++)
		memcpy(story->event[i].owner, story->flow.owner,
		       sizeof(story->flow.owner));
	story->flow.accounted = true;
	story->flow.packets[I] = 2;
	story->flow.packets[R] = 1;
	story->flow.rtt_ns[I] = 1234567;
}

/* Sequence numbers wrap around more than once. */
static void huge(struct story *story)
{
	unsigned int lap;

	begin(story, 20, "10.1.0.2", 43216, "10.2.0.2", 80);
	handshake(story);
	for (lap = 1; lap <= 8; lap++)	/* samples of the data */
		sends(story, 1000, R, ACK, lap << 30, 100, 0);
	sends(story, 1, R, FIN | ACK, 0x10000000, 100, 0);
	is_open(story);
}

/* The recorder holds only the end. */
static void cut(struct story *story)
{
	textbook(story);
	story->n -= 5;
	memmove(story->event, story->event + 5,
		story->n * sizeof(story->event[0]));
}

static void syn_flood(struct story *story)
{
	begin(story, 21, "10.1.0.2", 43217, "10.2.0.2", 80);
	sends(story, 0, I, SYN, 0, 0, 0);
	sends(story, 1, R, SYN | ACK, 0, 1, 0);
	sends(story, 1000, R, SYN | ACK, 0, 1, 0);
	times_out(story, 120000);
	finish(story);
}

/* Segments repeated many times, alone and with the answer to them. */
static void repeated(struct story *story)
{
	unsigned int i;

	begin(story, 22, "10.1.0.2", 43218, "10.2.0.2", 80);
	handshake(story);
	for (i = 0; i < 20; i++) {
		sends(story, 100, I, SYN, 0x30000000 + i, 0, 0);
		sends(story, 1, R, ACK, 1, 1, 0);
	}
	sends(story, 100, I, FIN | ACK, 1, 1, 0);
	for (i = 0; i < 12; i++)
		sends(story, 200, I, FIN | ACK, 1, 1, 0);
	is_open(story);
}

/* This machine drops @len octets that @role sends. */
static void drops(struct story *story, unsigned int ms, unsigned int role,
		  u32 seq, u32 len, const char *reason, const char *symbol)
{
	struct tcpst_event *event = &story->event[story->n++];

	now += ms * MS;
	*event = story->event[story->n - 2];
	event->seqno++;
	event->type = TCPST_NOTE;
	event->time_ns = now;
	event->endpoint = event->sender = role;
	event->from = event->to = TCPS_ESTABLISHED;
	event->cause = TCPS_CAUSE_DROP;
	event->certainty = TCPS_OBSERVED;
	event->seq = iss[role] + seq;
	event->ack = iss[!role] + 1;
	event->len = len;
	event->flags = PSH | ACK;
	event->dropped = true;
	event->drop_number = 9;
	event->drop_stage = TCPS_STAGE_TO_HERE;
	snprintf(event->drop_reason, sizeof(event->drop_reason), "%s", reason);
	snprintf(event->drop_symbol, sizeof(event->drop_symbol), "%s", symbol);
}

/* A socket of this machine sends @len octets of @role again. */
static void sends_again(struct story *story, unsigned int ms, unsigned int role,
			u32 seq, u32 len)
{
	drops(story, ms, role, seq, len, "", "");
	story->event[story->n - 1].cause = TCPS_CAUSE_RETRANSMIT;
	story->event[story->n - 1].dropped = false;
}

/*
 * Once with the kernel's words, once where it has none; the first is sent again, and
 * then data of which no drop is known.
 */
static void dropped(struct story *story)
{
	begin(story, 23, "10.1.0.2", 43219, "10.2.0.2", 80);
	handshake(story);
	drops(story, 10, I, 1, 100, "NETFILTER_DROP", "nf_hook_slow");
	drops(story, 200, R, 1, 30, "", "");
	sends_again(story, 20, I, 1, 100);
	sends_again(story, 20, R, 31, 10);
	sends(story, 160, I, FIN | ACK, 101, 1, 0);
	is_open(story);
}

/* This machine drops the latest segment of @role, which so was never forwarded. */
static void keeps_out(struct story *story, unsigned int role)
{
	struct tcpst_event *event = &story->event[story->n++];

	*event = story->event[story->n - 2];
	event->seqno++;
	event->type = TCPST_NOTE;
	event->from = event->to;
	event->endpoint = event->sender = role;
	event->cause = TCPS_CAUSE_DROP;
	event->dropped = true;
	event->drop_number = 9;
	event->drop_stage = TCPS_STAGE_FORWARDED;
	snprintf(event->drop_reason, sizeof(event->drop_reason), "NETFILTER_DROP");
	snprintf(event->drop_symbol, sizeof(event->drop_symbol), "nf_hook_slow");
}

/* A SYN that comes twice, and is dropped twice: it and its drop are one arrow. */
static void kept_out(struct story *story)
{
	begin(story, 24, "10.1.0.2", 43220, "10.2.0.2", 80);
	sends(story, 0, I, SYN, 0, 0, 0);
	keeps_out(story, I);
	sends(story, 1000, I, SYN, 0, 0, 0);
	keeps_out(story, I);
	times_out(story, 120000);
	finish(story);
	story->flow.verdict.end = TCPS_END_DROPPED;
}

/** story_find() - the function that makes the story of that name, NULL: none */
story_function story_find(const char *name)
{
	static const struct {
		const char *name;
		story_function build;
	} stories[] = {
		{ "textbook", textbook }, { "combined", combined },
		{ "simultaneous", simultaneous }, { "refused", refused },
		{ "unreachable", unreachable }, { "retracted", retracted },
		{ "aborted", aborted }, { "adopted", adopted },
		{ "huge", huge }, { "cut", cut }, { "syn_flood", syn_flood },
		{ "repeated", repeated }, { "dropped", dropped },
		{ "kept_out", kept_out }, { "prohibited", prohibited },
	};
	unsigned int i;

	for (i = 0; i < sizeof(stories) / sizeof(stories[0]); i++)
		if (!strcmp(stories[i].name, name))
			return stories[i].build;
	return NULL;
}
