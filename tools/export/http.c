// SPDX-License-Identifier: GPL-2.0
/* Serving metrics by HTTP, by libmicrohttpd in one thread. */
#include "export/http.h"

#include <errno.h>
#include <microhttpd.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/diag.h"
#include "export/signals.h"

/* Limit of simultaneous clients, and timeout of a client, seconds. */
#define CLIENTS_MAX 32
#define PATIENCE 10

/**
 * struct tcpst_http - a server
 * @daemon: daemon of libmicrohttpd
 * @page:   the page it serves
 */
struct tcpst_http {
	struct MHD_Daemon *daemon;
	struct tcpst_http_page page;
};

static enum MHD_Result reply(struct MHD_Connection *connection,
			     unsigned int status, const char *type, char *body,
			     size_t length, enum MHD_ResponseMemoryMode memory)
{
	struct MHD_Response *response;
	enum MHD_Result result;

	response = MHD_create_response_from_buffer(length, body, memory);
	if (!response)
		return MHD_NO;
	/* If memory for the headers runs out, there is no answer. */
	result = MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, type);
	if (result && status == MHD_HTTP_METHOD_NOT_ALLOWED)
		result = MHD_add_response_header(response, MHD_HTTP_HEADER_ALLOW,
						 "GET, HEAD");
	if (result)
		result = MHD_queue_response(connection, status, response);
	MHD_destroy_response(response);
	return result;
}

static enum MHD_Result reply_line(struct MHD_Connection *connection,
				  unsigned int status, const char *type,
				  const char *line)
{
	return reply(connection, status, type, (char *)line, strlen(line),
		     MHD_RESPMEM_PERSISTENT);
}

static enum MHD_Result reply_page(struct tcpst_http *http,
				  struct MHD_Connection *connection)
{
	char *body = NULL;
	size_t length;
	FILE *file = tcpst_need(open_memstream(&body, &length));

	http->page.print(file, http->page.arg);
	fclose(file);
	tcpst_need(body);
	return reply(connection, MHD_HTTP_OK,
		     "text/plain; version=0.0.4; charset=utf-8", body, length,
		     MHD_RESPMEM_MUST_FREE);
}

static const char front_page[] =
	"<!DOCTYPE html><title>tcpstates</title><a href=\"/metrics\">metrics</a>\n";

static enum MHD_Result answer(void *arg, struct MHD_Connection *connection,
			      const char *url, const char *method,
			      const char *version, const char *upload,
			      size_t *upload_size, void **state)
{
	(void)version;
	(void)upload;
	(void)state;
	if (*upload_size) {
		*upload_size = 0;
		return MHD_YES;
	}
	if (strcmp(method, MHD_HTTP_METHOD_GET) &&
	    strcmp(method, MHD_HTTP_METHOD_HEAD))
		return reply_line(connection, MHD_HTTP_METHOD_NOT_ALLOWED,
				  "text/plain", "GET /metrics\n");
	if (!strcmp(url, "/metrics"))
		return reply_page(arg, connection);
	if (!strcmp(url, "/"))
		return reply_line(connection, MHD_HTTP_OK, "text/html",
				  front_page);
	return reply_line(connection, MHD_HTTP_NOT_FOUND, "text/plain",
			  "not found, only /metrics is served\n");
}

/* @both: listen on IPv4 as well (no IPV6_V6ONLY) */
static int listen_at(const struct addrinfo *at, bool both)
{
	int fd, error, on = 1, off = 0;

	fd = socket(at->ai_family, at->ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK,
		    at->ai_protocol);
	if (fd < 0)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (both)
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof(off));
	if (!bind(fd, at->ai_addr, at->ai_addrlen) && !listen(fd, CLIENTS_MAX))
		return fd;
	error = errno;
	close(fd);
	errno = error;
	return -1;
}

/* Return: a socket, or -1 with the reason in @error. */
static int open_socket_of(const struct tcpst_address *address, int family,
			  const char **error)
{
	struct addrinfo want = {
		.ai_family = family,
		.ai_socktype = SOCK_STREAM,
		.ai_flags = AI_PASSIVE,
	};
	struct addrinfo *found, *at;
	int fd = -1, number;

	number = getaddrinfo(address->host[0] ? address->host : NULL,
			     address->port, &want, &found);
	if (number) {
		*error = gai_strerror(number);
		return -1;
	}
	for (at = found; at && fd < 0; at = at->ai_next)
		fd = listen_at(at, family == AF_INET6);
	*error = strerror(errno);
	freeaddrinfo(found);
	return fd;
}

/* Return: a socket, or -1: the error has been reported. */
static int open_socket(const struct tcpst_address *address)
{
	const char *error;
	int fd = -1;

	/* Without a host, listen on both families, unless there is no IPv6. */
	if (!address->host[0])
		fd = open_socket_of(address, AF_INET6, &error);
	if (fd < 0)
		fd = open_socket_of(address, AF_UNSPEC, &error);
	if (fd < 0)
		tcpst_fail("cannot listen on %s: %s", address->text, error);
	return fd;
}

/**
 * tcpst_http_start() - start the server
 * @httpp:   set
 * @address: address to listen on
 * @page:    the page to serve; copied
 *
 * Return: exit status; unless %TCPST_OK, the error has been reported.
 */
int tcpst_http_start(struct tcpst_http **httpp,
		     const struct tcpst_address *address,
		     const struct tcpst_http_page *page)
{
	struct tcpst_http *http = tcpst_alloc(1, sizeof(*http));
	sigset_t signals;
	int fd;

	http->page = *page;
	fd = open_socket(address);
	if (fd < 0) {
		free(http);
		return TCPST_FAILED;
	}
	tcpst_signals_block(&signals);
	http->daemon = MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD |
					MHD_USE_POLL, 0, NULL, NULL,
					answer, http,
					MHD_OPTION_LISTEN_SOCKET, fd,
					MHD_OPTION_CONNECTION_LIMIT,
					(unsigned int)CLIENTS_MAX,
					MHD_OPTION_CONNECTION_TIMEOUT,
					(unsigned int)PATIENCE,
					MHD_OPTION_END);
	tcpst_signals_restore(&signals);
	if (!http->daemon) {
		close(fd);
		free(http);
		return tcpst_fail("cannot start the HTTP server");
	}
	*httpp = http;
	return TCPST_OK;
}

/** tcpst_http_stop() - stop the server; NULL is allowed */
void tcpst_http_stop(struct tcpst_http *http)
{
	if (!http)
		return;
	MHD_stop_daemon(http->daemon);
	free(http);
}
