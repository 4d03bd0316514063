// SPDX-License-Identifier: GPL-2.0
/*
 * TCP connections that do exactly what a script specifies. One process holds both
 * ends, each in its network namespace, so that what one end does can wait for
 * what the other did.
 *
 *   traffic --client NETNS --server NETNS --to ADDR --port PORT [OPTION]...
 *           SCRIPT...
 *
 * Connection number i follows script i modulo the number of scripts. A script
 * is a list of operations: who (c: client, s: server), what, how much.
 *
 *   cC      open a socket and begin to connect    cF100  the same, data on SYN
 *   cK      wait until connected                  sA     accept
 *   cW100   write octets                          cR100  read octets
 *   cO      write until nothing more is taken     cN100  wait for unread octets
 *   cE      read to the end                       cQ     the same, 3 s at most
 *   cH      shut down for writing                 cX     close
 *   cZ      close with zero linger                cL     turn keepalive on
 *   cD100   milliseconds pass                     cB     the barrier
 *   cJ1     inject a segment (inject.c)
 *
 * An operation on a socket that failed, or is not there, does nothing. At the
 * barrier all connections wait for each other, then --barrier happens: a
 * command, or kill:c, kill:s: these sockets end with a process that is killed.
 */
#define _GNU_SOURCE
#include "traffic.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct options options = {
	.netns = { -1, -1 }, .router = -1,
	.count = 1, .parallel = 64, .backlog = 4096, .listen = true,
};

struct conn *conns;

void die(const char *what)
{
	fprintf(stderr, "traffic: %s: %s\n", what, strerror(errno));
	exit(1);
}

long now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

/* Go on with a script as far as possible. Return: something was done. */
static bool advance(struct conn *conn)
{
	bool any = false;

	conn->waiting = -1;
	while (*conn->script && !conn->barrier) {
		const char *op = conn->script;
		enum end end = op[0] == 's' ? SERVER : CLIENT;

		if (!conn->since) {
			conn->since = now_ms();
			conn->progress = conn->since;
			conn->done = 0;
		}
		if (!operate(conn, end, op[1], atol(op + 2)))
			break;
		any = true;
		conn->since = 0;
		conn->script += strcspn(op, " ");
		conn->script += strspn(conn->script, " ");
	}
	return any;
}

/* The sockets of one end move into a process of their own, which is killed. */
static void kill_end(enum end end)
{
	pid_t child = fork();
	int i;

	if (child < 0)
		die("fork");
	if (!child)
		for (;;)
			pause();
	for (i = 0; i < options.count; i++) {
		if (conns[i].fd[end] >= 0)
			close(conns[i].fd[end]);
		conns[i].fd[end] = -1;
	}
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
}

static void pass_barrier(void)
{
	int i;

	if (!options.barrier)
		;
	else if (!strcmp(options.barrier, "kill:c"))
		kill_end(CLIENT);
	else if (!strcmp(options.barrier, "kill:s"))
		kill_end(SERVER);
	else if (system(options.barrier))
		fprintf(stderr, "traffic: the barrier's command failed\n");
	for (i = 0; i < options.count; i++) {
		struct conn *conn = &conns[i];

		if (!conn->barrier)
			continue;
		conn->barrier = false;
		conn->since = 0;
		conn->script += strcspn(conn->script, " ");
		conn->script += strspn(conn->script, " ");
	}
}

static void run(void)
{
	struct pollfd *fds = calloc(options.count + 1, sizeof(*fds));
	int next = 0, first = 0;

	if (!fds)
		die("calloc");
	for (;;) {
		int active = 0, waiting = 0, at_barrier = 0, i;
		bool any = false;

		for (i = first; i < options.count; i++) {
			struct conn *conn = &conns[i];

			if (!*conn->script) {
				if (i == first)
					first++;
				continue;
			}
			if (i >= next && active >= options.parallel)
				break;
			if (i >= next)
				next = i + 1;
			active++;
			any |= advance(conn);
			at_barrier += conn->barrier;
			if (conn->waiting >= 0)
				fds[waiting++] = (struct pollfd){
					.fd = conn->fd[conn->waiting],
					.events = conn->events,
				};
		}
		if (!active)
			break;
		if (at_barrier == active && !any)
			pass_barrier();
		else if (!any)
			poll(fds, waiting, 10);
	}
	free(fds);
}

static int open_netns(const char *name)
{
	char path[256];
	int fd;

	snprintf(path, sizeof(path), "/run/netns/%s", name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		die(path);
	return fd;
}

static void parse_addr(struct sockaddr_storage *addr, const char *text)
{
	struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)addr;
	struct sockaddr_in *in = (struct sockaddr_in *)addr;

	if (inet_pton(AF_INET, text, &in->sin_addr) == 1) {
		addr->ss_family = AF_INET;
	} else if (inet_pton(AF_INET6, text, &in6->sin6_addr) == 1) {
		addr->ss_family = AF_INET6;
	} else {
		fprintf(stderr, "traffic: no address: %s\n", text);
		exit(2);
	}
}

static void parse_options(int argc, char **argv)
{
	static const struct option table[] = {
		{ "client", required_argument, NULL, 'c' },
		{ "server", required_argument, NULL, 's' },
		{ "router", required_argument, NULL, 'r' },
		{ "to", required_argument, NULL, 't' },
		{ "real", required_argument, NULL, 'R' },
		{ "from", required_argument, NULL, 'f' },
		{ "port", required_argument, NULL, 'p' },
		{ "bind", required_argument, NULL, 'b' },
		{ "count", required_argument, NULL, 'n' },
		{ "parallel", required_argument, NULL, 'P' },
		{ "backlog", required_argument, NULL, 'q' },
		{ "defer", required_argument, NULL, 'd' },
		{ "no-listen", no_argument, NULL, 'l' },
		{ "fastopen", no_argument, NULL, 'o' },
		{ "barrier", required_argument, NULL, 'B' },
		{ NULL, 0, NULL, 0 }
	};
	int c;

	while ((c = getopt_long(argc, argv, "", table, NULL)) != -1) {
		switch (c) {
		case 'c': options.netns[CLIENT] = open_netns(optarg); break;
		case 's': options.netns[SERVER] = open_netns(optarg); break;
		case 'r': options.router = open_netns(optarg); break;
		case 't': parse_addr(&options.to, optarg); break;
		case 'R': parse_addr(&options.real, optarg); break;
		case 'f': parse_addr(&options.from, optarg); break;
		case 'p': options.port = atoi(optarg); break;
		case 'b': options.bind = atoi(optarg); break;
		case 'n': options.count = atoi(optarg); break;
		case 'P': options.parallel = atoi(optarg); break;
		case 'q': options.backlog = atoi(optarg); break;
		case 'd': options.defer = atoi(optarg); break;
		case 'l': options.listen = false; break;
		case 'o': options.fastopen = true; break;
		case 'B': options.barrier = optarg; break;
		default: exit(2);
		}
	}
	if (optind == argc || options.netns[CLIENT] < 0 ||
	    options.netns[SERVER] < 0 || !options.to.ss_family ||
	    !options.port || options.count < 1) {
		fprintf(stderr, "traffic: what is wanted?\n");
		exit(2);
	}
}

int main(int argc, char **argv)
{
	struct rlimit files = { 65536, 65536 };
	int i;

	parse_options(argc, argv);
	setrlimit(RLIMIT_NOFILE, &files);
	conns = calloc(options.count, sizeof(*conns));
	if (!conns)
		die("calloc");
	for (i = 0; i < options.count; i++)
		conns[i] = (struct conn){
			.fd = { -1, -1 },
			.script = argv[optind + i % (argc - optind)],
			.waiting = -1,
		};
	if (options.router >= 0 && !inject_open())
		die("raw socket");
	if (options.listen)
		start_listener();
	run();
	return 0;
}
