// SPDX-License-Identifier: GPL-2.0
/* Queue of ended flows for a collector. */
#include "base/clock.h"
#include "export/queue.h"
#include "base/alloc.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

/**
 * struct tcpst_queue - a ring of flows
 * @lock:     protects all but the slots, each of which belongs to one thread:
 *            slots from @head on to the consumer, slots from @tail on to the
 *            producer
 * @changed:  a flow was put or released, or the queue was closed
 * @size:     size of @flow
 * @head:     number of the oldest flow not released
 * @next:     number of the first flow not taken
 * @tail:     number the next flow will have
 * @dropped:  flows for which there was no space
 * @closed:   no more flows will be put
 * @flow:     the slots, by number modulo @size
 */
struct tcpst_queue {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	size_t size;
	u64 head;
	u64 next;
	u64 tail;
	u64 dropped;
	bool closed;
	struct tcpst_flow flow[];
};

/**
 * tcpst_queue_new() - allocate a queue
 * @size: its capacity in flows; their memory is used only when needed
 */
struct tcpst_queue *tcpst_queue_new(size_t size)
{
	struct tcpst_queue *queue;
	pthread_condattr_t attr;

	queue = tcpst_alloc(1, sizeof(*queue) + size * sizeof(queue->flow[0]));
	queue->size = size;
	pthread_mutex_init(&queue->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&queue->changed, &attr);
	pthread_condattr_destroy(&attr);
	return queue;
}

/** tcpst_queue_free() - free it, when neither thread uses it any more */
void tcpst_queue_free(struct tcpst_queue *queue)
{
	if (!queue)
		return;
	pthread_cond_destroy(&queue->changed);
	pthread_mutex_destroy(&queue->lock);
	free(queue);
}

/**
 * tcpst_queue_put() - put a flow
 * @queue: the queue
 * @flow:  the flow; copied
 *
 * Return: false if there is no space; then the flow is counted as dropped.
 */
bool tcpst_queue_put(struct tcpst_queue *queue, const struct tcpst_flow *flow)
{
	bool space;

	pthread_mutex_lock(&queue->lock);
	space = queue->tail - queue->head < queue->size;
	if (space) {
		queue->flow[queue->tail % queue->size] = *flow;
		queue->tail++;
		pthread_cond_broadcast(&queue->changed);
	} else {
		queue->dropped++;
	}
	pthread_mutex_unlock(&queue->lock);
	return space;
}

/* With the lock held. Return: false if the time is up. */
static bool wait_change(struct tcpst_queue *queue, u64 until_ns)
{
	struct timespec until = {
		.tv_sec = (time_t)(until_ns / 1000000000),
		.tv_nsec = (long)(until_ns % 1000000000),
	};

	return !pthread_cond_timedwait(&queue->changed, &queue->lock, &until);
}

/**
 * tcpst_queue_wait_space() - wait until a flow can be put
 * @queue:    the queue
 * @until_ns: deadline by tcpst_clock_steady()
 *
 * Return: false if there is still no space at the deadline.
 */
bool tcpst_queue_wait_space(struct tcpst_queue *queue, u64 until_ns)
{
	bool space;

	pthread_mutex_lock(&queue->lock);
	while (queue->tail - queue->head == queue->size)
		if (!wait_change(queue, until_ns))
			break;
	space = queue->tail - queue->head < queue->size;
	pthread_mutex_unlock(&queue->lock);
	return space;
}

/** tcpst_queue_close() - no more flows will be added */
void tcpst_queue_close(struct tcpst_queue *queue)
{
	pthread_mutex_lock(&queue->lock);
	queue->closed = true;
	pthread_cond_broadcast(&queue->changed);
	pthread_mutex_unlock(&queue->lock);
}

/**
 * tcpst_queue_wait() - wait until a flow can be taken
 * @queue:    the queue
 * @until_ns: deadline by tcpst_clock_steady()
 *
 * Return: false if there is none at the deadline, or when the queue is closed.
 */
bool tcpst_queue_wait(struct tcpst_queue *queue, u64 until_ns)
{
	bool ready;

	pthread_mutex_lock(&queue->lock);
	while (queue->next == queue->tail && !queue->closed)
		if (!wait_change(queue, until_ns))
			break;
	ready = queue->next < queue->tail;
	pthread_mutex_unlock(&queue->lock);
	return ready;
}

/**
 * tcpst_queue_peek() - look at a flow that can be taken
 * @queue: the queue
 * @ahead: number of flows before it
 *
 * Return: the flow, valid until it is released; NULL if there are fewer.
 */
const struct tcpst_flow *tcpst_queue_peek(struct tcpst_queue *queue,
					  size_t ahead)
{
	const struct tcpst_flow *flow = NULL;

	pthread_mutex_lock(&queue->lock);
	if (queue->next + ahead < queue->tail)
		flow = &queue->flow[(queue->next + ahead) % queue->size];
	pthread_mutex_unlock(&queue->lock);
	return flow;
}

/** tcpst_queue_take() - take the next @n flows, which must exist */
void tcpst_queue_take(struct tcpst_queue *queue, size_t n)
{
	pthread_mutex_lock(&queue->lock);
	queue->next += n;
	pthread_mutex_unlock(&queue->lock);
}

/** tcpst_queue_release() - remove the oldest @n flows, which must have been taken */
void tcpst_queue_release(struct tcpst_queue *queue, size_t n)
{
	pthread_mutex_lock(&queue->lock);
	queue->head += n;
	pthread_cond_broadcast(&queue->changed);
	pthread_mutex_unlock(&queue->lock);
}

/** tcpst_queue_rewind() - let flows that were taken and not released be taken again */
void tcpst_queue_rewind(struct tcpst_queue *queue)
{
	pthread_mutex_lock(&queue->lock);
	queue->next = queue->head;
	pthread_mutex_unlock(&queue->lock);
}

/** tcpst_queue_closed() - is the queue closed? */
bool tcpst_queue_closed(struct tcpst_queue *queue)
{
	bool closed;

	pthread_mutex_lock(&queue->lock);
	closed = queue->closed;
	pthread_mutex_unlock(&queue->lock);
	return closed;
}

/** tcpst_queue_count() - number of flows not released */
size_t tcpst_queue_count(struct tcpst_queue *queue)
{
	size_t count;

	pthread_mutex_lock(&queue->lock);
	count = (size_t)(queue->tail - queue->head);
	pthread_mutex_unlock(&queue->lock);
	return count;
}

/** tcpst_queue_dropped() - number of flows for which there was no space */
u64 tcpst_queue_dropped(struct tcpst_queue *queue)
{
	u64 dropped;

	pthread_mutex_lock(&queue->lock);
	dropped = queue->dropped;
	pthread_mutex_unlock(&queue->lock);
	return dropped;
}
