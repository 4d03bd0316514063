// SPDX-License-Identifier: GPL-2.0
/*
 * The network namespaces of this machine that can be found: those with a name of
 * ip-netns(8), and those of processes. One that is kept alive only by a socket, by a
 * mount elsewhere or by an open file cannot be found.
 */
#include "base/netns.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <limits.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/diag.h"

/**
 * struct found - namespaces found so far
 * @netns: without duplicates
 * @n:     how many
 * @capacity: allocated size of @netns
 */
struct found {
	struct tcpst_netns *netns;
	size_t n;
	size_t capacity;
};

static void add(struct found *found, const char *name, const char *path)
{
	struct stat stat_;
	size_t i;

	if (stat(path, &stat_))
		return;
	for (i = 0; i < found->n; i++)
		if (found->netns[i].dev == stat_.st_dev &&
		    found->netns[i].ino == stat_.st_ino)
			return;
	if (found->n == found->capacity) {
		found->capacity = found->capacity ? 2 * found->capacity : 16;
		found->netns = tcpst_resize(found->netns, found->capacity,
					    sizeof(*found->netns));
	}
	found->netns[found->n++] = (struct tcpst_netns){
		.name = g_intern_string(name),
		.path = tcpst_copy(path),
		.dev = stat_.st_dev,
		.ino = stat_.st_ino,
	};
}

static int is_name(const struct dirent *entry)
{
	return *entry->d_name != '.';
}

static int is_process(const struct dirent *entry)
{
	return strspn(entry->d_name, "0123456789") == strlen(entry->d_name);
}

static int by_number(const struct dirent **a, const struct dirent **b)
{
	long first = atol((*a)->d_name), second = atol((*b)->d_name);

	return first < second ? -1 : first > second;
}

static void add_all(struct found *found, const char *directory,
		    const char *below, int (*is)(const struct dirent *entry),
		    int (*order)(const struct dirent **a, const struct dirent **b))
{
	struct dirent **entries;
	int n = scandir(directory, &entries, is, order), i;

	if (n < 0)
		return;
	for (i = 0; i < n; i++) {
		char path[PATH_MAX];

		snprintf(path, sizeof(path), "%s/%s%s", directory,
			 entries[i]->d_name, below);
		add(found, entries[i]->d_name, path);
		free(entries[i]);
	}
	free(entries);
}

/**
 * tcpst_netns_list() - list the namespaces that can be found, without duplicates
 * @n: set to their number
 *
 * A namespace without a name is called by the lowest PID of the processes in it.
 * tcpst_netns_enter() takes either.
 *
 * Return: for tcpst_netns_free().
 */
struct tcpst_netns *tcpst_netns_list(size_t *n)
{
	struct found found = { 0 };

	add_all(&found, TCPST_NETNS_DIR, "", is_name, alphasort);
	add_all(&found, "/proc", "/ns/net", is_process, by_number);
	*n = found.n;
	return found.netns;
}

/** tcpst_netns_free() - free a list of @n namespaces */
void tcpst_netns_free(struct tcpst_netns *netns, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		free(netns[i].path);
	free(netns);
}

/* Enter a namespace, if it is still the one that was found. Return: 0 or a negative errno. */
static int enter(const struct tcpst_netns *netns)
{
	int fd = open(netns->path, O_RDONLY | O_CLOEXEC), error = 0;
	struct stat stat_;

	if (fd < 0)
		return -errno;
	if (fstat(fd, &stat_) || stat_.st_dev != netns->dev ||
	    stat_.st_ino != netns->ino)
		error = -ENOENT;
	else if (setns(fd, CLONE_NEWNET))
		error = -errno;
	close(fd);
	return error;
}

/**
 * tcpst_netns_each() - call a function in each of several namespaces
 * @netns: a list
 * @n:     how many
 * @visit: called in each; stops the loop if negative
 * @arg:   passed to @visit
 * @closed: set to the number of those that could not be entered, for want of permission.
 *         One that no longer exists is skipped
 *
 * Return: 0, or what @visit returned. The process is in its own namespace again.
 */
int tcpst_netns_each(const struct tcpst_netns *netns, size_t n,
		     int (*visit)(const struct tcpst_netns *netns, void *arg),
		     void *arg, size_t *closed)
{
	int own = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	int error = own < 0 ? -errno : 0;
	size_t i;

	*closed = 0;
	for (i = 0; i < n && !error; i++) {
		switch (enter(&netns[i])) {
		case 0:
			error = visit(&netns[i], arg);
			break;
		case -EPERM:
		case -EACCES:
			++*closed;
			break;
		default:
			break;
		}
	}
	if (own >= 0) {
		if (setns(own, CLONE_NEWNET))
			tcpst_remark("cannot return to the original network namespace: %s",
				     strerror(errno));
		close(own);
	}
	return error;
}

/** tcpst_netns_remark_closed() - report that @n namespaces could not be entered */
void tcpst_netns_remark_closed(size_t n)
{
	tcpst_remark("%zu network namespace%s could not be entered: permission denied", n,
		     n == 1 ? "" : "s");
}
