/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The connection to a collector, by TCP or UDP: it sends messages, and reports how
 * many of them are known to have arrived.
 */
#ifndef TCPST_EXPORT_TRANSPORT_H
#define TCPST_EXPORT_TRANSPORT_H

#include <stddef.h>

#include "export/address.h"
#include "module/core/types.h"

/* Limit of messages in transit. */
#define TCPST_TRANSPORT_UNDER_WAY 4096

/**
 * struct tcpst_under_way - a message that may not have arrived
 * @octets:  its length
 * @records: number of flows in it
 * @time_ns: when it was sent, by tcpst_clock_steady()
 */
struct tcpst_under_way {
	size_t octets;
	size_t records;
	u64 time_ns;
};

/**
 * struct tcpst_transport - the connection to a collector
 * @address: address of the collector
 * @tcp:     use TCP, otherwise UDP
 * @hopeless: called each second while the collector does not read; returns true
 *           to give up
 * @arg:     passed to @hopeless
 * @turn:    index of the next address of a name to try
 * @fd:      socket, -1: none
 * @head:    index of the oldest of @message
 * @n:       number of @message
 * @message: ring of messages in transit
 * @error:   why the latest call failed
 */
struct tcpst_transport {
	const struct tcpst_address *address;
	bool tcp;
	bool (*hopeless)(void *arg);
	void *arg;
	unsigned int turn;
	int fd;
	unsigned int head;
	unsigned int n;
	struct tcpst_under_way message[TCPST_TRANSPORT_UNDER_WAY];
	char error[256];
};

bool tcpst_transport_open(struct tcpst_transport *transport);
void tcpst_transport_close(struct tcpst_transport *transport);
bool tcpst_transport_send(struct tcpst_transport *transport,
			  const u8 *octets, size_t length, size_t records);
bool tcpst_transport_has_space(const struct tcpst_transport *transport);
size_t tcpst_transport_arrived(struct tcpst_transport *transport);
bool tcpst_transport_alive(struct tcpst_transport *transport);

#endif /* TCPST_EXPORT_TRANSPORT_H */
