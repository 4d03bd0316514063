// SPDX-License-Identifier: GPL-2.0
/* Finding the place that is nearer to the initiator. */
#include "compare/order.h"

/* Compare the times between a segment and its answer, here and there. */
static int by_answer(const struct tcpst_pairs *pairs)
{
	const struct tcpst_view *here = pairs->here, *there = pairs->there;
	size_t i, last[2] = { TCPST_UNPAIRED, TCPST_UNPAIRED };
	int order = 0;

	for (i = 0; i < here->n; i++) {
		const struct tcpst_sighting *seen = &here->seen[i];
		size_t asked = last[!seen->sender];
		int64_t more;

		if (pairs->state[0][i] != TCPST_PAIR_SURE)
			continue;
		last[seen->sender] = i;
		if (asked == TCPST_UNPAIRED || !(seen->flags & TCPS_FLAG_ACK) ||
		    seen->ack != here->seen[asked].seq + here->seen[asked].len +
			    !!(here->seen[asked].flags &
			       (TCPS_FLAG_SYN | TCPS_FLAG_FIN)))
			continue;
		more = (int64_t)(seen->time_ns - here->seen[asked].time_ns) -
		       (int64_t)(there->seen[pairs->to[0][i]].time_ns -
			     there->seen[pairs->to[0][asked]].time_ns);
		/* The time is longer at the place nearer to the sender of the first one. */
		if (more > 2000 || more < -2000)
			order += ((more > 0) == (seen->sender == TCPS_RESPONDER)) ?
				 1 : -1;
	}
	return order;
}

static int by_ttl(const struct tcpst_pairs *pairs)
{
	size_t i;
	int order = 0;

	for (i = 0; i < pairs->here->n; i++) {
		const struct tcpst_sighting *seen = &pairs->here->seen[i], *other;

		if (pairs->state[0][i] != TCPST_PAIR_SURE)
			continue;
		other = &pairs->there->seen[pairs->to[0][i]];
		if (seen->ttl && other->ttl && seen->ttl != other->ttl)
			order += ((seen->ttl > other->ttl) ==
				  (seen->sender == TCPS_INITIATOR)) ? 1 : -1;
	}
	return order;
}

/**
 * tcpst_order_find() - find the place that is nearer to the initiator
 * @pairs: after tcpst_pair_sure()
 *
 * Each router on the path decrements the TTL; if there is none between the places, the
 * nearer one sees a longer time between a segment and its answer.
 *
 * Return: positive: here; negative: there; 0: cannot be determined.
 */
int tcpst_order_find(const struct tcpst_pairs *pairs)
{
	int order = by_ttl(pairs);

	return order ? order : by_answer(pairs);
}
