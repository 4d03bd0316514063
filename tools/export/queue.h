/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Bounded queue of ended flows for a collector, between two threads. One puts
 * flows, the other takes them; a flow that was taken stays until it is released,
 * so that it can be taken again if it did not arrive.
 */
#ifndef TCPST_EXPORT_QUEUE_H
#define TCPST_EXPORT_QUEUE_H

#include "model/flow.h"

struct tcpst_queue;

struct tcpst_queue *tcpst_queue_new(size_t size);
void tcpst_queue_free(struct tcpst_queue *queue);

bool tcpst_queue_put(struct tcpst_queue *queue, const struct tcpst_flow *flow);
bool tcpst_queue_wait_space(struct tcpst_queue *queue, u64 until_ns);
void tcpst_queue_close(struct tcpst_queue *queue);

bool tcpst_queue_wait(struct tcpst_queue *queue, u64 until_ns);
const struct tcpst_flow *tcpst_queue_peek(struct tcpst_queue *queue,
					  size_t ahead);
void tcpst_queue_take(struct tcpst_queue *queue, size_t n);
void tcpst_queue_release(struct tcpst_queue *queue, size_t n);
void tcpst_queue_rewind(struct tcpst_queue *queue);
bool tcpst_queue_closed(struct tcpst_queue *queue);
size_t tcpst_queue_count(struct tcpst_queue *queue);
u64 tcpst_queue_dropped(struct tcpst_queue *queue);

#endif /* TCPST_EXPORT_QUEUE_H */
