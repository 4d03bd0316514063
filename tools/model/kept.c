// SPDX-License-Identifier: GPL-2.0
/*
 * Many flows, kept in little memory. Flows resemble each other: the words of a flow are
 * stored as differences from those of a similar one, its model, and words that are the
 * same are not stored at all. An established flow of IPv4 takes some 70 octets instead of
 * 648. What is read is exactly what was added, of any flow; only the size differs.
 *
 * A flow is stored as: the number of its model and two flags, addresses and ports, and
 * the differences, whose lengths in octets come first, two in an octet. Which words differ
 * is known from the model, or is stored as well (FLAG_OTHER).
 */
#include "model/kept.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

#define WORDS (sizeof(struct tcpst_flow) / sizeof(u64))
_Static_assert(sizeof(struct tcpst_flow) % sizeof(u64) == 0, "words of a flow");

#define MODELS 4096
#define FLAG_OTHER 1
#define FLAG_IPV6 2
#define FLAG_BITS 2

#define CHUNK (256 * 1024)
/* Places are multiples of that. */
#define STEP 4
/* Upper bound of what a flow takes, and what writing whole words may exceed it by. */
#define SPACE (sizeof(struct tcpst_flow) + 2 * WORDS + 64)

/* A flow as words. */
union words {
	struct tcpst_flow flow;
	u64 word[WORDS];
};

/**
 * struct model - a flow that others are compared with
 * @as:      its words, prepared by prepare()
 * @set:     a bit for each varying word that is not 0
 * @n:       number of @differs
 * @differs: those words: the ones in which flows like it differ
 */
struct model {
	union words as;
	u64 set;
	unsigned int n;
	u8 differs[WORDS];
};

/**
 * struct tcpst_kept - flows
 * @model:  models, by the hash of what flows that resemble each other have in common;
 *          the first flow of each hash
 * @n_varying: number of @varying; @varying: words that usually differ between flows
 * @n_steady: number of @steady; @steady: the others
 * @chunk:  memory of the flows
 * @chunks: number of @chunk; @used: octets of the last one that are used
 */
struct tcpst_kept {
	struct model *model[MODELS];
	unsigned int n_varying;
	unsigned int n_steady;
	u8 varying[WORDS];
	u8 steady[WORDS];
	u8 **chunk;
	size_t chunks;
	size_t used;
};

#define PART(member) { offsetof(struct tcpst_flow, member),		\
		       sizeof(((struct tcpst_flow *)NULL)->member) }

/* Numbers and times of its own that each flow has. */
static const struct {
	size_t offset;
	size_t size;
} varying[] = {
	PART(id), PART(verdict.start), PART(verdict.stop), PART(verdict.state_ns),
	PART(verdict.syn_to_syn_ack), PART(verdict.syn_ack_to_ack),
	PART(verdict.half_close_ns), PART(verdict.bytes), PART(expires_ms),
	PART(seen_ns), PART(heard_ns), PART(unacked), PART(iss), PART(packets),
	PART(rtt_ns), PART(nat), PART(owner[0].pid), PART(owner[0].cookie),
	PART(owner[0].cgroup), PART(owner[1].pid), PART(owner[1].cookie),
	PART(owner[1].cgroup), PART(frame),
};

static bool is_varying(size_t word)
{
	size_t i;

	for (i = 0; i < sizeof(varying) / sizeof(varying[0]); i++)
		if (word * 8 < varying[i].offset + varying[i].size &&
		    varying[i].offset < word * 8 + 8)
			return true;
	return false;
}

/** tcpst_kept_new() - allocate, without flows */
struct tcpst_kept *tcpst_kept_new(void)
{
	struct tcpst_kept *kept = tcpst_alloc(1, sizeof(*kept));
	u8 i;

	/* A bit of a number for each varying word. */
	for (i = 0; i < WORDS; i++)
		if (is_varying(i) && kept->n_varying < 64)
			kept->varying[kept->n_varying++] = i;
		else
			kept->steady[kept->n_steady++] = i;
	return kept;
}

/** tcpst_kept_free() - free the flows; NULL is allowed */
void tcpst_kept_free(struct tcpst_kept *kept)
{
	size_t i;

	if (!kept)
		return;
	for (i = 0; i < MODELS; i++)
		free(kept->model[i]);
	for (i = 0; i < kept->chunks; i++)
		free(kept->chunk[i]);
	free(kept->chunk);
	free(kept);
}

/*
 * Make numbers small, or the same in all flows: most times follow from others, as long as
 * the handshake was seen and the connection is established. Unsigned arithmetic wraps, so
 * restore() is right for any values.
 */
static void prepare(struct tcpst_flow *flow)
{
	struct tcps_verdict *v = &flow->verdict;
	u64 *initiator = v->state_ns[0], *responder = v->state_ns[1];

	responder[TCPS_ESTABLISHED] -= initiator[TCPS_ESTABLISHED];
	/* The time of the verdict. */
	initiator[TCPS_ESTABLISHED] += v->start + initiator[TCPS_SYN_SENT];
	initiator[TCPS_SYN_SENT] -= v->syn_to_syn_ack + v->syn_ack_to_ack;
	responder[TCPS_LISTEN] -= v->syn_to_syn_ack;
	responder[TCPS_SYN_RECEIVED] -= v->syn_ack_to_ack;
	flow->heard_ns[0] -= flow->seen_ns;
	flow->heard_ns[1] -= flow->seen_ns;
	flow->seen_ns -= v->start;
	/* Addresses and ports are stored as they are. */
	memset(&flow->ends, 0, sizeof(flow->ends));
}

static void restore(struct tcpst_flow *flow)
{
	struct tcps_verdict *v = &flow->verdict;
	u64 *initiator = v->state_ns[0], *responder = v->state_ns[1];

	flow->seen_ns += v->start;
	flow->heard_ns[1] += flow->seen_ns;
	flow->heard_ns[0] += flow->seen_ns;
	responder[TCPS_SYN_RECEIVED] += v->syn_ack_to_ack;
	responder[TCPS_LISTEN] += v->syn_to_syn_ack;
	initiator[TCPS_SYN_SENT] += v->syn_to_syn_ack + v->syn_ack_to_ack;
	initiator[TCPS_ESTABLISHED] -= v->start + initiator[TCPS_SYN_SENT];
	responder[TCPS_ESTABLISHED] += initiator[TCPS_ESTABLISHED];
}

static u64 set_words(const struct tcpst_kept *kept, const union words *as)
{
	unsigned int i;
	u64 set = 0;

	for (i = 0; i < kept->n_varying; i++)
		set |= (u64)!!as->word[kept->varying[i]] << i;
	return set;
}

#define MULTIPLIER 0x9e3779b97f4a7c15ULL

/* What flows that resemble each other have in common; two sums, which is faster. */
static unsigned int hash(const struct tcpst_kept *kept, const union words *as, u64 set)
{
	u64 odd = set, even = 0;
	unsigned int i;

	for (i = 0; i + 1 < kept->n_steady; i += 2) {
		even = (even ^ as->word[kept->steady[i]]) * MULTIPLIER;
		odd = (odd ^ as->word[kept->steady[i + 1]]) * MULTIPLIER;
	}
	if (i < kept->n_steady)
		even = (even ^ as->word[kept->steady[i]]) * MULTIPLIER;
	even = (even ^ odd >> 32) * MULTIPLIER;
	return (unsigned int)(even >> 40) % MODELS;
}

static struct model *new_model(const struct tcpst_kept *kept, const union words *as,
			       u64 set)
{
	struct model *model = tcpst_alloc(1, sizeof(*model));
	unsigned int i;

	model->as = *as;
	model->set = set;
	for (i = 0; i < kept->n_varying; i++)
		if (set >> i & 1)
			model->differs[model->n++] = kept->varying[i];
	return model;
}

/* The differences, positive and negative ones in turn, so that small ones are short. */
static u64 difference(u64 value, u64 from)
{
	u64 more = value - from;

	return more << 1 ^ (more >> 63 ? ~0ULL : 0);
}

static u64 apply(u64 difference, u64 from)
{
	return from + (difference >> 1 ^ (difference & 1 ? ~0ULL : 0));
}

static u8 *put_words(u8 *at, const union words *as, const union words *from,
		     const u8 *which, unsigned int n)
{
	u8 *lengths = at;
	unsigned int i;

	memset(lengths, 0, (n + 1) / 2);
	at += (n + 1) / 2;
	for (i = 0; i < n; i++) {
		u64 more = difference(as->word[which[i]], from->word[which[i]]);
		unsigned int length = more ? (71 - (unsigned int)__builtin_clzll(more)) / 8 : 0;

		lengths[i / 2] |= (u8)(length << i % 2 * 4);
		memcpy(at, &more, sizeof(more));
		at += length;
	}
	return at;
}

static void get_words(const u8 *at, union words *as, const u8 *which, unsigned int n)
{
	const u8 *lengths = at;
	unsigned int i;

	at += (n + 1) / 2;
	for (i = 0; i < n; i++) {
		unsigned int length = lengths[i / 2] >> i % 2 * 4 & 15;
		u64 more = 0;

		memcpy(&more, at, sizeof(more));
		if (length < sizeof(more))
			more &= (1ULL << 8 * length) - 1;
		as->word[which[i]] = apply(more, as->word[which[i]]);
		at += length;
	}
}

static u8 *put_ends(u8 *at, const struct tcpst_addrs *ends)
{
	size_t size = ends->ipv6 ? 16 : 4;

	memcpy(at, ends->addr[0], size);
	memcpy(at + size, ends->addr[1], size);
	memcpy(at + 2 * size, ends->port, sizeof(ends->port));
	return at + 2 * size + sizeof(ends->port);
}

static const u8 *get_ends(const u8 *at, struct tcpst_addrs *ends, bool ipv6)
{
	size_t size = ipv6 ? 16 : 4;

	ends->ipv6 = ipv6;
	memcpy(ends->addr[0], at, size);
	memcpy(ends->addr[1], at + size, size);
	memcpy(ends->port, at + 2 * size, sizeof(ends->port));
	return at + 2 * size + sizeof(ends->port);
}

/* Is it the same in all words but those that differ between flows like the model? */
static bool is_like(const struct tcpst_kept *kept, const struct model *model,
		    const union words *as, u64 set)
{
	unsigned int i;

	if (set & ~model->set)
		return false;
	for (i = 0; i < kept->n_steady; i++)
		if (as->word[kept->steady[i]] != model->as.word[kept->steady[i]])
			return false;
	return true;
}

/* Space for a flow. */
static u8 *reserve(struct tcpst_kept *kept)
{
	if (!kept->chunks || kept->used + SPACE > CHUNK) {
		kept->chunk = tcpst_resize(kept->chunk, kept->chunks + 1,
					   sizeof(*kept->chunk));
		kept->chunk[kept->chunks++] = tcpst_alloc(1, CHUNK);
		kept->used = 0;
	}
	return kept->chunk[kept->chunks - 1] + kept->used;
}

/* All words that differ, with their numbers, for a flow that is not like its model. */
static u8 *put_other(u8 *at, const union words *as, const union words *from)
{
	u8 *n = at, which[WORDS], i;

	*n = 0;
	for (i = 0; i < WORDS; i++)
		if (as->word[i] != from->word[i])
			which[(*n)++] = i;
	memcpy(at + 1, which, *n);
	return put_words(at + 1 + *n, as, from, which, *n);
}

/**
 * tcpst_kept_add() - add a flow
 * @kept: the flows
 * @flow: copied, but not the strings that it points to
 *
 * Return: its place.
 */
u32 tcpst_kept_add(struct tcpst_kept *kept, const struct tcpst_flow *flow)
{
	union words as = { .flow = *flow };
	u8 *start = reserve(kept), *at = start;
	u64 place = (u64)(kept->chunks - 1) * CHUNK + kept->used;
	struct model **model;
	unsigned int number;
	u16 header;
	bool like;
	u64 set;

	prepare(&as.flow);
	set = set_words(kept, &as);
	number = hash(kept, &as, set);
	model = &kept->model[number];
	if (!*model)
		*model = new_model(kept, &as, set);
	like = is_like(kept, *model, &as, set);
	header = (u16)(number << FLAG_BITS | (flow->ends.ipv6 ? FLAG_IPV6 : 0) |
		       (like ? 0 : FLAG_OTHER));
	memcpy(at, &header, sizeof(header));
	at = put_ends(at + sizeof(header), &flow->ends);
	at = like ? put_words(at, &as, &(*model)->as, (*model)->differs, (*model)->n) :
		    put_other(at, &as, &(*model)->as);
	kept->used += ((size_t)(at - start) + STEP - 1) / STEP * STEP;
	return (u32)(place / STEP);
}

static const u8 *find(const struct tcpst_kept *kept, u32 place)
{
	u64 offset = (u64)place * STEP;

	return kept->chunk[offset / CHUNK] + offset % CHUNK;
}

/** tcpst_kept_prefetch() - load a flow into the cache that will be read soon */
void tcpst_kept_prefetch(const struct tcpst_kept *kept, u32 place)
{
	const u8 *at = find(kept, place);

	__builtin_prefetch(at);
	__builtin_prefetch(at + 64);
}

/**
 * tcpst_kept_read() - read a flow
 * @kept:  the flows
 * @place: its place
 * @flow:  set
 */
void tcpst_kept_read(const struct tcpst_kept *kept, u32 place, struct tcpst_flow *flow)
{
	const u8 *at = find(kept, place);
	const struct model *model;
	struct tcpst_addrs ends = { 0 };
	union words as;
	u16 header;

	memcpy(&header, at, sizeof(header));
	model = kept->model[header >> FLAG_BITS];
	as = model->as;
	at = get_ends(at + sizeof(header), &ends, header & FLAG_IPV6);
	if (header & FLAG_OTHER)
		get_words(at + 1 + *at, &as, at + 1, *at);
	else
		get_words(at, &as, model->differs, model->n);
	restore(&as.flow);
	*flow = as.flow;
	flow->ends = ends;
}
