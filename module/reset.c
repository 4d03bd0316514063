// SPDX-License-Identifier: GPL-2.0
/*
 * Why this machine sends a RST, from the socket that sends it. The kernel has reset reasons
 * since 6.10; the state of the socket when the RST is sent shows it on any kernel.
 */
#include "reset.h"

#include <linux/preempt.h>
#include <net/tcp.h>

/* The kernel replies through an unhashed socket; raw sockets of programs are hashed. */
static enum tcps_reset answers(const struct sock *sk,
			       const struct tcps_segment *seg)
{
	/* Only segments without ACK, such as a SYN, are answered like this (3.10.7.1). */
	if (sk_unhashed(sk) && (seg->flags & TCPS_FLAG_ACK) && !seg->seq)
		return TCPS_RESET_NO_SOCKET;
	return TCPS_RESET_UNKNOWN;
}

/**
 * tcps_reset_reason() - why this machine sends a RST
 * @sk:  the sending socket in the netfilter hook state at LOCAL_OUT, or NULL
 * @seg: the RST
 *
 * Context: that of the sender, which holds the socket. Return: %TCPS_RESET_UNKNOWN
 * rather than a guess.
 */
enum tcps_reset tcps_reset_reason(const struct sock *sk,
				  const struct tcps_segment *seg)
{
	if (!sk)
		return TCPS_RESET_FIREWALL;
	if (!sk_fullsock(sk))
		return TCPS_RESET_UNKNOWN;
	if (sk->sk_type == SOCK_RAW)
		return answers(sk, seg);
	if (sk->sk_protocol != IPPROTO_TCP || sk_is_mptcp(sk) ||
	    sock_flag(sk, SOCK_DEAD))
		return TCPS_RESET_UNKNOWN;
	/* An abort sets the state before it sends, except by a timer, and by ss -K. */
	if (READ_ONCE(sk->sk_state) != TCP_CLOSE)
		return in_serving_softirq() ? TCPS_RESET_TIMEOUT :
					      TCPS_RESET_UNKNOWN;
	if (!sk->sk_socket)
		return TCPS_RESET_NOT_ACCEPTED;
	if (sk->sk_shutdown != SHUTDOWN_MASK)
		return TCPS_RESET_DISCONNECT;
	return sock_flag(sk, SOCK_LINGER) && !sk->sk_lingertime ?
	       TCPS_RESET_LINGER : TCPS_RESET_UNREAD_DATA;
}
