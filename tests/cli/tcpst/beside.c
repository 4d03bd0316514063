// SPDX-License-Identifier: GPL-2.0
/*
 * Segments captured beside the module, with a module, a capture and a clock of our own: each
 * segment once, with the event that it caused, in order.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <pcap/pcap.h>

#include "source/beside.h"
#include "source/beside_filter.h"
#include "source/kernel/follow.h"

#define PART "beside"
#include "check.h"

#define MS 1000000ULL
#define BEGIN (1000000 * MS)
#define IN 4	/* interface 2 */
#define OUT 7	/* interface 3, outgoing */

static u64 now;

int clock_gettime(clockid_t clock, struct timespec *time)
{
	(void)clock;
	time->tv_sec = (time_t)(now / 1000 / MS);
	time->tv_nsec = (long)(now % (1000 * MS));
	return 0;
}

/* What the capture holds. */
static struct tcpst_tapped tapped[16];
static unsigned int n_tapped, n_read;

int tcpst_tap_open(struct tcpst_tap **tapp, const char *filter,
		   char error[TCPST_TAP_ERROR])
{
	(void)filter;
	(void)error;
	*tapp = (void *)tapped;
	return 0;
}

void tcpst_tap_read(struct tcpst_tap *tap,
		    void (*take)(const struct tcpst_tapped *tapped, void *arg),
		    void *arg)
{
	(void)tap;
	for (; n_read < n_tapped && tapped[n_read].time_ns <= now; n_read++)
		take(&tapped[n_read], arg);
}

u64 tcpst_tap_dropped(struct tcpst_tap *tap)
{
	(void)tap;
	return 5;
}

void tcpst_tap_close(struct tcpst_tap *tap)
{
	(void)tap;
}

/* The table, and the events, each of which arrives 300 ms after its time. */
static struct tcpst_flow table;
static struct tcpst_event events[16];
static unsigned int n_events;

int tcpst_nl_flows(struct tcpst_nl *nl, const struct tcps_filter *filter,
		   void (*take)(const struct tcpst_flow *flow, void *arg), void *arg,
		   bool *interrupted)
{
	(void)nl;
	(void)filter;
	*interrupted = false;
	if (table.id)
		take(&table, arg);
	return 0;
}

int tcpst_follow(struct tcpst_nl *nl, const struct tcpst_query *query,
		 const struct tcpst_sink *sink)
{
	unsigned int i = 0;

	(void)nl;
	(void)query;
	for (now = BEGIN; now < BEGIN + 10000 * MS; now += 100 * MS) {
		for (; i < n_events && events[i].time_ns + 300 * MS <= now; i++)
			sink->event(&events[i], sink->arg);
		sink->flush(sink->arg);
	}
	return 0;
}

/* What is passed on: "T1" a transition of flow 1, "S1>7" its segment with that number. */
static char got[512];
static u64 last_ns;
static bool ordered;

static void take_event(const struct tcpst_event *event, void *arg)
{
	size_t at = strlen(got);

	(void)arg;
	ordered &= event->time_ns >= last_ns;
	last_ns = event->time_ns;
	if (event->type == TCPST_SEGMENT)
		snprintf(got + at, sizeof(got) - at, "S%llu%c%u ",
			 (unsigned long long)event->flow, event->sender ? '<' : '>',
			 event->seq);
	else
		snprintf(got + at, sizeof(got) - at, "%c%llu ",
			 "TNL"[event->type], (unsigned long long)event->flow);
}

static struct tcpst_addrs ends_of(u16 port)
{
	return (struct tcpst_addrs){
		.addr = { { 10, 0, 0, 1 }, { 10, 0, 0, 2 } }, .port = { port, 80 },
	};
}

/* @ms after the beginning, role @sender sends @seq; @flags: with one octet if there are none */
static void capture(u64 ms, u64 place, u16 port, unsigned int sender, u32 seq, u8 flags)
{
	const struct tcpst_addrs ends = ends_of(port);
	struct tcpst_tapped *next = &tapped[n_tapped++];
	unsigned int i;

	*next = (struct tcpst_tapped){
		.time_ns = BEGIN + ms * MS, .place = place, .header = { .size = 40 },
		.packet.seg = { .seq = seq, .flags = flags, .len = !flags },
	};
	for (i = 0; i < 2; i++) {
		memcpy(next->packet.addr[i], ends.addr[sender ^ i], 16);
		next->packet.port[i] = ends.port[sender ^ i];
	}
}

static struct tcpst_event *event(u64 ms, u64 flow, u16 port, u32 seq, u8 flags)
{
	struct tcpst_event *next = &events[n_events];

	*next = (struct tcpst_event){
		.seqno = ++n_events, .type = TCPST_TRANSITION,
		.time_ns = BEGIN + ms * MS, .flow = flow, .ends = ends_of(port),
		.segment = true, .seq = seq, .flags = flags,
		.iss_known = { true }, .iss = { seq },
	};
	return next;
}

static void follow(const char *expected, const char *what)
{
	static const struct tcpst_wanted all = { .filter.types = 1U << TCPST_SEGMENT };
	const struct tcpst_query query = { .wanted = &all };
	const struct tcpst_sink sink = { .event = take_event };
	char error[TCPST_TAP_ERROR];
	u64 dropped;

	got[0] = '\0';
	last_ns = 0;
	ordered = true;
	n_read = 0;
	check(!tcpst_beside_follow(NULL, &query, &sink, &dropped, error) && ordered &&
	      dropped == 5 && !strcmp(got, expected), what);
	if (strcmp(got, expected))
		printf("# %s\n", got);
	n_tapped = 0;
	n_events = 0;
	table.id = 0;
}

static void test_filter(const char *what, const struct tcpst_wanted *wanted,
			const char *expected)
{
	char text[TCPST_BESIDE_FILTER];
	struct bpf_program program;
	pcap_t *pcap = pcap_open_dead(DLT_LINUX_SLL2, 192);

	tcpst_beside_filter(text, wanted);
	check(strstr(text, expected) && !pcap_compile(pcap, &program, text, 1, 0), what);
	if (!strstr(text, expected))
		printf("# %s\n", text);
	pcap_close(pcap);
}

static void test_filters(void)
{
	struct tcpst_wanted wanted = { .crossed = false };
	struct tcps_filter *end = &wanted.end[1];

	test_filter("a filter of all segments compiles", &wanted, "(ip proto 6 or ip6");
	wanted.filter.ipv4 = true;
	test_filter("one of IPv4", &wanted, "(ip proto 6)");
	wanted.filter.ipv4 = false;
	wanted.filter.ipv6 = true;
	test_filter("one of IPv6", &wanted, "(ip6 proto 6 or");
	wanted.filter.ipv6 = false;
	end->n_ports = 1;
	end->ports[0] = (struct tcps_filter_port){ .min = 80, .max = 90 };
	test_filter("one of ports", &wanted, "and (tcp portrange 80-90 or");
	end->n_addrs = 2;
	end->addrs[0] = (struct tcps_filter_addr){ .addr = { 10, 1, 255, 1 }, .prefix = 17 };
	end->addrs[1] = (struct tcps_filter_addr){ .ipv6 = true, .addr = { 0xfd, 7 },
						   .prefix = 128 };
	test_filter("one of prefixes", &wanted, "and (net 10.1.128.0/17 or net fd07::/128)");
}

int main(void)
{
	/* What was dropped is reported there. */
	if (!freopen("/dev/null", "w", stderr))
		return 1;
	/* Forwarded: captured as it comes in, and as it goes out. */
	capture(1, IN, 1, 0, 7, TCPS_FLAG_SYN);
	capture(2, OUT, 1, 0, 7, TCPS_FLAG_SYN);
	capture(10, IN, 1, 0, 8, 0);
	capture(11, OUT, 1, 0, 8, 0);
	capture(12, OUT ^ 1, 1, 1, 500, 0);
	capture(13, IN ^ 1, 1, 1, 500, 0);
	event(3, 1, 1, 7, TCPS_FLAG_SYN);
	follow("T1 S1>7 S1>8 S1<500 ", "each segment of a forwarded flow once, after its event");
	capture(1, IN, 2, 0, 7, 0);
	capture(2, IN, 1, 0, 7, 0);
	event(1, 1, 1, 6, TCPS_FLAG_SYN);
	follow("T1 S1>7 ", "no segments of flows that are not wanted");
	capture(1, IN, 1, 0, 7, 0);
	table = (struct tcpst_flow){ .id = 5, .ends = ends_of(1) };
	follow("S5>7 ", "segments of flows that are open already");

	/* An attempt beside a flow, and the segments of both. */
	capture(2000, IN, 1, 0, 900000, TCPS_FLAG_SYN);
	capture(2001, IN, 1, 0, 107, 0);
	capture(2002, IN, 1, 0, 900001, 0);
	event(1, 1, 1, 100, TCPS_FLAG_SYN);
	event(2000, 2, 1, 900000, TCPS_FLAG_SYN);
	follow("T1 T2 S2>900000 S1>107 S2>900001 ", "of two flows that of the segment's number");

	/* Its drop is an event, which shows it. */
	capture(5, IN, 1, 0, 8, 0);
	event(1, 1, 1, 7, TCPS_FLAG_SYN);
	*event(6, 1, 1, 8, 0) = (struct tcpst_event){
		.seqno = 2, .type = TCPST_NOTE, .time_ns = BEGIN + 6 * MS, .flow = 1,
		.ends = ends_of(1), .segment = true, .seq = 8, .len = 1, .dropped = true,
	};
	follow("T1 N1 ", "a segment that was dropped is not shown twice");

	/* After its end, and after a second in which its place saw nothing. */
	capture(10, IN, 1, 0, 8, 0);
	capture(3000, OUT, 1, 0, 9, 0);
	capture(4000, OUT, 1, 0, 10, 0);
	event(1, 1, 1, 7, TCPS_FLAG_SYN);
	*event(3500, 1, 1, 0, 0) = (struct tcpst_event){
		.seqno = 2, .type = TCPST_LIFE, .time_ns = BEGIN + 3500 * MS, .flow = 1,
		.ends = ends_of(1), .life = { .id = 1, .verdict.stop = BEGIN + 3500 * MS },
	};
	follow("T1 S1>8 S1>9 L1 ", "a route that changes, and none after its end");
	test_filters();
	return summary();
}
