// SPDX-License-Identifier: GPL-2.0
/* Entering another network namespace by its name, a PID or a path. */
#include "base/netns.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"

/**
 * tcpst_netns_enter() - move this process into another network namespace
 * @name: a name of `ip netns`, a PID, or a path
 *
 * Return: exit status; unless %TCPST_OK, the error has been reported.
 */
int tcpst_netns_enter(const char *name)
{
	char path[PATH_MAX];
	int fd, error;

	if (strchr(name, '/'))
		snprintf(path, sizeof(path), "%s", name);
	else if (strspn(name, "0123456789") == strlen(name))
		snprintf(path, sizeof(path), "/proc/%s/ns/net", name);
	else
		snprintf(path, sizeof(path), TCPST_NETNS_DIR "/%s", name);

	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 && errno == ENOENT)
		return tcpst_fail("no such network namespace: '%s'", name);
	if (fd < 0)
		return tcpst_fail("network namespace '%s': %s", name,
				  strerror(errno));
	error = setns(fd, CLONE_NEWNET) ? errno : 0;
	close(fd);
	if (error)
		return tcpst_fail("network namespace '%s': %s", name,
				  error == EPERM ? "permission denied" :
						   strerror(error));
	return TCPST_OK;
}
