// SPDX-License-Identifier: GPL-2.0
/*
 * The headers of all segments that pass the interfaces of a network namespace: libpcap on
 * "any". The payload is not copied out of the kernel, but for what follows short headers.
 */
#include "source/capture/tap.h"

#include <pcap/pcap.h>
#include <pcap/sll.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "source/capture/link.h"
#include "source/capture/span.h"

/* The header of SLL2, IPv6 with some extension headers, and the longest TCP header. */
#define SNAPLEN 192
#define BUFFER_OCTETS (16 * 1024 * 1024)
/* Packets that are read at once, so that reading ends even if more arrive meanwhile. */
#define READ_MAX 65536

/**
 * struct tcpst_tap - interfaces being captured on
 * @pcap:   the capture
 * @link:   its link type
 * @tapped: the present segment
 * @take:   takes it; @arg: passed to @take
 */
struct tcpst_tap {
	pcap_t *pcap;
	const struct tcpst_link *link;
	struct tcpst_tapped tapped;
	void (*take)(const struct tcpst_tapped *tapped, void *arg);
	void *arg;
};

static int fail(struct tcpst_tap *tap, int status, char *error)
{
	const char *why = status == PCAP_ERROR_PERM_DENIED ? "CAP_NET_RAW is required" :
			  status == PCAP_ERROR ? pcap_geterr(tap->pcap) :
						 pcap_statustostr(status);

	snprintf(error, TCPST_TAP_ERROR, "cannot capture segments: %s", why);
	return -1;
}

static int configure(pcap_t *pcap)
{
	int status = pcap_set_tstamp_precision(pcap, PCAP_TSTAMP_PRECISION_NANO);

	if (!status)
		status = pcap_set_snaplen(pcap, SNAPLEN);
	if (!status)
		status = pcap_set_immediate_mode(pcap, 1);
	return status ? status : pcap_set_buffer_size(pcap, BUFFER_OCTETS);
}

/* Choose the link type that names the interface, and let only wanted packets through. */
static int choose(pcap_t *pcap, const char *filter)
{
	struct bpf_program program;
	int status = pcap_set_datalink(pcap, DLT_LINUX_SLL2);

	if (!status)
		status = pcap_compile(pcap, &program, filter, 1, PCAP_NETMASK_UNKNOWN);
	if (status)
		return PCAP_ERROR;
	status = pcap_setfilter(pcap, &program);
	pcap_freecode(&program);
	return status;
}

/**
 * tcpst_tap_open() - begin to capture on all interfaces of the network namespace
 * @tapp:   set; NULL on an error
 * @filter: which packets, in the syntax of pcap-filter(7)
 * @error:  filled in on an error
 *
 * Return: 0 or -1.
 */
int tcpst_tap_open(struct tcpst_tap **tapp, const char *filter,
		   char error[TCPST_TAP_ERROR])
{
	struct tcpst_tap *tap = tcpst_alloc(1, sizeof(*tap));
	char why[PCAP_ERRBUF_SIZE] = "";
	int status;

	*tapp = NULL;
	tap->link = tcpst_link_find(DLT_LINUX_SLL2);
	tap->pcap = pcap_create("any", why);
	if (!tap->pcap) {
		snprintf(error, TCPST_TAP_ERROR, "cannot capture segments: %s", why);
		free(tap);
		return -1;
	}
	status = configure(tap->pcap);
	if (!status)
		status = pcap_activate(tap->pcap);
	if (status >= 0)
		status = choose(tap->pcap, filter);
	if (!status)
		status = pcap_setnonblock(tap->pcap, 1, why);
	if (status) {
		status = fail(tap, status, error);
		tcpst_tap_close(tap);
		return status;
	}
	*tapp = tap;
	return 0;
}

/* Interface and direction, from a header of SLL2; never 0. */
static u64 place_of(const u8 *sll)
{
	u64 iface = tcpst_get32(sll + offsetof(struct sll2_header, sll2_if_index));
	u8 type = sll[offsetof(struct sll2_header, sll2_pkttype)];

	return iface << 1 | (type == LINUX_SLL_OUTGOING);
}

/* With nanoseconds, @tv_usec holds these. */
static void take_packet(u_char *arg, const struct pcap_pkthdr *head, const u_char *octets)
{
	static const struct tcpst_decode how = { .verify = false };
	struct tcpst_tap *tap = (struct tcpst_tap *)arg;
	struct tcpst_tapped *tapped = &tap->tapped;

	if (tcpst_link_decode(tap->link, octets, head->caplen, head->len, &how,
			      &tapped->packet) != TCPST_LINK_SEGMENT)
		return;
	tapped->time_ns = (u64)head->ts.tv_sec * 1000000000 + (u64)head->ts.tv_usec;
	tapped->place = place_of(octets);
	tcpst_header_take(&tapped->header, &tapped->packet);
	tap->take(tapped, tap->arg);
}

/**
 * tcpst_tap_read() - read the segments captured so far
 * @tap:  the tap
 * @take: called for each
 * @arg:  passed to @take
 */
void tcpst_tap_read(struct tcpst_tap *tap,
		    void (*take)(const struct tcpst_tapped *tapped, void *arg),
		    void *arg)
{
	tap->take = take;
	tap->arg = arg;
	pcap_dispatch(tap->pcap, READ_MAX, take_packet, (u_char *)tap);
}

/** tcpst_tap_dropped() - number of packets dropped because the buffer was full */
u64 tcpst_tap_dropped(struct tcpst_tap *tap)
{
	struct pcap_stat stat = { 0 };

	return pcap_stats(tap->pcap, &stat) ? 0 : stat.ps_drop;
}

/** tcpst_tap_close() - stop capturing; NULL is allowed */
void tcpst_tap_close(struct tcpst_tap *tap)
{
	if (!tap)
		return;
	pcap_close(tap->pcap);
	free(tap);
}
