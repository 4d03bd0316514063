// SPDX-License-Identifier: GPL-2.0
/*
 * module_stub.so stands in for the module: a command that is run with it in LD_PRELOAD
 * finds a table of $STUB_FLOWS established connections, IPv4, without accounting, in no
 * order, as the module would send them. So what the command costs can be measured, by
 * itself and without a kernel of its own. When the command ends, this writes to
 * $STUB_FIGURES how many nanoseconds of the processor it took and its peak memory in KiB.
 */
#include <libmnl/libmnl.h>
#include <linux/genetlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "../../module/uapi/tcpstates.h"

#define FAMILY 0x20
#define SECOND 1000000000ULL
#define ESTABLISHED 4
/* mss=1460,wscale=7,sack,ts, by the bits of module/core/options.h */
#define OPTIONS (0xf8000000 | 7 << 16 | 1460)
#define START (1790000000 * SECOND)

/* Values of a flow, at their places in the message. */
static struct {
	uint64_t *id, *start, *made, *answered, *bytes[2], *seen, *heard[2], *expires;
	uint64_t *sent, *listened, *received, *opened[2];
	uint32_t *addr[2], *iss[2];
	uint16_t *port[2];
} at;

static struct mnl_socket *const sock = (void *)&at;
static char message[4096] __attribute__((aligned(8)));
static uint32_t seq;
static uint16_t type;
static unsigned long flows, sent;
static uint64_t now, random_state = 88172645463325252ULL;

static uint64_t random_below(uint64_t limit)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return random_state % limit;
}

static void *place(struct nlmsghdr *nlh)
{
	return (char *)mnl_nlmsg_get_payload_tail(nlh) + MNL_ATTR_HDRLEN;
}

static uint64_t *put_u64(struct nlmsghdr *nlh, uint16_t attr)
{
	uint64_t *to = place(nlh);

	mnl_attr_put_u64(nlh, attr, 0);
	return to;
}

static uint32_t *put_u32(struct nlmsghdr *nlh, uint16_t attr, uint32_t value)
{
	uint32_t *to = place(nlh);

	mnl_attr_put_u32(nlh, attr, value);
	return to;
}

static uint16_t *put_port(struct nlmsghdr *nlh, uint16_t attr)
{
	uint16_t *to = place(nlh);

	mnl_attr_put_u16(nlh, attr, 0);
	return to;
}

static void put_u8s(struct nlmsghdr *nlh, const uint8_t pairs[][2], size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		mnl_attr_put_u8(nlh, pairs[i][0], pairs[i][1]);
}

static void put_times(struct nlmsghdr *nlh)
{
	struct nlattr *nest;

	nest = mnl_attr_nest_start(nlh, TCPSTATES_A_FLOW_INITIATOR_STATE_NS);
	at.sent = put_u64(nlh, TCPSTATES_A_STATE_NS_SYN_SENT);
	at.opened[0] = put_u64(nlh, TCPSTATES_A_STATE_NS_ESTABLISHED);
	mnl_attr_nest_end(nlh, nest);
	nest = mnl_attr_nest_start(nlh, TCPSTATES_A_FLOW_RESPONDER_STATE_NS);
	at.listened = put_u64(nlh, TCPSTATES_A_STATE_NS_LISTEN);
	at.received = put_u64(nlh, TCPSTATES_A_STATE_NS_SYN_RECEIVED);
	at.opened[1] = put_u64(nlh, TCPSTATES_A_STATE_NS_ESTABLISHED);
	mnl_attr_nest_end(nlh, nest);
}

/* The attributes in the order of module/encode_flow.c, as far as that matters. */
static void make_message(void)
{
	static const uint8_t small[][2] = {
		{ TCPSTATES_A_FLOW_INITIATOR_STATE, ESTABLISHED },
		{ TCPSTATES_A_FLOW_RESPONDER_STATE, ESTABLISHED },
		{ TCPSTATES_A_FLOW_END, 0 }, { TCPSTATES_A_FLOW_CLOSED_FIRST, 2 },
		{ TCPSTATES_A_FLOW_RESET_BY, 2 }, { TCPSTATES_A_FLOW_SYN_REPEATS, 0 },
		{ TCPSTATES_A_FLOW_SYN_ACK_REPEATS, 0 },
		{ TCPSTATES_A_FLOW_INITIATOR_FIN_REPEATS, 0 },
		{ TCPSTATES_A_FLOW_RESPONDER_FIN_REPEATS, 0 },
		{ TCPSTATES_A_FLOW_ZEEK, 1 }, { TCPSTATES_A_FLOW_INITIATOR_PROVEN, 0x1f },
		{ TCPSTATES_A_FLOW_RESPONDER_PROVEN, 0x1f }, { TCPSTATES_A_FLOW_CLASS, 1 },
	};
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(message);
	int role;

	mnl_nlmsg_put_extra_header(nlh, sizeof(struct genlmsghdr));
	at.id = put_u64(nlh, TCPSTATES_A_FLOW_ID);
	for (role = 0; role < 2; role++) {
		at.addr[role] = put_u32(nlh, role ? TCPSTATES_A_FLOW_RESPONDER_ADDR :
					TCPSTATES_A_FLOW_INITIATOR_ADDR, 0);
		at.port[role] = put_port(nlh, role ? TCPSTATES_A_FLOW_RESPONDER_PORT :
					 TCPSTATES_A_FLOW_INITIATOR_PORT);
		at.iss[role] = put_u32(nlh, role ? TCPSTATES_A_FLOW_RESPONDER_ISS :
				       TCPSTATES_A_FLOW_INITIATOR_ISS, 0);
		at.heard[role] = put_u64(nlh, TCPSTATES_A_FLOW_INITIATOR_HEARD_NS + role);
		at.bytes[role] = put_u64(nlh, role ? TCPSTATES_A_FLOW_RESPONDER_BYTES :
					 TCPSTATES_A_FLOW_INITIATOR_BYTES);
		put_u32(nlh, TCPSTATES_A_FLOW_INITIATOR_OPTIONS + role, OPTIONS);
	}
	put_u32(nlh, TCPSTATES_A_FLOW_FLAGS, TCPSTATES_FLOW_FLAGS_ROLES_KNOWN);
	at.start = put_u64(nlh, TCPSTATES_A_FLOW_START_NS);
	put_u8s(nlh, small, sizeof(small) / sizeof(small[0]));
	at.made = put_u64(nlh, TCPSTATES_A_FLOW_SYN_TO_SYN_ACK_NS);
	at.answered = put_u64(nlh, TCPSTATES_A_FLOW_SYN_ACK_TO_ACK_NS);
	put_times(nlh);
	at.expires = put_u64(nlh, TCPSTATES_A_FLOW_EXPIRES_MS);
	at.seen = put_u64(nlh, TCPSTATES_A_FLOW_SEEN_NS);
}

/* Times of day, idle times and round-trip times as on a busy gateway. */
static void set_times(void)
{
	uint64_t age = 1 + random_below(3600 * SECOND), idle = random_below(age);
	int role;

	now += 500;
	*at.start = now - age;
	*at.made = random_below(100000000);
	*at.answered = random_below(10000000);
	*at.sent = *at.made + *at.answered;
	*at.listened = *at.made;
	*at.received = *at.answered;
	*at.opened[0] = age - *at.sent;
	*at.opened[1] = age - *at.sent;
	*at.seen = now - idle;
	*at.expires = 432000000 - idle / 1000000;
	for (role = 0; role < 2; role++) {
		*at.heard[role] = *at.seen & ~0xffffffULL;
		*at.bytes[role] = random_below(1 << random_below(30));
	}
}

static void set_flow(unsigned long i)
{
	int role;

	*at.id = 1 + i * 2654435761UL % flows;
	for (role = 0; role < 2; role++) {
		*at.addr[role] = (uint32_t)random_below(1ULL << 32);
		*at.iss[role] = (uint32_t)random_below(1ULL << 32);
		*at.port[role] = role ? 443 << 8 | 443 >> 8 : (uint16_t)random_below(65536);
	}
	set_times();
}

static struct nlmsghdr *finish(struct nlmsghdr *nlh, uint16_t what, uint16_t flags)
{
	nlh->nlmsg_type = what;
	nlh->nlmsg_flags = flags;
	nlh->nlmsg_seq = seq;
	return nlh;
}

static size_t put_done(char *to)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(to);

	*(int *)mnl_nlmsg_put_extra_header(nlh, sizeof(int)) = 0;
	return finish(nlh, type == GENL_ID_CTRL ? NLMSG_ERROR : NLMSG_DONE, 0)->nlmsg_len;
}

static size_t put_family(char *to)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(to);
	struct nlmsgerr *end;
	size_t length;

	mnl_nlmsg_put_extra_header(nlh, sizeof(struct genlmsghdr));
	mnl_attr_put_u16(nlh, CTRL_ATTR_FAMILY_ID, FAMILY);
	mnl_attr_put_u32(nlh, CTRL_ATTR_VERSION, TCPSTATES_FAMILY_VERSION);
	length = MNL_ALIGN(finish(nlh, GENL_ID_CTRL, 0)->nlmsg_len);
	nlh = mnl_nlmsg_put_header(to + length);
	end = mnl_nlmsg_put_extra_header(nlh, sizeof(*end));
	memset(end, 0, sizeof(*end));
	return length + finish(nlh, NLMSG_ERROR, 0)->nlmsg_len;
}

struct mnl_socket *mnl_socket_open(int bus)
{
	(void)bus;
	flows = strtoul(getenv("STUB_FLOWS"), NULL, 10);
	now = START;
	make_message();
	return sock;
}

struct mnl_socket *mnl_socket_open2(int bus, int flags)
{
	(void)flags;
	return mnl_socket_open(bus);
}

int mnl_socket_bind(struct mnl_socket *nl, unsigned int groups, pid_t pid)
{
	(void)nl;
	(void)groups;
	(void)pid;
	return 0;
}

int mnl_socket_setsockopt(const struct mnl_socket *nl, int option, void *buf, socklen_t len)
{
	(void)nl;
	(void)option;
	(void)buf;
	(void)len;
	return 0;
}

unsigned int mnl_socket_get_portid(const struct mnl_socket *nl)
{
	(void)nl;
	return 0;
}

int mnl_socket_close(struct mnl_socket *nl)
{
	(void)nl;
	return 0;
}

ssize_t mnl_socket_sendto(const struct mnl_socket *nl, const void *req, size_t siz)
{
	(void)nl;
	seq = ((const struct nlmsghdr *)req)->nlmsg_seq;
	type = ((const struct nlmsghdr *)req)->nlmsg_type;
	sent = 0;
	return (ssize_t)siz;
}

/* The kernel sends a dump in messages of at most 32 KiB. */
ssize_t mnl_socket_recvfrom(const struct mnl_socket *nl, void *buf, size_t size)
{
	struct nlmsghdr *nlh = finish((struct nlmsghdr *)message, FAMILY, NLM_F_MULTI);
	size_t length = 0;

	(void)nl;
	if (type == GENL_ID_CTRL)
		return (ssize_t)put_family(buf);
	size = size < 32768 ? size : 32768;
	for (; sent < flows && length + MNL_ALIGN(nlh->nlmsg_len) <= size; sent++) {
		set_flow(sent);
		memcpy((char *)buf + length, message, nlh->nlmsg_len);
		length += MNL_ALIGN(nlh->nlmsg_len);
	}
	return (ssize_t)(length ? length : put_done(buf));
}

static void __attribute__((destructor)) report(void)
{
	const char *path = getenv("STUB_FIGURES");
	struct rusage usage;
	struct timespec cpu;
	FILE *file = path ? fopen(path, "w") : NULL;

	if (!file)
		return;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &cpu);
	getrusage(RUSAGE_SELF, &usage);
	fprintf(file, "%llu %ld\n", cpu.tv_sec * SECOND + cpu.tv_nsec, usage.ru_maxrss);
	fclose(file);
}
