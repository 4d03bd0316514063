/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Which end has stopped answering: when each was last seen, how much it has sent that is
 * not acknowledged, and its unanswered probes.
 */
#ifndef TCPS_CORE_SILENCE_H
#define TCPS_CORE_SILENCE_H

#include "fsm.h"
#include "seq.h"

/* Maximum of probes that are counted. */
#define TCPS_PROBES_MAX 15

/*
 * Times are kept in ticks of 8.4 ms since the connection began. An end that was not seen
 * for 208 days appears as seen just now.
 */
#define TCPS_HEARD_SHIFT 23

/* Result of tcps_silence_unacked() if it is not known. */
#define TCPS_UNACKED_UNKNOWN 0xffffffffU

/**
 * tcps_silence_is_probe() - is a segment a retransmission, keep-alive or window probe?
 * @conn: the connection, before it processes the segment
 * @dir:  the side that sent the segment
 * @seg:  the segment
 *
 * A keep-alive or zero-window probe has no payload and the number before SND.NXT (RFC 9293
 * sections 3.8.1, 3.8.4, 3.8.6.1). After a FIN, that may be an older ACK, reordered. A FIN
 * in a SYN is not counted.
 */
static inline bool tcps_silence_is_probe(const struct tcps_conn *conn,
					 unsigned int dir,
					 const struct tcps_segment *seg)
{
	const struct tcps_endpoint *from = &conn->ep[dir];
	u32 end = tcps_segment_end(seg);

	if (!(from->flags & TCPS_EP_SEEN) || (seg->flags & TCPS_FLAG_RST))
		return false;
	if (seg->flags & TCPS_FLAG_SYN)
		return seg->seq == from->iss;
	if (end != seg->seq)
		return !tcps_seq_after(end, from->snd_nxt);
	return seg->seq == from->snd_nxt - 1 && !(from->known & TCPS_KNOW_FIN);
}

/** tcps_silence_probes() - number of unanswered probes of a side, at most 15 */
static inline unsigned int tcps_silence_probes(const struct tcps_conn *conn,
					       unsigned int side)
{
	return conn->probes >> 4 * side & TCPS_PROBES_MAX;
}

/**
 * tcps_silence_ends() - note a segment of the connection
 * @conn: the connection, before it processes the segment
 * @dir:  the side that sent it, and so answers its peer's probes
 * @seg:  the segment
 * @now:  time, ns
 */
static inline void tcps_silence_ends(struct tcps_conn *conn, unsigned int dir,
				     const struct tcps_segment *seg, u64 now)
{
	unsigned int own = tcps_silence_probes(conn, dir);

	if (own < TCPS_PROBES_MAX && tcps_silence_is_probe(conn, dir, seg))
		own++;
	conn->probes = (u8)(own << 4 * dir);
	conn->heard_at[dir] = now > conn->start ?
			      (u32)((now - conn->start) >> TCPS_HEARD_SHIFT) : 0;
}

/**
 * tcps_silence_heard() - when a side was last seen, with a resolution of 8.4 ms
 * @conn: the connection; its start may be in another clock than it was
 * @side: the side, which was seen
 * @now:  time in the clock of the start, ns
 */
static inline u64 tcps_silence_heard(const struct tcps_conn *conn,
				     unsigned int side, u64 now)
{
	u64 ticks = (now - conn->start) >> TCPS_HEARD_SHIFT;
	u32 ago = (u32)ticks - conn->heard_at[side];

	if (ago >> 31)
		ago = 0;
	return conn->start + ((ticks - ago) << TCPS_HEARD_SHIFT);
}

/**
 * tcps_silence_unacked() - octets of a side that its peer has not acknowledged
 * @conn: the connection
 * @side: the side
 *
 * Return: %TCPS_UNACKED_UNKNOWN if one of the two was not seen.
 */
static inline u32 tcps_silence_unacked(const struct tcps_conn *conn,
				       unsigned int side)
{
	const struct tcps_endpoint *from = &conn->ep[side], *to = &conn->ep[!side];
	u32 left = from->snd_nxt - to->rcv_nxt;

	if (!(from->flags & TCPS_EP_SEEN) || !(to->flags & TCPS_EP_ACK))
		return TCPS_UNACKED_UNKNOWN;
	if ((s32)left <= 0)
		return 0;
	/* A FIN is not a data octet. */
	return left - (from->known & TCPS_KNOW_FIN && from->snd_nxt == from->snd_max);
}

#endif /* TCPS_CORE_SILENCE_H */
