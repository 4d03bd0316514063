// SPDX-License-Identifier: GPL-2.0
/*
 * namespaces WORKERS COUNT: creates and removes COUNT network namespaces, WORKERS at once,
 * each with its own settings, and with connections open, in TIME-WAIT and refused when it
 * is removed. Half of them are created by nobody in a user namespace, who may not change
 * the host's settings. Fails if one does not see exactly its own flows.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <err.h>
#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define NOBODY 65534
#define CONNECTIONS 8
#define SETTINGS "/proc/sys/net/tcpstates/"

static int write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY), written = -1;

	if (fd >= 0) {
		written = write(fd, text, strlen(text));
		close(fd);
	}
	return written < 0;
}

static void must_write(const char *path, const char *text)
{
	if (write_file(path, text))
		err(1, "%s: %s", path, text);
}

/* As nobody. Files of a namespace's root get their owner by the map at that time. */
static void enter_user_namespace(void)
{
	if (setgid(NOBODY) || setuid(NOBODY) || prctl(PR_SET_DUMPABLE, 1))
		err(1, "nobody");
	if (unshare(CLONE_NEWUSER))
		err(1, "user namespace");
	must_write("/proc/self/setgroups", "deny");
	must_write("/proc/self/uid_map", "0 65534 1");
	must_write("/proc/self/gid_map", "0 65534 1");
}

static void enter(int unprivileged)
{
	if (unprivileged)
		enter_user_namespace();
	if (unshare(CLONE_NEWNET))
		err(1, "network namespace");
}

static void settings(int unprivileged)
{
	must_write(SETTINGS "accounting", "1");
	must_write(SETTINGS "timeout_half_open", "1");
	must_write(SETTINGS "timeout_time_wait", "1");
	if (write_file(SETTINGS "max_flows", "1000") != unprivileged)
		errx(1, "max_flows is %s", unprivileged ? "set without privilege" : "not set");
	if (unprivileged && !write_file(SETTINGS "timeout_half_open", "100000"))
		errx(1, "half-open flows are kept long without privilege");
}

static void loopback_up(void)
{
	struct ifreq lo = { .ifr_name = "lo", .ifr_flags = IFF_UP | IFF_RUNNING };
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	if (ioctl(fd, SIOCSIFFLAGS, &lo))
		err(1, "lo");
	close(fd);
}

static int connected(const struct sockaddr_in *to)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (fd < 0 || connect(fd, (const struct sockaddr *)to, sizeof(*to)))
		err(1, "connect");
	return fd;
}

static void connections(void)
{
	struct sockaddr_in to = {
		.sin_family = AF_INET, .sin_port = htons(7000),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	struct sockaddr_in nobody = to;
	int listener = socket(AF_INET, SOCK_STREAM, 0), i, fd;

	if (bind(listener, (struct sockaddr *)&to, sizeof(to)) ||
	    listen(listener, CONNECTIONS))
		err(1, "listen");
	for (i = 0; i < CONNECTIONS; i++) {
		fd = connected(&to);
		if (send(fd, "octets", 6, 0) != 6)
			err(1, "send");
		if (i % 4 == 3) {
			close(accept(listener, NULL, NULL));
			close(fd);
		}
	}
	/* Refused. */
	nobody.sin_port = htons(9);
	fd = socket(AF_INET, SOCK_STREAM, 0);
	if (!connect(fd, (struct sockaddr *)&nobody, sizeof(nobody)))
		errx(1, "somebody listens");
}

/* Lines of the table of flows, without its header. */
static int flows(void)
{
	FILE *file = fopen("/proc/thread-self/net/tcpstates", "r");
	int lines = -1, c;

	if (!file)
		err(1, "/proc/net/tcpstates");
	while ((c = getc(file)) != EOF)
		lines += c == '\n';
	fclose(file);
	return lines;
}

static void live(int unprivileged)
{
	int n;

	enter(unprivileged);
	loopback_up();
	connections();
	n = flows();
	/* Closed and refused flows expire after a minute. */
	if (n < CONNECTIONS - 2 || n > CONNECTIONS + 1)
		errx(1, "%d flows, of %d", n, CONNECTIONS + 1);
	settings(unprivileged);
}

static int worker(int number, int workers, int count)
{
	int i, status, failed = 0;

	for (i = number; i < count && !failed; i += workers) {
		pid_t pid = fork();

		if (!pid) {
			live(i / workers % 2);
			exit(0);
		}
		waitpid(pid, &status, 0);
		failed = status;
		if (i && i % 500 == 0) {
			printf("namespaces: %d of %d\n", i, count);
			fflush(stdout);
		}
	}
	return !!failed;
}

int main(int argc, char **argv)
{
	int i, workers, count, status, failed = 0;

	if (argc != 3)
		errx(2, "see the comment in the source");
	workers = atoi(argv[1]);
	count = atoi(argv[2]);
	for (i = 0; i < workers; i++)
		if (!fork())
			exit(worker(i, workers, count));
	while (wait(&status) > 0)
		failed |= status;
	printf("namespaces: %d made, %d at once\n", count, workers);
	return !!failed;
}
