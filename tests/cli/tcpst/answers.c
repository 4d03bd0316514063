// SPDX-License-Identifier: GPL-2.0
/* Which segment a RST or a challenge ACK answers: of all segments, and of the module's events. */
#include <stdio.h>
#include <string.h>

#include "model/answers.h"
#include "module/core/segment.h"
#include "source/answering.h"

#define PART "answers"
#include "check.h"

#define MS 1000000ULL
#define SYN TCPS_FLAG_SYN
#define ACK TCPS_FLAG_ACK
#define FIN TCPS_FLAG_FIN
#define RST TCPS_FLAG_RST

static struct tcpst_answers answers;
static struct tcpst_sent drew;

/* End @sender, 0 or 1, sends a segment at @ms. Return: sequence number answered; -1: none. */
static long sends(u64 ms, unsigned int sender, u8 flags, u32 seq, u32 ack, u32 len)
{
	const struct tcpst_sent sent = {
		.time_ns = ms * MS, .seq = seq, .ack = ack, .len = len, .flags = flags,
	};

	return tcpst_answers_take(&answers, sender, &sent, &drew) ? (long)drew.seq : -1;
}

static void begin(void)
{
	answers = (struct tcpst_answers){ .n = { 0 } };
}

/* As in a capture, where all segments are known. */
static void test_segments(void)
{
	begin();
	sends(0, 0, SYN, 7, 0, 0);
	check(sends(1, 1, RST | ACK, 0, 8, 0) == 7, "a refused SYN");
	check(sends(2, 1, RST | ACK, 0, 8, 0) == -1, "one RST answers it, not two");
	begin();
	sends(0, 0, SYN, 7, 0, 0);
	sends(1000, 0, SYN, 7, 0, 0);
	check(sends(1001, 1, RST | ACK, 0, 8, 0) == -1, "one of two copies: not known which");
	begin();
	sends(0, 0, SYN, 7, 0, 0);
	check(sends(1, 1, RST | ACK, 0, 9, 0) == -1, "another number");
	check(sends(2, 1, RST | ACK, 500, 8, 0) == -1, "a RST with ACK aborts");

	begin();
	sends(0, 0, FIN | ACK, 7, 500, 0);
	sends(1, 1, ACK, 500, 7, 10);
	check(sends(2, 0, RST, 500, 0, 0) == -1, "a number that was not acknowledged");
	check(sends(3, 0, RST, 7, 0, 0) == 500, "data after close");
	sends(4, 1, ACK, 510, 7, 10);
	check(sends(5, 0, RST, 7, 0, 0) == 510, "more data: each has its RST");
	sends(6, 1, ACK, 520, 7, 10);
	sends(7, 1, ACK, 530, 7, 10);
	check(sends(8, 0, RST, 7, 0, 0) == -1, "one of two with the same acknowledgement");
	begin();
	sends(0, 1, ACK, 500, 7, 10);
	sends(1, 0, ACK, 7, 510, 0);
	sends(2, 1, ACK, 510, 7, 10);
	check(sends(3, 0, RST, 7, 0, 0) == 510, "what was acknowledged is not answered by it");
	begin();
	sends(0, 1, ACK, 500, 7, 0);
	sends(2000, 0, ACK, 7, 500, 0);
	sends(3000, 1, ACK, 499, 7, 0);
	check(sends(3001, 0, RST, 7, 0, 0) == 499, "a keep-alive; not what is long past");

	begin();
	sends(0, 0, SYN, 9000, 0, 0);
	check(sends(1, 1, ACK, 500, 7, 0) == 9000, "a challenge ACK to a SYN");
	check(sends(2, 0, RST, 7, 0, 0) == 500, "and the RST that answers it");
	begin();
	sends(0, 0, RST, 9, 0, 0);
	check(sends(1, 1, ACK, 500, 7, 0) == 9, "a challenge ACK to a RST");
	begin();
	sends(0, 0, ACK, 9, 500, 10);
	check(sends(1, 1, ACK, 500, 7, 0) == -1, "an ACK of data is none");
	begin();
	sends(0, 0, RST, 9, 0, 0);
	sends(0, 0, RST, 9, 0, 0);
	check(sends(1, 1, ACK, 500, 7, 0) == -1, "of two RSTs it is not known which");
}

static char got[256];

static void take_event(const struct tcpst_event *event, void *arg)
{
	size_t at = strlen(got);

	(void)arg;
	if (event->drawn)
		snprintf(got + at, sizeof(got) - at, "%u<%u ", event->answers.seq, event->seq);
}

static struct tcpst_answering *answering;
static u64 now;

static struct tcpst_event *event(unsigned int sender, u8 flags, u32 seq, u32 ack,
				 enum tcps_cause cause)
{
	static struct tcpst_event made;

	now += MS;
	made = (struct tcpst_event){
		.type = TCPST_NOTE, .time_ns = now, .flow = 1, .segment = true,
		.sender = sender, .flags = flags, .seq = seq, .ack = ack, .cause = cause,
	};
	return &made;
}

static void pass(const struct tcpst_event *event)
{
	const struct tcpst_sink sink = tcpst_answering_sink(answering);

	sink.event(event, sink.arg);
}

/* A SYN on an open connection, the challenge ACK, and the RST, which makes two events. */
static void pass_half_open(u8 more, enum tcps_cause cause)
{
	struct tcpst_event *last;

	got[0] = '\0';
	pass(event(0, SYN, 9000, 0, TCPS_CAUSE_SYN_IGNORED));
	pass(event(1, ACK | more, 500, 7, cause));
	last = event(0, RST, 7, 0, TCPS_CAUSE_RST);
	pass(last);
	pass(last);
}

/* The module does not record all segments. */
static void test_events(void)
{
	static const struct tcpst_sink sink = { .event = take_event };
	struct tcpst_wanted wanted = { .crossed = false };
	const struct tcpst_query query = { .wanted = &wanted };
	struct tcpst_sink lost;
	struct tcpst_event *next;

	answering = tcpst_answering_new(&query, &sink);
	pass_half_open(0, TCPS_CAUSE_CHALLENGE_ACK);
	check(!strcmp(got, "9000<500 500<7 500<7 "), "events of a half-open connection");
	pass_half_open(FIN, TCPS_CAUSE_FIN);
	check(!strcmp(got, ""), "before a FIN there may have been data that were not recorded");
	got[0] = '\0';
	pass(event(0, SYN, 9000, 0, TCPS_CAUSE_SYN_IGNORED));
	lost = tcpst_answering_sink(answering);
	lost.lost(1, lost.arg);
	pass(event(1, ACK, 500, 7, TCPS_CAUSE_CHALLENGE_ACK));
	check(!strcmp(got, ""), "nothing is known across lost events");
	got[0] = '\0';
	pass(event(0, SYN, 9000, 0, TCPS_CAUSE_SYN_IGNORED));
	next = event(1, ACK, 500, 7, TCPS_CAUSE_CHALLENGE_ACK);
	next->notes_left_out = 1;
	pass(next);
	check(!strcmp(got, ""), "nor if notes were left out");
	tcpst_answering_free(answering);
	wanted.filter.types = 1U << TCPST_TRANSITION;
	check(!tcpst_answering_new(&query, &sink), "nor without notes");
	wanted.filter.types = 0;
	wanted.filter.endpoint = 1;
	check(!tcpst_answering_new(&query, &sink), "nor of one end only");
}

int main(void)
{
	test_segments();
	test_events();
	return summary();
}
