/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Segments that fit no known connection, kept until another one confirms them
 * (core/place.h). Anyone can cause them, so there are few slots: a new one replaces an
 * older one.
 */
#ifndef TCPS_STRAY_H
#define TCPS_STRAY_H

#include <linux/spinlock.h>

#include "core/place.h"

struct tcps_flow;

#define TCPS_STRAYS 64

/**
 * struct tcps_strays - the strays of a namespace
 * @lock:  protects all; softirq-safe; taken inside a flow's lock
 * @slots: by a hash of the flow with the same ends
 * @slots.flow:  id of that flow, 0: the slot is empty
 * @slots.stray: the segment
 */
struct tcps_strays {
	spinlock_t lock;
	struct {
		u64 flow;
		struct tcps_stray stray;
	} slots[TCPS_STRAYS];
};

/**
 * enum tcps_stray_kept - result of keeping a stray
 * @TCPS_STRAY_KEPT:     it is kept
 * @TCPS_STRAY_REPLACED: it is kept, and has replaced one of another flow
 * @TCPS_STRAY_LOST:     no memory
 */
enum tcps_stray_kept {
	TCPS_STRAY_KEPT,
	TCPS_STRAY_REPLACED,
	TCPS_STRAY_LOST
};

enum tcps_stray_kept tcps_stray_keep(struct tcps_strays **strays, u64 flow,
				     const struct tcps_stray *stray);
bool tcps_stray_find(struct tcps_strays **strays, u64 flow,
		     struct tcps_stray *stray);
void tcps_stray_drop(struct tcps_strays **strays, u64 flow);
void tcps_stray_exit(struct tcps_strays *strays);

#endif /* TCPS_STRAY_H */
