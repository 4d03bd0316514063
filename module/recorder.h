/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The flight recorder of a namespace: a ring of fixed-size records, each with
 * a number, written whether or not anyone reads. Writers never wait, readers
 * have cursors of their own and learn exactly what they missed.
 */
#ifndef TCPS_RECORDER_H
#define TCPS_RECORDER_H

#include <linux/atomic.h>
#include <linux/rcupdate.h>

#include "core/options.h"
#include "flow.h"
#include "icmp.h"

/**
 * struct tcps_record_change - a transition or a note
 * @change:    what changed, by side
 * @sender:    side that sent the segment, or %TCPS_SIDE_NONE for a timer
 * @iss_known: bit by side: @iss is known
 * @notes_left_out: notes of the flow that were not recorded since its last event
 * @seg:       the segment, if there is a sender
 * @options:   TCPS_OPTION_* of a SYN, otherwise 0
 * @iss:       initial sequence numbers by side
 */
struct tcps_record_change {
	struct tcps_change change;
	u8 sender;
	u8 iss_known;
	u16 notes_left_out;
	struct tcps_segment seg;
	u32 options;
	u32 iss[2];
};

/**
 * struct tcps_record_drop - where and why the kernel dropped a segment
 * @where:  address in the function that dropped it
 * @reason: enum skb_drop_reason of the running kernel, or of a subsystem
 * @stage:  enum tcps_stage
 */
struct tcps_record_drop {
	unsigned long where;
	u32 reason;
	u8 stage;
};

/* In 40 bits. */
#define TCPS_RECORD_PACKETS_MAX ((1ULL << 40) - 1)

/* In 28 bits: four minutes and a half. */
#define TCPS_RECORD_RTT_MAX ((1U << 28) - 1)

/**
 * struct tcps_record_life - the verdict of a flow that ended
 * @conn:   final state, except for start, which is in real time
 * @counts: by side, with accounting
 * @counts.packets: packets, saturating
 * @counts.offer: tcps_options_pack() of what its SYN offers
 * @times:  by side, with accounting
 * @times.rtt_us: round-trip time, saturating, 0: not measured
 * @times.wscale: the window scale that its SYN offers
 * @icmp_from: if the flow ended by an ICMP error, its sender; ::, not known
 * @icmp_type: its type
 * @icmp_code: its code
 * @few:    then instead of packets, saturating: there was no answer, so there are no
 *          round-trip times, and only a few packets
 * @syn_offer: then instead of offer, that of the initiator: there was no other SYN
 * @syn_wscale: the same for wscale
 */
struct tcps_record_life {
	struct tcps_conn conn;
	union {
		struct {
			struct {
				u64 packets:40;
				u64 offer:TCPS_OPTIONS_PACKED_BITS;
			} counts[2];
			struct {
				u32 rtt_us:28;
				u32 wscale:4;
			} times[2];
		};
		struct {
			struct in6_addr icmp_from;
			u8 icmp_type;
			u8 icmp_code;
			u8 few[2];
			u32 syn_offer:TCPS_OPTIONS_PACKED_BITS;
			u32 syn_wscale:4;
		};
	};
};

/**
 * struct tcps_record - one event
 * @time:      ns since the Unix epoch
 * @flow:      id
 * @ends:      its endpoints, by side
 * @natted:    of a verdict: IPv4, with the translated ends packed into @ends (nat.c)
 * @type:      enum tcps_record_type
 * @initiator: side
 * @accounted: packets and rtt are valid
 * @owned:     bit by side: @owner is valid
 * @reset:     enum tcps_reset: of a change, why this machine sent the RST that caused it;
 *             of a verdict, the same of the accepted RST
 * @rst_ttl:   time to live of that RST, 0: not known
 * @rst_usual: usual time to live of the end it claims to be from (hops.h)
 * @change:    of a transition or a note
 * @drop:      of a note of %TCPS_CAUSE_DROP
 * @icmp:      of a change by an ICMP error
 * @by_icmp:   @icmp is valid
 * @dropped:   of a verdict: %TCPS_END_DROPPED
 * @life:      of a verdict
 * @owner:     who is at the ends that are on this host, by side
 */
struct tcps_record {
	u64 time;
	u64 flow;
	struct tcps_ends ends;
	u8 type:2;
	u8 owned:2;
	u8 natted:1;
	u8 initiator:1;
	u8 accounted:1;
	u8 reset:3;
	u8 by_icmp:1;
	u8 dropped:1;
	u8 rst_ttl;
	u8 rst_usual;
	union {
		struct {
			struct tcps_record_change change;
			union {
				struct tcps_record_drop drop;
				struct tcps_icmp icmp;
			};
		};
		struct tcps_record_life life;
	};
	struct tcps_owner owner[2];
};

/* In 2 and 3 bits of a record. */
static_assert(TCPS_RECORD_TYPE_MAX <= 4);
static_assert(TCPS_RESET_MAX <= 8);

/** tcps_record_is_ipv4() - family of a record's ends */
static inline bool tcps_record_is_ipv4(const struct tcps_record *record)
{
	return record->natted || tcps_ends_are_ipv4(&record->ends);
}

/**
 * tcps_record_verdict_end() - how the flow of a verdict ended, as tcps_flow_end()
 * @record: a verdict
 */
static inline enum tcps_end
tcps_record_verdict_end(const struct tcps_record *record)
{
	return record->dropped ? TCPS_END_DROPPED :
				 tcps_fsm_end(&record->life.conn);
}

/**
 * enum tcps_recorded - result of writing a record
 * @TCPS_RECORDED:         it is in the ring
 * @TCPS_RECORD_OVERTAKEN: lost: others wrapped around the whole ring meanwhile
 * @TCPS_RECORD_NO_MEMORY: lost: no memory, or the limit of all recorders is reached
 */
enum tcps_recorded {
	TCPS_RECORDED,
	TCPS_RECORD_OVERTAKEN,
	TCPS_RECORD_NO_MEMORY
};

struct tcps_ring;

/* Marks for numbers without a record; a power of two. */
#define TCPS_RECORDER_VOIDS 256

/**
 * struct tcps_recorder - the flight recorder
 * @next:  number of the next record
 * @ring:  the records; NULL until the first, and after it was reclaimed. RCU; replaced
 *         under @lock
 * @base:  number of the first record that can be in @ring; set under @lock after it was
 *         replaced
 * @lock:  serializes replacing @ring
 * @want:  records a ring should hold; written under @lock
 * @unprivileged: of an unprivileged namespace; constant
 * @lost:  records that had no memory or no slot: their numbers are void
 * @voids: by number: 2 * number + 2 of the latest void one; 0: none
 */
struct tcps_recorder {
	atomic64_t next;
	struct tcps_ring __rcu *ring;
	atomic64_t base;
	spinlock_t lock;
	unsigned int want;
	bool unprivileged;
	atomic64_t lost;
	atomic64_t voids[TCPS_RECORDER_VOIDS];
};

void tcps_recorder_init(struct tcps_recorder *recorder, unsigned int records,
			bool unprivileged);
void tcps_recorder_exit(struct tcps_recorder *recorder);
int tcps_recorder_resize(struct tcps_recorder *recorder, unsigned int records);

u64 tcps_recorder_reserve(struct tcps_recorder *recorder, unsigned int n);
enum tcps_recorded tcps_recorder_write(struct tcps_recorder *recorder, u64 number,
				       const struct tcps_record *record);
bool tcps_recorder_read(struct tcps_recorder *recorder, u64 *cursor,
			struct tcps_record *record, u64 *lost);
u64 tcps_recorder_first(struct tcps_recorder *recorder);
u64 tcps_recorder_latest(struct tcps_recorder *recorder);
unsigned int tcps_recorder_pages(struct tcps_recorder *recorder);
unsigned int tcps_recorder_take(struct tcps_recorder *recorder,
				struct tcps_ring **taken,
				unsigned int *records);
void tcps_recorder_free(struct tcps_ring *taken);

/** tcps_recorder_next() - number of the next record to be written */
static inline u64 tcps_recorder_next(const struct tcps_recorder *recorder)
{
	return atomic64_read(&recorder->next);
}

#endif /* TCPS_RECORDER_H */
