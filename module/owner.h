/* SPDX-License-Identifier: GPL-2.0 */
/* Who is at an end of a connection: a socket of this host, and its process. */
#ifndef TCPS_OWNER_H
#define TCPS_OWNER_H

#include <linux/sched.h>
#include <linux/types.h>

struct sock;

/**
 * struct tcps_owner - the socket at one end of a connection, and its process
 * @cookie: the socket's cookie, 0: the socket is not known
 * @cgroup: id of its control group, 0: not known
 * @passed: segments seen since the socket is known and the process is not; saturating
 * @pid:    process id, 0: not known
 * @pid_ns: tag of the pid namespace of @pid: the initial one, or the process's own if its
 *          network namespace is unprivileged
 * @uid:    the socket's user, in the user namespace of the network namespace
 * @comm:   command of the task that sent, "": not known
 *
 * Protected by the lock of the flow. Each is set once; @comm is constant once @pid is set.
 */
struct tcps_owner {
	u64 cookie;
	u64 cgroup:56;
	u64 passed:8;
	u32 pid:22;
	u32 pid_ns:10;
	u32 uid;
	char comm[TASK_COMM_LEN];
};

struct sock *tcps_owner_socket(struct sock *sk, __be16 port);
/*
 * That many segments of a connection whose process is not known yet are looked at, as one
 * of them may be sent by it; not all: the socket may be one of the kernel.
 */
#define TCPS_OWNER_SEGMENTS 16

/** tcps_owner_pending() - is the socket known, and may its process still send? */
static inline bool tcps_owner_pending(const struct tcps_owner *owner)
{
	return owner->cookie && !owner->pid && owner->passed < TCPS_OWNER_SEGMENTS;
}

void tcps_owner_note(struct tcps_owner *owner, struct sock *sk, bool unprivileged);
u32 tcps_owner_reader_pid(const struct tcps_owner *owner);

#endif /* TCPS_OWNER_H */
