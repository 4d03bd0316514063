// SPDX-License-Identifier: GPL-2.0
/*
 * Why this machine sends a RST, by the socket that sends it. The kernel has reasons
 * of its own since 6.10; the socket shows it on any kernel, at the moment the RST leaves.
 */
#include "reset.h"

#include <linux/preempt.h>
#include <net/tcp.h>

/* The kernel answers with an unhashed socket; those of programs are hashed. */
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
 * @sk:  the socket that sends it, as netfilter has it at LOCAL_OUT, or NULL
 * @seg: the RST
 *
 * Context: that of the sender, who holds the socket. Return: %TCPS_RESET_UNKNOWN
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
	/* What aborts sets the state first, but for timers, and for ss -K. */
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
