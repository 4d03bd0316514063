// SPDX-License-Identifier: GPL-2.0
/*
 * Traffic to measure with:
 *
 *   traffic serve PORT               answer requests, swallow everything else
 *   traffic request ADDR PORT SEC [RATE]  connect, ask, read, close, again, until
 *                                    time is up or SIGTERM comes; prints
 *                                    connections made, microseconds all took,
 *                                    and the longest
 *   traffic bulk ADDR PORT SEC       send as much as goes; prints octets
 */
#include <arpa/inet.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "program.h"

static struct sockaddr_in address(const char *addr, const char *port)
{
	struct sockaddr_in in = {
		.sin_family = AF_INET, .sin_port = htons(atoi(port)),
	};

	if (addr && inet_pton(AF_INET, addr, &in.sin_addr) != 1)
		die(addr);
	return in;
}

static void *answer(void *arg)
{
	static char buffer[1 << 16];	/* nobody looks at it */
	int sock = (int)(intptr_t)arg;
	ssize_t size;

	while ((size = read(sock, buffer, sizeof(buffer))) > 0)
		if (size < 1000 && write(sock, "answer", 6) < 0)
			break;
	close(sock);
	return NULL;
}

static int serve(const char *port)
{
	struct sockaddr_in in = address(NULL, port);
	int listener = socket(AF_INET, SOCK_STREAM, 0), one = 1, sock;
	pthread_t thread;

	setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (bind(listener, (struct sockaddr *)&in, sizeof(in)) ||
	    listen(listener, 1024))
		die("listen");
	while ((sock = accept(listener, NULL, NULL)) >= 0) {
		if (pthread_create(&thread, NULL, answer,
				   (void *)(intptr_t)sock))
			die("thread");
		pthread_detach(thread);
	}
	return 1;
}

static volatile sig_atomic_t stopped;

static void stop(int sig)
{
	(void)sig;
	stopped = 1;
}

static void ask(const struct sockaddr_in *in)
{
	int sock = socket(AF_INET, SOCK_STREAM, 0);
	char buffer[64];

	if (connect(sock, (const struct sockaddr *)in, sizeof(*in)))
		die("connect");
	if (write(sock, "request", 7) != 7 ||
	    read(sock, buffer, sizeof(buffer)) <= 0)
		die("request");
	close(sock);
}

static int request(const char *addr, const char *port, double seconds,
		   double rate)
{
	struct sockaddr_in in = address(addr, port);
	double begin = now(), end = begin + seconds, longest = 0;
	struct sigaction action = { .sa_handler = stop, .sa_flags = SA_RESTART };
	unsigned long made = 0;

	sigaction(SIGTERM, &action, NULL);
	while (now() < end && !stopped) {
		double asked = now(), took;

		ask(&in);
		made++;
		took = now() - asked;
		if (took > longest)
			longest = took;
		while (rate && now() < begin + made / rate && !stopped)
			usleep(1000);
	}
	printf("%lu %.0f %.0f\n", made, (now() - begin) * 1e6, longest * 1e6);
	return 0;
}

static int bulk(const char *addr, const char *port, double seconds)
{
	struct sockaddr_in in = address(addr, port);
	int sock = socket(AF_INET, SOCK_STREAM, 0);
	static char buffer[1 << 16];
	double end = now() + seconds;
	unsigned long long sent = 0;

	if (connect(sock, (struct sockaddr *)&in, sizeof(in)))
		die("connect");
	while (now() < end) {
		ssize_t size = write(sock, buffer, sizeof(buffer));

		if (size < 0)
			die("write");
		sent += size;
	}
	close(sock);
	printf("%llu\n", sent);
	return 0;
}

int main(int argc, char **argv)
{
	signal(SIGPIPE, SIG_IGN);
	if (argc == 3 && !strcmp(argv[1], "serve"))
		return serve(argv[2]);
	if (argc >= 5 && !strcmp(argv[1], "request"))
		return request(argv[2], argv[3], atof(argv[4]),
			       argc > 5 ? atof(argv[5]) : 0);
	if (argc == 5 && !strcmp(argv[1], "bulk"))
		return bulk(argv[2], argv[3], atof(argv[4]));
	fprintf(stderr, "usage: traffic serve|request|bulk ...\n");
	return 2;
}
