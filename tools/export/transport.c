// SPDX-License-Identifier: GPL-2.0
/*
 * The connection to a collector.
 *
 * Data written to a socket has not arrived yet. TCP reports how much of it the peer
 * has acknowledged. UDP reports nothing, except that an ICMP error returns soon if
 * nothing listens: a datagram without an error for a while is assumed to have
 * arrived. Messages that had not arrived when the connection broke are sent again;
 * so a collector may see a flow twice, but does not miss it.
 */
#include "export/transport.h"

#include <errno.h>
#include <linux/sockios.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/stop.h"

/* Limit of blocking, except in the resolver, so that a signal is noticed soon. */
#define BLOCK_SECONDS 1

/*
 * TCP user timeout: if the collector's machine has vanished, give up after this time,
 * not after the quarter of an hour of TCP's retransmissions. It may be back earlier.
 */
#define SILENCE_MS 30000U

/* Time after which an ICMP error would have returned. */
#define UDP_DOUBT_NS 1000000000ULL

static bool failed(struct tcpst_transport *transport, const char *why)
{
	snprintf(transport->error, sizeof(transport->error), "%s", why);
	return false;
}

static int connect_to(const struct addrinfo *to)
{
	struct timeval limit = { .tv_sec = BLOCK_SECONDS };
	unsigned int silence = SILENCE_MS;
	int fd, error;

	fd = socket(to->ai_family, to->ai_socktype | SOCK_CLOEXEC,
		    to->ai_protocol);
	if (fd < 0)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
	if (to->ai_protocol == IPPROTO_TCP)
		setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &silence,
			   sizeof(silence));
	if (!connect(fd, to->ai_addr, to->ai_addrlen))
		return fd;
	error = errno == EINPROGRESS ? ETIMEDOUT : errno;
	close(fd);
	errno = error;
	return -1;
}

/* Connect to the first address that answers, from index @from on. */
static int connect_one_of(const struct addrinfo *found, unsigned int from)
{
	const struct addrinfo *to;
	unsigned int n = 0, i;
	int fd = -1;

	for (to = found; to; to = to->ai_next)
		n++;
	for (i = 0; i < n && fd < 0; i++) {
		unsigned int skip = (from + i) % n;

		for (to = found; skip; to = to->ai_next)
			skip--;
		fd = connect_to(to);
	}
	return fd;
}

/**
 * tcpst_transport_open() - connect to the collector, with no message in transit
 *
 * A datagram socket does not show which address of a name is listened at, so
 * each time the next one is tried.
 */
bool tcpst_transport_open(struct tcpst_transport *transport)
{
	struct addrinfo want = {
		.ai_socktype = transport->tcp ? SOCK_STREAM : SOCK_DGRAM,
	};
	struct addrinfo *found;
	int error;

	transport->fd = -1;
	transport->n = 0;
	error = getaddrinfo(transport->address->host, transport->address->port,
			    &want, &found);
	if (error)
		return failed(transport, gai_strerror(error));
	transport->fd = connect_one_of(found, transport->tcp ?
					      0 : transport->turn++);
	error = errno;
	freeaddrinfo(found);
	return transport->fd >= 0 || failed(transport, strerror(error));
}

/** tcpst_transport_close() - close the connection */
void tcpst_transport_close(struct tcpst_transport *transport)
{
	if (transport->fd >= 0)
		close(transport->fd);
	transport->fd = -1;
}

/* Write all octets; for UDP as one datagram. */
static bool write_all(struct tcpst_transport *transport, const u8 *octets,
		      size_t length)
{
	size_t done = 0;

	while (done < length) {
		ssize_t n = send(transport->fd, octets + done, length - done,
				 MSG_NOSIGNAL);

		if (n >= 0)
			done += (size_t)n;
		else if (errno != EAGAIN && errno != EWOULDBLOCK &&
			 errno != EINTR)
			return failed(transport, strerror(errno));
		else if (transport->hopeless(transport->arg))
			return failed(transport, "it accepts no data");
	}
	return true;
}

/**
 * tcpst_transport_send() - send a message
 * @transport: the connection, with space for another message
 * @octets:    the message
 * @length:    its length
 * @records:   number of flows in it
 *
 * Return: false if the connection is broken; messages in transit may not arrive.
 */
bool tcpst_transport_send(struct tcpst_transport *transport,
			  const u8 *octets, size_t length, size_t records)
{
	unsigned int last = (transport->head + transport->n) %
			    TCPST_TRANSPORT_UNDER_WAY;

	if (!write_all(transport, octets, length))
		return false;
	transport->message[last] = (struct tcpst_under_way){
		.octets = length,
		.records = records,
		.time_ns = tcpst_clock_steady(),
	};
	transport->n++;
	return true;
}

/* Number of octets that were written and are not known to have arrived. */
static size_t doubtful(const struct tcpst_transport *transport)
{
	u64 now = tcpst_clock_steady();
	size_t octets = 0;
	unsigned int i;
	int queued;

	if (transport->tcp) {
		if (ioctl(transport->fd, SIOCOUTQ, &queued))
			return SIZE_MAX;
		return (size_t)queued;
	}
	for (i = 0; i < transport->n; i++) {
		const struct tcpst_under_way *message =
			&transport->message[(transport->head + i) %
					    TCPST_TRANSPORT_UNDER_WAY];

		if (now - message->time_ns < UDP_DOUBT_NS)
			octets += message->octets;
	}
	return octets;
}

/** tcpst_transport_has_space() - can another message be sent? */
bool tcpst_transport_has_space(const struct tcpst_transport *transport)
{
	return transport->n < TCPST_TRANSPORT_UNDER_WAY;
}

/**
 * tcpst_transport_arrived() - number of flows that have arrived since the last call
 *
 * This also works for a connection that is broken and not closed yet.
 */
size_t tcpst_transport_arrived(struct tcpst_transport *transport)
{
	size_t under_way = 0, records = 0, doubt;
	unsigned int i;

	for (i = 0; i < transport->n; i++)
		under_way += transport->message[(transport->head + i) %
						TCPST_TRANSPORT_UNDER_WAY].octets;
	doubt = transport->n ? doubtful(transport) : 0;
	while (transport->n) {
		const struct tcpst_under_way *oldest =
			&transport->message[transport->head];

		/* The number of datagrams in doubt is limited. */
		if (under_way < doubt + oldest->octets &&
		    (transport->tcp || tcpst_transport_has_space(transport)))
			break;
		under_way -= oldest->octets;
		records += oldest->records;
		transport->head = (transport->head + 1) %
				  TCPST_TRANSPORT_UNDER_WAY;
		transport->n--;
	}
	return records;
}

/** tcpst_transport_alive() - is the connection still usable? */
bool tcpst_transport_alive(struct tcpst_transport *transport)
{
	socklen_t size = sizeof(int);
	int error = 0;
	char octet;
	ssize_t n;

	if (transport->tcp) {
		n = recv(transport->fd, &octet, 1, MSG_DONTWAIT);
		if (!n)
			return failed(transport, "it closed the connection");
		if (n < 0 && errno != EAGAIN && errno != EWOULDBLOCK &&
		    errno != EINTR)
			return failed(transport, strerror(errno));
		return true;
	}
	getsockopt(transport->fd, SOL_SOCKET, SO_ERROR, &error, &size);
	return !error || failed(transport, strerror(error));
}
