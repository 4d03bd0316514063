// SPDX-License-Identifier: GPL-2.0
/*
 * requests COUNT SEED: requests to the netlink family, made from its specification
 * (spec.py): valid ones, and most with one or a few faults: a value out of range, a wrong
 * length, wrongly nested, repeated, unknown, truncated. A third each by root, by nobody,
 * and by nobody in a user namespace with its own network namespace, with members of the
 * multicast groups that never read.
 *
 * Fails if a request is not answered at all, if less than an eighth of those of root
 * or of the owner of a namespace are accepted, if none is refused, if a group cannot be
 * joined, or if a request of nobody is accepted.
 */
#define _GNU_SOURCE
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

/*
 * An attribute by the specification: octets of a number (0: not a number), the set of
 * attributes nested in it (-1: none), and the maximum number or length (0: any).
 */
struct attribute {
	int size;
	int inner;
	uint32_t most;
};

struct set {
	unsigned int n;
	const struct attribute *attributes;
};

/* The number and the set of a command, and bits of its attributes in requests: do, dump. */
struct command {
	int number;
	int set;
	uint64_t asked[2];
};

#include "spec.h"

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

#define NOBODY 65534
#define DEEPEST 4
/* `inner` of padding attributes, which carry no data. */
#define PADDING (-2)
#define MOST 16000

/* The number of the family. */
static uint16_t family;
static uint32_t groups[8];
static unsigned int n_groups;

static uint64_t state;
static uint32_t number;

static uint32_t random_below(uint32_t n)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return ((state >> 32) * n) >> 32;
}

static int opened(void)
{
	/* For an answer that never comes. */
	struct timeval limit = { .tv_sec = 300 };
	struct sockaddr_nl any = { .nl_family = AF_NETLINK };
	int fd = socket(AF_NETLINK, SOCK_RAW, NETLINK_GENERIC);

	if (fd < 0 || bind(fd, (struct sockaddr *)&any, sizeof(any)) ||
	    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit)))
		err(1, "netlink socket");
	return fd;
}

static void send_message(int fd, uint16_t type, uint16_t flags,
			 const void *body, size_t len)
{
	static char message[MOST + 1024];
	struct nlmsghdr *header = (struct nlmsghdr *)message;

	header->nlmsg_len = NLMSG_HDRLEN + len;
	header->nlmsg_type = type;
	header->nlmsg_flags = flags;
	header->nlmsg_seq = ++number;
	header->nlmsg_pid = 0;
	memcpy(message + NLMSG_HDRLEN, body, len);
	if (send(fd, message, header->nlmsg_len, 0) < 0)
		err(1, "send");
}

/* Find attribute @wanted in @data. */
static const struct nlattr *find(const void *data, int len, int wanted)
{
	const struct nlattr *attr = data;

	while (len >= NLA_HDRLEN && attr->nla_len >= NLA_HDRLEN &&
	       attr->nla_len <= len) {
		if ((attr->nla_type & NLA_TYPE_MASK) == wanted)
			return attr;
		len -= NLA_ALIGN(attr->nla_len);
		attr = (const void *)((const char *)attr +
				      NLA_ALIGN(attr->nla_len));
	}
	return NULL;
}

static const void *payload(const struct nlattr *attr)
{
	return (const char *)attr + NLA_HDRLEN;
}

static void read_groups(const struct nlattr *all)
{
	const char *at = payload(all), *end = (const char *)all + all->nla_len;

	while (at + NLA_HDRLEN < end) {
		const struct nlattr *one = (const void *)at, *id;

		id = find(payload(one), one->nla_len - NLA_HDRLEN,
			  CTRL_ATTR_MCAST_GRP_ID);
		if (id && n_groups < ARRAY_SIZE(groups))
			memcpy(&groups[n_groups++], payload(id), 4);
		at += NLA_ALIGN(one->nla_len);
	}
}

static void find_family(void)
{
	struct {
		struct genlmsghdr header;
		struct nlattr attr;
		char name[32];
	} body = {
		.header = { .cmd = CTRL_CMD_GETFAMILY, .version = 2 },
		.attr = { .nla_len = NLA_HDRLEN + sizeof(FAMILY),
			  .nla_type = CTRL_ATTR_FAMILY_NAME },
		.name = FAMILY,
	};
	static char reply[8192];
	const struct nlattr *attr;
	const void *attrs = reply + NLMSG_HDRLEN + GENL_HDRLEN;
	int fd = opened(), len;

	send_message(fd, GENL_ID_CTRL, NLM_F_REQUEST, &body, sizeof(body));
	len = recv(fd, reply, sizeof(reply), 0) - NLMSG_HDRLEN - GENL_HDRLEN;
	close(fd);
	attr = len > 0 ? find(attrs, len, CTRL_ATTR_FAMILY_ID) : NULL;
	if (!attr)
		errx(1, "there is no family %s", FAMILY);
	memcpy(&family, payload(attr), sizeof(family));
	attr = find(attrs, len, CTRL_ATTR_MCAST_GROUPS);
	if (attr)
		read_groups(attr);
}

/* --- requests ------------------------------------------------------------ */

/* Faults still to be put into the message. */
static int faults;

/* Make a fault here? At random, while any are left. */
static int fault(void)
{
	if (!faults || random_below(10))
		return 0;
	faults--;
	return 1;
}

static void random_octets(char *to, int n)
{
	while (n--)
		*to++ = random_below(256);
}

static int body_of(int set, uint64_t asked, char *to, int space, int depth);

/*
 * A number within its bounds. If these are not known: for one octet, 2 or 10, which are
 * families and short prefixes; for more octets, larger the later it is in its set.
 */
static void number_of(const struct attribute *attribute, unsigned int index,
		      char *to)
{
	uint64_t value = 1 + index * 1000 + random_below(1000);

	if (attribute->most)
		value = random_below(attribute->most + 1);
	else if (attribute->size == 1)
		value = random_below(2) ? 2 : 10;
	memcpy(to, &value, attribute->size);
}

static int text_of(const struct attribute *attribute, char *to)
{
	static const int lengths[] = { 4, 16 };
	int len = lengths[random_below(ARRAY_SIZE(lengths))];

	if (attribute->most && len > (int)attribute->most)
		len = attribute->most;
	memset(to, 'a', len);
	to[len - 1] = 0;
	return len;
}

/* A valid value, or one with a fault. */
static int value_of(const struct attribute *attribute, unsigned int index,
		    char *to, int space, int depth)
{
	static const int lengths[] = { 0, 1, 2, 3, 4, 5, 7, 8, 15, 16, 17, 255 };
	int len = attribute->size;

	if (fault()) {
		len = lengths[random_below(ARRAY_SIZE(lengths))];
		random_octets(to, len);
	} else if (attribute->inner >= 0 && depth < DEEPEST) {
		/* Sometimes nested in itself. */
		len = body_of(fault() ? (int)random_below(ARRAY_SIZE(sets)) :
					attribute->inner, ~0ULL, to, space,
			      depth + 1);
	} else if (len) {
		number_of(attribute, index, to);
	} else {
		len = text_of(attribute, to);
	}
	if (fault())
		memset(to, random_below(2) ? 0xff : 0, len);
	else if (fault())
		random_octets(to, len);
	return len;
}

/*
 * One attribute of @set to @to.
 *
 * Return: its length.
 */
static int attribute_to(int set, unsigned int index, char *to, int space,
			int depth)
{
	const struct attribute *attribute = &sets[set].attributes[index];
	struct nlattr *attr = (struct nlattr *)to;
	int whole, len, copies;

	attr->nla_type = fault() ? random_below(1 << 14) : index + 1;
	if (fault() ? attribute->inner < 0 : attribute->inner >= 0)
		attr->nla_type |= NLA_F_NESTED;
	attr->nla_len = NLA_HDRLEN + value_of(attribute, index, to + NLA_HDRLEN,
					      space / 2 - NLA_HDRLEN, depth);
	len = NLA_ALIGN(attr->nla_len);
	/* A length that does not match the data. */
	if (fault())
		attr->nla_len = random_below(65536);
	whole = len;
	for (copies = fault() ? 1 + random_below(40) : 0;
	     copies && space - len > whole; copies--) {
		memcpy(to + len, attr, whole);
		len += whole;
	}
	return len;
}

/* All or some attributes of @asked; all of those nested twice. */
static int body_of(int set, uint64_t asked, char *to, int space, int depth)
{
	int len = 0, all = depth > 1 || random_below(2);
	unsigned int index;

	for (index = 0; index < sets[set].n && space - len > 1024; index++) {
		int part = (asked >> index & 1) &&
			   sets[set].attributes[index].inner != PADDING;

		if (fault())
			part = !part;
		else if (part)
			part = all || !random_below(3);
		if (part)
			len += attribute_to(set, index, to + len, space - len, depth);
	}
	return len;
}

static void ask(int fd)
{
	static const int how_many[] = { 0, 0, 1, 1, 1, 1, 2, 8 };
	static char body[MOST];
	struct genlmsghdr *header = (struct genlmsghdr *)body;
	unsigned int command = random_below(ARRAY_SIZE(commands));
	int dump = commands[command].asked[1] && random_below(4), len;
	uint16_t flags = NLM_F_REQUEST | NLM_F_ACK;

	faults = how_many[random_below(ARRAY_SIZE(how_many))];
	flags |= fault() ? random_below(4096) << 4 : dump ? NLM_F_DUMP : 0;
	header->cmd = fault() ? (int)random_below(256) : commands[command].number;
	header->version = fault() ? random_below(256) : 1;
	header->reserved = fault() ? random_below(65536) : 0;
	len = GENL_HDRLEN + body_of(commands[command].set,
				    commands[command].asked[dump],
				    body + GENL_HDRLEN,
				    sizeof(body) - GENL_HDRLEN, 0);
	if (fault())
		len = random_below(len + 1);
	send_message(fd, family, flags, body, len);
}

/* --- answers -------------------------------------------------------------- */

/* Results of the requests of one user. */
struct tally {
	unsigned long asked;
	unsigned long taken;
	unsigned long refused;
	unsigned long replies;
	unsigned int joined;
};

/* The part of an answer in one read. */
struct answer {
	int dumping;
	int at_end;
};

static void take(const struct nlmsghdr *header, struct answer *answer,
		 struct tally *tally)
{
	const struct nlmsgerr *error = NLMSG_DATA(header);

	if (header->nlmsg_type == NLMSG_DONE) {
		answer->dumping = 0;
		tally->taken++;
	} else if (header->nlmsg_type == NLMSG_ERROR) {
		if (header->nlmsg_seq == number)
			answer->at_end = 1;
		else if (error->error)
			tally->refused++;
		else
			tally->taken++;
	} else if (header->nlmsg_type == family) {
		answer->dumping = !!(header->nlmsg_flags & NLM_F_MULTI);
		tally->replies++;
	}
}

/*
 * Read up to the acknowledgement of a no-op message sent after the request, and to the end
 * of a dump.
 */
static void answer_to(int fd, struct tally *tally)
{
	static char buffer[1 << 17];
	struct answer answer = {};

	send_message(fd, NLMSG_NOOP, NLM_F_REQUEST | NLM_F_ACK, "", 0);
	while (!answer.at_end || answer.dumping) {
		int len = recv(fd, buffer, sizeof(buffer), 0);
		struct nlmsghdr *header = (struct nlmsghdr *)buffer;

		if (len < 0)
			err(1, "request %lu is not answered", tally->asked);
		for (; NLMSG_OK(header, (unsigned int)len);
		     header = NLMSG_NEXT(header, len))
			take(header, &answer, tally);
	}
}

/* Members of the groups, which never read. */
static void join(struct tally *tally)
{
	unsigned int i;

	for (i = 0; i < n_groups; i++)
		if (!setsockopt(opened(), SOL_NETLINK, NETLINK_ADD_MEMBERSHIP,
				&groups[i], sizeof(groups[i])))
			tally->joined++;
}

static void ask_all(unsigned long n, struct tally *tally)
{
	int fd = opened();

	join(tally);
	while (tally->asked++ < n) {
		ask(fd);
		/* Sometimes in the middle of a dump. */
		if (!random_below(32)) {
			close(fd);
			fd = opened();
			continue;
		}
		answer_to(fd, tally);
		if (tally->asked % 10000 == 0) {
			printf("requests: %lu of %lu\n", tally->asked, n);
			fflush(stdout);
		}
	}
}

/* --- users ---------------------------------------------------------------- */

static void become_nobody(void)
{
	/* Dumpable: it owns /proc/self, as a process started by nobody does. */
	if (setgid(NOBODY) || setuid(NOBODY) || prctl(PR_SET_DUMPABLE, 1))
		err(1, "nobody");
}

static void write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY);

	if (fd < 0 || write(fd, text, strlen(text)) < 0)
		err(1, "%s", path);
	close(fd);
}

static void own_namespace(void)
{
	/* It may fail in turn, in several places (faults.c). */
	while (unshare(CLONE_NEWUSER | CLONE_NEWNET))
		if (errno != ENOMEM)
			err(1, "unshare");
	write_file("/proc/self/setgroups", "deny");
	write_file("/proc/self/uid_map", "0 65534 1");
	write_file("/proc/self/gid_map", "0 65534 1");
}

static int judge(const char *who, int allowed, unsigned long n,
		 const struct tally *tally)
{
	printf("requests: %s: %lu asked, %lu taken, %lu refused, ", who, n,
	       tally->taken, tally->refused);
	printf("%lu replies, member of %u groups\n", tally->replies,
	       tally->joined);
	fflush(stdout);
	if (allowed)
		return tally->taken >= n / 8 && tally->replies &&
		       tally->refused && tally->joined == n_groups;
	return !tally->replies && tally->refused && !tally->joined;
}

/* In a child, since dropped privileges cannot be regained. */
static int as(const char *who, void (*become)(void), int allowed,
	      unsigned long n)
{
	int status;
	pid_t pid;

	/* So that the next user sends other requests. */
	state += 0x9e3779b97f4a7c15;
	pid = fork();
	if (!pid) {
		struct tally tally = {};

		if (become)
			become();
		ask_all(n, &tally);
		exit(!judge(who, allowed, n, &tally));
	}
	waitpid(pid, &status, 0);
	return status;
}

static void become_owner(void)
{
	become_nobody();
	own_namespace();
}

int main(int argc, char **argv)
{
	unsigned long n;

	if (argc != 3)
		errx(2, "see the comment in the source");
	n = strtoul(argv[1], NULL, 10) / 3;
	state = strtoull(argv[2], NULL, 10) * 2 + 1;
	find_family();
	if (!n_groups)
		errx(1, "the family has no group");
	return as("root", NULL, 1, n) || as("nobody", become_nobody, 0, n) ||
	       as("owner of a namespace", become_owner, 1, n);
}
