// SPDX-License-Identifier: GPL-2.0
/*
 * Who is at an end of a connection: a socket of this host, and its process.
 *
 * A segment that a socket sends proves user, cookie and control group. The process is proven
 * only if the task itself sends: other segments are sent in softirq, which may have
 * interrupted any task.
 */
#include "owner.h"

#include <linux/cgroup.h>
#include <linux/cred.h>
#include <linux/pid_namespace.h>
#include <linux/sock_diag.h>
#include <linux/threads.h>
#include <net/inet_sock.h>
#include <net/request_sock.h>
#include <net/sock.h>
#include <net/tcp.h>

static_assert(PID_MAX_LIMIT <= 1 << 22);

/**
 * tcps_owner_socket() - the socket of this host that sends a segment
 * @sk:   the socket of the packet, NULL if it has none
 * @port: source port of the segment, before source NAT
 *
 * For a SYN-ACK that is the listening socket: the one of the connection does not exist yet.
 * RST and the ACKs of TIME-WAIT are sent by a raw socket of the kernel, which proves nothing.
 * Context: any that has the packet. Return: a full socket, valid as long as the packet, or
 * NULL.
 */
struct sock *tcps_owner_socket(struct sock *sk, __be16 port)
{
	if (!sk)
		return NULL;
	if (sk->sk_state == TCP_NEW_SYN_RECV)
		return inet_reqsk(sk)->rsk_listener;
	if (!sk_fullsock(sk) || sk->sk_type != SOCK_STREAM || sk->sk_protocol != IPPROTO_TCP ||
	    inet_sk(sk)->inet_num != ntohs(port))
		return NULL;
	return sk;
}

/*
 * By inode number, which is assigned in sequence: two pid namespaces that share an
 * unprivileged network namespace are mistaken for one if their numbers differ by a multiple
 * of 1,024.
 */
static u32 tag_of(const struct pid_namespace *pid_ns)
{
	return pid_ns->ns.inum % 1024;
}

static u64 cgroup_of(struct sock *sk)
{
#ifdef CONFIG_SOCK_CGROUP_DATA
	return cgroup_id(sock_cgroup_ptr(&sk->sk_cgrp_data));
#else
	return 0;
#endif
}

static void note_socket(struct tcps_owner *owner, struct sock *sk)
{
	u32 cookie[2];

	sock_diag_save_cookie(sk, cookie);
	owner->cookie = (u64)cookie[1] << 32 | cookie[0];
	owner->cgroup = cgroup_of(sk);
	owner->uid = from_kuid_munged(sock_net(sk)->user_ns, sk->sk_uid);
}

/*
 * An unprivileged namespace gets its own process ids, not the host's. The command is read
 * without the task's lock, which is not for softirq, so it could not be taken inside the
 * flow's; it always ends within its size.
 */
static void note_task(struct tcps_owner *owner, bool unprivileged)
{
	struct pid_namespace *pid_ns = unprivileged ? task_active_pid_ns(current) :
						      &init_pid_ns;

	strscpy_pad(owner->comm, current->comm, sizeof(owner->comm));
	owner->pid_ns = tag_of(pid_ns);
	owner->pid = task_tgid_nr_ns(current, pid_ns);
}

/**
 * tcps_owner_note() - note who sends a segment
 * @owner:        of the end that sends it, under its flow's lock
 * @sk:           what tcps_owner_socket() returned
 * @unprivileged: the network namespace is unprivileged
 *
 * The first socket is kept: the listening one, if its SYN-ACK was seen. The process is the
 * first that sends in its own context, which a SYN-ACK never is. Context: a hook.
 */
void tcps_owner_note(struct tcps_owner *owner, struct sock *sk, bool unprivileged)
{
	if (!owner->cookie)
		note_socket(owner, sk);
	if (!owner->pid && sk->sk_state != TCP_LISTEN && in_task() &&
	    !(current->flags & PF_KTHREAD))
		note_task(owner, unprivileged);
}

/**
 * tcps_owner_reader_pid() - the process id as seen in the reader's pid namespace
 * @owner: the owner
 *
 * In another pid namespace the number would be that of another process, so it is not shown
 * there. A multicast, which a worker sends, has no single pid namespace and leaves it out:
 * listeners query it. Process context, of the reader.
 *
 * Return: 0 if it is not known, or not shown.
 */
u32 tcps_owner_reader_pid(const struct tcps_owner *owner)
{
	if (current->flags & PF_WQ_WORKER ||
	    tag_of(task_active_pid_ns(current)) != owner->pid_ns)
		return 0;
	return owner->pid;
}
