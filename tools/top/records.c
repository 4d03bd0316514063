// SPDX-License-Identifier: GPL-2.0
/*
 * Records of a capture that is read from a pipe, and so cannot be read again for a
 * ladder: a ring with the latest ones that were played, like the kernel's
 * recorder.
 */
#include "base/alloc.h"
#include "top/top.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"

/* Records of some 16,000 connections; memory is used as it fills. */
#define RECORDS (1U << 17)

/* Octets of a record without the verdict, which transitions and notes do not have. */
#define SIZE offsetof(struct tcpst_event, life)

/**
 * struct tcpst_top_records - a ring of records
 * @n:    number of records added; the latest RECORDS of them are kept
 * @ring: the first SIZE octets of each, at its number modulo RECORDS
 */
struct tcpst_top_records {
	u64 n;
	u8 ring[RECORDS][SIZE];
};

/** tcpst_top_records_new() - an empty ring */
struct tcpst_top_records *tcpst_top_records_new(void)
{
	return tcpst_alloc(1, sizeof(struct tcpst_top_records));
}

/** tcpst_top_records_add() - add a record; lives are not kept */
void tcpst_top_records_add(struct tcpst_top_records *records,
			   const struct tcpst_event *event)
{
	if (event->type != TCPST_LIFE)
		memcpy(records->ring[records->n++ % RECORDS], event, SIZE);
}

/**
 * tcpst_top_records_read() - read the records of a flow
 * @records: the ring
 * @history: with its flow set and all else 0; to be freed by tcpst_history_free()
 */
void tcpst_top_records_read(const struct tcpst_top_records *records,
			    struct tcpst_history *history)
{
	u64 i = records->n > RECORDS ? records->n - RECORDS : 0;

	for (; i < records->n; i++) {
		struct tcpst_event event = { 0 };

		memcpy(&event, records->ring[i % RECORDS], SIZE);
		if (event.flow != history->flow)
			continue;
		if (history->n == history->capacity) {
			history->capacity = history->capacity ? 2 * history->capacity : 16;
			history->event = tcpst_resize(history->event,
						      history->capacity,
						      sizeof(*history->event));
		}
		history->event[history->n++] = event;
	}
}
