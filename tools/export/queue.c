// SPDX-License-Identifier: GPL-2.0
/* Ended flows on their way to a collector. */
#include "base/clock.h"
#include "export/queue.h"
#include "base/alloc.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

/**
 * struct tcpst_queue - a ring of flows
 * @lock:     protects all but the slots, each of which belongs to one thread:
 *            to the one that takes from @head on, to the one that puts from
 *            @tail on
 * @changed:  something was put or released, or the queue was closed
 * @size:     of @flow
 * @head:     number of the oldest flow not released
 * @next:     number of the first flow not taken
 * @tail:     number the next flow will have
 * @dropped:  flows for which there was no space
 * @closed:   nothing will be put any more
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
 * tcpst_queue_new() - a queue, NULL: no memory
 * @size: how many flows it holds; their memory is only taken when used
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

/** tcpst_queue_free() - free it; neither thread uses it any more */
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
 * @queue: where
 * @flow:  copied
 *
 * Return: false, and it is counted, if there is no space.
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
 * tcpst_queue_wait_space() - wait until one can be put
 * @queue:    the queue
 * @until_ns: of tcpst_clock_steady()
 *
 * Return: false if there is still no space then.
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
 * tcpst_queue_wait() - wait until one can be taken
 * @queue:    the queue
 * @until_ns: of tcpst_clock_steady()
 *
 * Return: false if there is none, for the time is up or the queue is closed.
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
 * tcpst_queue_peek() - one that could be taken
 * @queue: the queue
 * @ahead: how many would be taken before it
 *
 * Return: NULL if there are not so many; otherwise valid until it is released.
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

/** tcpst_queue_take() - take the next @n, which are there */
void tcpst_queue_take(struct tcpst_queue *queue, size_t n)
{
	pthread_mutex_lock(&queue->lock);
	queue->next += n;
	pthread_mutex_unlock(&queue->lock);
}

/** tcpst_queue_release() - let go of the oldest @n, which were taken */
void tcpst_queue_release(struct tcpst_queue *queue, size_t n)
{
	pthread_mutex_lock(&queue->lock);
	queue->head += n;
	pthread_cond_broadcast(&queue->changed);
	pthread_mutex_unlock(&queue->lock);
}

/** tcpst_queue_rewind() - all that was taken and not released is there again */
void tcpst_queue_rewind(struct tcpst_queue *queue)
{
	pthread_mutex_lock(&queue->lock);
	queue->next = queue->head;
	pthread_mutex_unlock(&queue->lock);
}

/** tcpst_queue_closed() - will nothing be put any more? */
bool tcpst_queue_closed(struct tcpst_queue *queue)
{
	bool closed;

	pthread_mutex_lock(&queue->lock);
	closed = queue->closed;
	pthread_mutex_unlock(&queue->lock);
	return closed;
}

/** tcpst_queue_count() - how many are not released */
size_t tcpst_queue_count(struct tcpst_queue *queue)
{
	size_t count;

	pthread_mutex_lock(&queue->lock);
	count = (size_t)(queue->tail - queue->head);
	pthread_mutex_unlock(&queue->lock);
	return count;
}

/** tcpst_queue_dropped() - for how many there was no space */
u64 tcpst_queue_dropped(struct tcpst_queue *queue)
{
	u64 dropped;

	pthread_mutex_lock(&queue->lock);
	dropped = queue->dropped;
	pthread_mutex_unlock(&queue->lock);
	return dropped;
}
