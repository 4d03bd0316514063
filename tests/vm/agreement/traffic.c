// SPDX-License-Identifier: GPL-2.0
/*
 * TCP connections that do exactly what a script says. One process holds both
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
 *   cO      write until nothing more is taken     cN100  await unread octets
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
#include <netinet/tcp.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* How long an operation may take, ms. */
#define PATIENCE 12000
#define PATIENCE_QUIT 3000
/* No space for so long: the peer's window is closed, ms. */
#define FULL_AFTER 300

struct options options = {
	.netns = { -1, -1 }, .router = -1,
	.count = 1, .parallel = 64, .backlog = 4096, .listen = true,
};

static struct conn *conns;
static int listener = -1;
/* by_port[port]: the connection with that client port, plus one */
static int by_port[65536];
static char buffer[65536];

static void die(const char *what)
{
	fprintf(stderr, "traffic: %s: %s\n", what, strerror(errno));
	exit(1);
}

static long now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static socklen_t with_port(struct sockaddr_storage *addr, int port)
{
	struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)addr;
	struct sockaddr_in *in = (struct sockaddr_in *)addr;

	if (addr->ss_family == AF_INET6) {
		in6->sin6_port = htons(port);
		return sizeof(*in6);
	}
	in->sin_port = htons(port);
	return sizeof(*in);
}

static int make_socket(enum end end, int port)
{
	struct sockaddr_storage any = { .ss_family = options.to.ss_family };
	socklen_t len = with_port(&any, port);
	int one = 1, fd;

	if (setns(options.netns[end], CLONE_NEWNET))
		die("setns");
	fd = socket(any.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC,
		    0);
	if (fd < 0)
		die("socket");
	/* The other family may use the same port. */
	if (any.ss_family == AF_INET6)
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &one, sizeof(one));
	if (port) {
		setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
		if (bind(fd, (struct sockaddr *)&any, len))
			die("bind");
	}
	return fd;
}

static void start_listener(void)
{
	int queue = 1024;

	listener = make_socket(SERVER, options.port);
	if (options.defer)
		setsockopt(listener, IPPROTO_TCP, TCP_DEFER_ACCEPT,
			   &options.defer, sizeof(options.defer));
	if (options.fastopen)
		setsockopt(listener, IPPROTO_TCP, TCP_FASTOPEN, &queue,
			   sizeof(queue));
	if (listen(listener, options.backlog))
		die("listen");
}

static int port_of(const struct sockaddr_storage *addr)
{
	return ntohs(addr->ss_family == AF_INET6 ?
		     ((const struct sockaddr_in6 *)addr)->sin6_port :
		     ((const struct sockaddr_in *)addr)->sin_port);
}

/* Whatever is in the accept queue finds its connection by the client's port. */
static void accept_all(void)
{
	struct sockaddr_storage peer;
	socklen_t len = sizeof(peer);
	int fd, index;

	while ((fd = accept4(listener, (struct sockaddr *)&peer, &len,
			     SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
		index = by_port[port_of(&peer)] - 1;
		if (index < 0 || conns[index].fd[SERVER] >= 0)
			close(fd);
		else
			conns[index].fd[SERVER] = fd;
		len = sizeof(peer);
	}
}

/* A simultaneous open: the server's end has a port of its own for each. */
static int server_port(const struct conn *conn)
{
	return options.from.ss_family ? options.port + 1 + (conn - conns) :
					options.port;
}

static void begin_connect(struct conn *conn, enum end end, long data)
{
	struct sockaddr_storage peer = end == CLIENT ? options.to :
						       options.from;
	int bound = end == SERVER ? server_port(conn) :
		    options.bind ? options.bind + (int)(conn - conns) : 0;
	struct sockaddr_storage self;
	socklen_t len = sizeof(self);
	int fd = make_socket(end, bound);
	int err;

	socklen_t peer_len = with_port(&peer, end == CLIENT ?
				       server_port(conn) :
				       options.bind + (int)(conn - conns));
	if (data)
		err = sendto(fd, buffer, data, MSG_FASTOPEN | MSG_NOSIGNAL,
			     (struct sockaddr *)&peer, peer_len) < 0;
	else
		err = connect(fd, (struct sockaddr *)&peer, peer_len);
	/* A port may be in TIME-WAIT for too short a time to be used again. */
	if (err && errno != EINPROGRESS && errno != ECONNREFUSED &&
	    errno != EHOSTUNREACH && errno != EADDRNOTAVAIL)
		fprintf(stderr, "traffic: connect: %s\n", strerror(errno));
	conn->fd[end] = fd;
	if (end == CLIENT &&
	    !getsockname(fd, (struct sockaddr *)&self, &len)) {
		conn->port = port_of(&self);
		by_port[conn->port] = conn - conns + 1;
	}
}

static void close_end(struct conn *conn, enum end end, bool abort)
{
	struct linger zero = { .l_onoff = 1 };

	if (abort)
		setsockopt(conn->fd[end], SOL_SOCKET, SO_LINGER, &zero,
			   sizeof(zero));
	close(conn->fd[end]);
	conn->fd[end] = -1;
}

static void keepalive(int fd)
{
	int one = 1, three = 3;

	setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &one, sizeof(one));
	setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &one, sizeof(one));
	setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, &one, sizeof(one));
	setsockopt(fd, IPPROTO_TCP, TCP_KEEPCNT, &three, sizeof(three));
}

static bool wait_on(struct conn *conn, enum end end, short events)
{
	conn->waiting = end;
	conn->events = events;
	return false;
}

static bool failed(void)
{
	return errno != EAGAIN && errno != EINPROGRESS && errno != EINTR;
}

static bool op_write(struct conn *conn, enum end end, long amount, bool fill)
{
	while (fill || conn->done < amount) {
		long left = fill ? (long)sizeof(buffer) : amount - conn->done;
		long n = send(conn->fd[end], buffer,
			      left < (long)sizeof(buffer) ? left :
			      (long)sizeof(buffer), MSG_NOSIGNAL);

		if (n < 0 && failed())
			return true;
		if (n < 0) {
			if (fill && now_ms() - conn->progress > FULL_AFTER)
				return true;
			return wait_on(conn, end, POLLOUT);
		}
		conn->done += n;
		conn->progress = now_ms();
	}
	return true;
}

static bool op_read(struct conn *conn, enum end end, long amount)
{
	while (!amount || conn->done < amount) {
		long left = amount ? amount - conn->done : (long)sizeof(buffer);
		long n = recv(conn->fd[end], buffer,
			      left < (long)sizeof(buffer) ? left :
			      (long)sizeof(buffer), 0);

		if (!n || (n < 0 && failed()))
			return true;
		if (n < 0)
			return wait_on(conn, end, POLLIN);
		conn->done += n;
	}
	return true;
}

static bool op_connected(struct conn *conn, enum end end)
{
	struct pollfd poll_fd = { .fd = conn->fd[end], .events = POLLOUT };

	if (poll(&poll_fd, 1, 0) == 1)
		return true;
	return wait_on(conn, end, POLLOUT);
}

static bool op_unread(struct conn *conn, enum end end, long amount)
{
	int unread = 0;

	ioctl(conn->fd[end], FIONREAD, &unread);
	return unread >= amount;
}

static bool refused(int fd)
{
	struct pollfd poll_fd = { .fd = fd };

	return poll(&poll_fd, 1, 0) == 1 &&
	       (poll_fd.revents & (POLLERR | POLLHUP));
}

/* Do one operation. Return: false if it has to wait. */
static bool operate(struct conn *conn, enum end end, char what, long amount)
{
	long elapsed = now_ms() - conn->since;
	bool there = conn->fd[end] >= 0;

	switch (what) {
	case 'C':
	case 'F':
		begin_connect(conn, end, amount);
		return true;
	case 'A':
		if (listener >= 0)
			accept_all();
		return conn->fd[end] >= 0 || elapsed > PATIENCE ||
		       refused(conn->fd[!end]);
	case 'D':
		return elapsed >= amount;
	case 'B':
		conn->barrier = true;
		return false;
	default:
		break;
	}
	if (!there || elapsed > PATIENCE)
		return true;
	switch (what) {
	case 'K':
		return op_connected(conn, end);
	case 'W':
		return op_write(conn, end, amount, false);
	case 'O':
		return op_write(conn, end, 0, true);
	case 'R':
		return op_read(conn, end, amount);
	case 'E':
		return op_read(conn, end, 0);
	case 'Q':
		return op_read(conn, end, 0) || elapsed > PATIENCE_QUIT;
	case 'N':
		return op_unread(conn, end, amount) || elapsed > PATIENCE_QUIT;
	case 'H':
		shutdown(conn->fd[end], SHUT_WR);
		return true;
	case 'X':
	case 'Z':
		close_end(conn, end, what == 'Z');
		return true;
	case 'L':
		keepalive(conn->fd[end]);
		return true;
	case 'J':
		if (!inject_segment(conn, amount))
			fprintf(stderr, "traffic: nothing injected\n");
		return true;
	default:
		fprintf(stderr, "traffic: no such operation: %c\n", what);
		exit(2);
	}
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
