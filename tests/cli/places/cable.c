// SPDX-License-Identifier: GPL-2.0
/*
 * cable LOG SEED DEVICE DEVICE FAULTS FAULTS: a bad cable between two hosts.
 *
 * A DEVICE is NETNS:NAME or NETNS:NAME:gro, a TAP device that is made in that network
 * namespace. FAULTS, first those of the way from the first device to the second, then
 * those of the way back, are loss=P,duplicate=P,inject=P,delay=MS,jitter=MS, any of
 * them. Whatever is jittered may be overtaken. Only TCP meets faults, and no segment
 * from or to port 7. Each segment lost, doubled or forged goes to LOG: a struct entry
 * and the packet, as it left. "ready" is printed when both devices are there; SIGTERM
 * ends it. Cables of one connection have SEEDs that differ by one.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <netinet/ip.h>
#include <netinet/ip6.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#define ETHERNET 14
#define FRAME_MAX 2048
#define QUIET_PORT 7

enum what { LOST = 'L', DUPLICATED = 'D', INJECTED = 'I' };

struct entry {
	uint64_t time_ns;	/* since the epoch */
	uint8_t back;		/* from the second device to the first */
	uint8_t what;
	uint16_t octets;	/* of the packet, which follows */
};

struct faults {
	double loss, duplicate, inject, delay, jitter;
};

struct frame {
	uint64_t due;
	uint64_t number;
	uint16_t octets;
	uint8_t back;
	uint8_t data[FRAME_MAX];
};

static struct frame **heap;
static size_t heap_n, heap_capacity;
static uint64_t frames;
static struct faults faults[2];
static int device[2];
static FILE *log_file;
static uint64_t random_state;
static uint16_t window_bit;	/* in which the window of what is forged differs */
static volatile sig_atomic_t stopped;

static void die(const char *what)
{
	perror(what);
	exit(1);
}

static uint64_t now(clockid_t clock)
{
	struct timespec time;

	clock_gettime(clock, &time);
	return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

static uint64_t random_next(void)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return random_state;
}

static bool chance(double p)
{
	return (double)(random_next() >> 11) / 9007199254740992.0 < p;
}

static bool before(const struct frame *one, const struct frame *other)
{
	return one->due != other->due ? one->due < other->due :
					one->number < other->number;
}

static void push(struct frame *frame)
{
	size_t at = heap_n++;

	if (heap_n > heap_capacity) {
		heap_capacity = 2 * heap_n;
		heap = realloc(heap, heap_capacity * sizeof(*heap));
		if (!heap)
			die("memory");
	}
	while (at && before(frame, heap[(at - 1) / 2])) {
		heap[at] = heap[(at - 1) / 2];
		at = (at - 1) / 2;
	}
	heap[at] = frame;
}

static struct frame *pop(void)
{
	struct frame *first = heap[0], *last = heap[--heap_n];
	size_t at = 0, child;

	while ((child = 2 * at + 1) < heap_n) {
		if (child + 1 < heap_n && before(heap[child + 1], heap[child]))
			child++;
		if (before(last, heap[child]))
			break;
		heap[at] = heap[child];
		at = child;
	}
	heap[at] = last;
	return first;
}

static void note(const struct frame *frame, enum what what)
{
	const struct entry entry = {
		.time_ns = now(CLOCK_REALTIME),
		.back = frame->back,
		.what = (uint8_t)what,
		.octets = frame->octets - ETHERNET,
	};

	if (fwrite(&entry, sizeof(entry), 1, log_file) != 1 ||
	    fwrite(frame->data + ETHERNET, entry.octets, 1, log_file) != 1)
		die("log");
}

/* Of a frame, its TCP header; NULL: something else, or to be left alone. */
static struct tcphdr *tcp_of(struct frame *frame)
{
	uint8_t *ip = frame->data + ETHERNET;
	struct tcphdr *tcp = NULL;

	if (frame->octets < ETHERNET + 40)
		return NULL;
	if (ip[0] >> 4 == 4 && frame->data[12] == 8 && ip[9] == IPPROTO_TCP)
		tcp = (void *)(ip + (ip[0] & 15) * 4);
	else if (ip[0] >> 4 == 6 && frame->data[12] == 0x86 &&
		 ip[6] == IPPROTO_TCP && frame->octets >= ETHERNET + 60)
		tcp = (void *)(ip + 40);
	if (tcp && (tcp->th_sport == htons(QUIET_PORT) ||
		    tcp->th_dport == htons(QUIET_PORT)))
		return NULL;
	return tcp;
}

static uint32_t sum(const void *data, size_t octets, uint32_t total)
{
	const uint8_t *at = data;
	size_t i;

	for (i = 0; i < octets; i++)
		total += (uint32_t)at[i] << (i % 2 ? 0 : 8);
	return total;
}

static uint16_t folded(uint32_t total)
{
	while (total >> 16)
		total = (total & 0xffff) + (total >> 16);
	return htons((uint16_t)~total);
}

static void send_later(struct frame *frame, uint64_t more_ns)
{
	const struct faults *fault = &faults[frame->back];
	double wait = fault->delay +
		      fault->jitter * (double)(random_next() >> 40) / 16777216;

	frame->due = now(CLOCK_MONOTONIC) + (uint64_t)(wait * 1e6) + more_ns;
	frame->number = frames++;
	push(frame);
}

static struct frame *copy(const struct frame *frame)
{
	struct frame *other = malloc(sizeof(*other));

	if (!other)
		die("memory");
	memcpy(other, frame, offsetof(struct frame, data) + frame->octets);
	return other;
}

/*
 * In the name of its sender, right behind it: a RST that ends it, a RST out of
 * window, a bare ACK, data out of window. With another TTL and without options.
 */
static void forge(const struct frame *frame)
{
	static unsigned int kind;
	struct frame *forged = copy(frame);
	uint8_t *ip = forged->data + ETHERNET;
	bool v6 = ip[0] >> 4 == 6;
	uint16_t header = v6 ? 40 : (ip[0] & 15) * 4;
	struct tcphdr *tcp = (void *)(ip + header);
	uint16_t octets = v6 ? (uint16_t)(ip[4] << 8 | ip[5]) + 40 :
			       (uint16_t)(ip[2] << 8 | ip[3]);
	uint32_t next = ntohl(tcp->th_seq) + octets - header - tcp->th_off * 4U +
			!!(tcp->th_flags & TH_FIN);
	uint16_t payload = 0, segment;

	kind = (kind + 1) % 4;
	switch (kind) {
	case 0:
		tcp->th_flags = TH_RST | TH_ACK;
		break;
	case 1:
		tcp->th_flags = TH_RST;
		tcp->th_ack = 0;
		next += 5000;
		break;
	case 2:
		tcp->th_flags = TH_ACK;
		break;
	default:
		tcp->th_flags = TH_ACK | TH_PUSH;
		payload = 100;
		next += 0x20000000;
	}
	/* Else it could be a copy of a bare ACK, or of what the other cable forged. */
	tcp->th_win ^= htons(window_bit);
	tcp->th_seq = htonl(next);
	tcp->th_off = 5;
	tcp->th_sum = 0;
	memset(tcp + 1, 'x', payload);
	segment = sizeof(*tcp) + payload;
	if (v6) {
		ip[4] = segment >> 8;
		ip[5] = (uint8_t)segment;
		ip[7] = 201;
		tcp->th_sum = folded(sum(tcp, segment, sum(ip + 8, 32,
					 IPPROTO_TCP + segment)));
	} else {
		ip[2] = (header + segment) >> 8;
		ip[3] = (uint8_t)(header + segment);
		ip[4] = (uint8_t)random_next() | 1;
		ip[5] = (uint8_t)random_next();
		ip[8] = 201;
		ip[10] = ip[11] = 0;
		memcpy(ip + 10, &(uint16_t){ folded(sum(ip, header, 0)) }, 2);
		tcp->th_sum = folded(sum(tcp, segment, sum(ip + 12, 8,
					 IPPROTO_TCP + segment)));
	}
	forged->octets = ETHERNET + header + segment;
	note(forged, INJECTED);
	send_later(forged, 200000);
}

static void take(struct frame *frame)
{
	const struct faults *fault = &faults[frame->back];
	const struct tcphdr *tcp = tcp_of(frame);

	if (!tcp) {
		send_later(frame, 0);
		return;
	}
	if (chance(fault->loss)) {
		note(frame, LOST);
		free(frame);
		return;
	}
	if (!(tcp->th_flags & (TH_SYN | TH_RST)) && chance(fault->inject))
		forge(frame);
	if (chance(fault->duplicate)) {
		note(frame, DUPLICATED);
		send_later(copy(frame), 50000);
	}
	send_later(frame, 0);
}

/* Return: whether there was one. */
static bool read_frame(unsigned int back)
{
	struct frame *frame = malloc(sizeof(*frame));
	ssize_t octets;

	if (!frame)
		die("memory");
	octets = read(device[back], frame->data, sizeof(frame->data));
	if (octets < ETHERNET) {
		free(frame);
		if (octets < 0 && errno != EAGAIN && errno != EINTR)
			die("read");
		return false;
	}
	frame->octets = (uint16_t)octets;
	frame->back = (uint8_t)back;
	take(frame);
	return true;
}

static void deliver(void)
{
	while (heap_n && heap[0]->due <= now(CLOCK_MONOTONIC)) {
		struct frame *frame = pop();

		/* The device is gone or down: the end. */
		if (write(device[!frame->back], frame->data, frame->octets) < 0 &&
		    errno != EIO)
			die("write");
		free(frame);
	}
}

static int make_device(char *where)
{
	const char *netns = strsep(&where, ":"), *name = strsep(&where, ":");
	struct ifreq request = { .ifr_flags = IFF_TAP | IFF_NO_PI };
	char path[64];
	int fd;

	if (where)	/* segments are put together only in NAPI's way */
		request.ifr_flags |= IFF_NAPI;
	snprintf(path, sizeof(path), "/run/netns/%s", netns);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || setns(fd, CLONE_NEWNET))
		die(path);
	close(fd);
	fd = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
	snprintf(request.ifr_name, sizeof(request.ifr_name), "%s", name);
	if (fd < 0 || ioctl(fd, TUNSETIFF, &request))
		die("/dev/net/tun");
	return fd;
}

static struct faults read_faults(char *text)
{
	struct faults fault = { 0 };
	static const struct {
		const char *name;
		size_t offset;
	} members[] = {
		{ "loss", offsetof(struct faults, loss) },
		{ "duplicate", offsetof(struct faults, duplicate) },
		{ "inject", offsetof(struct faults, inject) },
		{ "delay", offsetof(struct faults, delay) },
		{ "jitter", offsetof(struct faults, jitter) },
	};
	char *word;

	while ((word = strsep(&text, ","))) {
		const char *name = strsep(&word, "=");
		size_t i;

		for (i = 0; i < sizeof(members) / sizeof(members[0]); i++)
			if (word && !strcmp(name, members[i].name))
				*(double *)((char *)&fault + members[i].offset) =
					atof(word);
	}
	return fault;
}

static void stop(int number)
{
	(void)number;
	stopped = 1;
}

int main(int argc, char **argv)
{
	struct pollfd polled[2];
	unsigned int i;

	if (argc != 7) {
		fprintf(stderr, "usage: cable LOG SEED DEVICE DEVICE FAULTS FAULTS\n");
		return 2;
	}
	log_file = fopen(argv[1], "w");
	if (!log_file)
		die(argv[1]);
	random_state = strtoull(argv[2], NULL, 10);
	window_bit = (uint16_t)(1 << random_state % 2);
	random_state = random_state * 0x9e3779b97f4a7c15ULL | 1;
	for (i = 0; i < 2; i++) {
		device[i] = make_device(argv[3 + i]);
		faults[i] = read_faults(argv[5 + i]);
		polled[i] = (struct pollfd){ .fd = device[i], .events = POLLIN };
	}
	signal(SIGTERM, stop);
	puts("ready");
	fflush(stdout);
	while (!stopped) {
		uint64_t time = now(CLOCK_MONOTONIC), wait = 1000000000;
		struct timespec timeout;

		if (heap_n)
			wait = heap[0]->due > time ? heap[0]->due - time : 0;
		if (wait > 1000000000)
			wait = 1000000000;
		timeout = (struct timespec){ .tv_nsec = (long)wait };
		if (wait == 1000000000)
			timeout = (struct timespec){ .tv_sec = 1 };
		if (ppoll(polled, 2, &timeout, NULL) < 0 && errno != EINTR)
			die("poll");
		for (i = 0; i < 2; i++)
			while (read_frame(i))
				deliver();
		deliver();
	}
	return fclose(log_file) ? 1 : 0;
}
