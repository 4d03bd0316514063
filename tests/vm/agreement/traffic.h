/* SPDX-License-Identifier: GPL-2.0 */
/* Declarations shared by the parts of `traffic`: connections, their ends, their scripts. */
#ifndef TRAFFIC_H
#define TRAFFIC_H

#include <netinet/in.h>
#include <stdbool.h>
#include <sys/socket.h>

/** enum end - the two ends of a connection; this program holds both */
enum end {
	CLIENT,
	SERVER,
	ENDS
};

/**
 * struct options - the options of the command line
 * @netns:    a descriptor of each end's network namespace
 * @router:   that of the namespace segments are injected from, or -1
 * @to:       where clients connect to, without port
 * @real:     where that really is, if the router translates addresses
 * @from:     where the server's end of a simultaneous open connects to
 * @port:     the listener's port
 * @bind:     first of the clients' ports, 0: any
 * @count:    connections
 * @parallel: so many of them at once
 * @backlog:  of the listener
 * @defer:    TCP_DEFER_ACCEPT, seconds
 * @listen:   is there a listener?
 * @fastopen: the listener takes data with the SYN
 * @barrier:  what happens at the barrier
 */
struct options {
	int netns[ENDS];
	int router;
	struct sockaddr_storage to;
	struct sockaddr_storage real;
	struct sockaddr_storage from;
	int port;
	int bind;
	int count;
	int parallel;
	int backlog;
	int defer;
	bool listen;
	bool fastopen;
	const char *barrier;
};

/**
 * struct conn - a connection
 * @fd:       socket of each end, -1: none (yet, or any more)
 * @port:     the client's port, as the client sees it
 * @script:   what is left of its script
 * @done:     octets that the current operation has moved
 * @since:    when the current operation began, ms; 0: not yet
 * @progress: when it last moved octets, ms
 * @waiting:  end whose socket it waits for, or -1
 * @events:   what for (poll.h)
 * @barrier:  it has reached the barrier
 */
struct conn {
	int fd[ENDS];
	int port;
	const char *script;
	long done;
	long since;
	long progress;
	int waiting;
	short events;
	bool barrier;
};

extern struct options options;
/* As many as options.count. */
extern struct conn *conns;

void die(const char *what);
long now_ms(void);

void start_listener(void);
/* Do one operation. Return: false if it has to wait. */
bool operate(struct conn *conn, enum end end, char what, long amount);

bool inject_open(void);
bool inject_segment(const struct conn *conn, int kind);

#endif /* TRAFFIC_H */
