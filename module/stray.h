/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Segments that no known connection expects, kept until another one agrees with them
 * (core/place.h). Anyone can cause them, so there are few places: a new one takes
 * that of an older one.
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
 * @slots: by a hash of the flow between whose ends they came
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
 * enum tcps_stray_kept - what became of a stray
 * @TCPS_STRAY_KEPT:     it is kept
 * @TCPS_STRAY_REPLACED: so it is, in the place of one of another flow
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
