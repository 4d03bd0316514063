// SPDX-License-Identifier: GPL-2.0
/* The operations of a script, done to the sockets of a connection. */
#define _GNU_SOURCE
#include "traffic.h"

#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* How long an operation may take, ms. */
#define PATIENCE 12000
#define PATIENCE_QUIT 3000
/* No space for so long: the peer's window is closed, ms. */
#define FULL_AFTER 300

static int listener = -1;
/* by_port[port]: the connection with that client port, plus one */
static int by_port[65536];
static char buffer[65536];

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

void start_listener(void)
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

bool operate(struct conn *conn, enum end end, char what, long amount)
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
