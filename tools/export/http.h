/* SPDX-License-Identifier: GPL-2.0 */
/* Serving metrics by HTTP. */
#ifndef TCPST_EXPORT_HTTP_H
#define TCPST_EXPORT_HTTP_H

#include <stdio.h>

#include "export/address.h"

struct tcpst_http;

/**
 * struct tcpst_http_page - the content of /metrics
 * @print: writes it; called from a thread of the server's
 * @arg:   passed to @print
 */
struct tcpst_http_page {
	void (*print)(FILE *file, void *arg);
	void *arg;
};

int tcpst_http_start(struct tcpst_http **httpp,
		     const struct tcpst_address *address,
		     const struct tcpst_http_page *page);
void tcpst_http_stop(struct tcpst_http *http);

#endif /* TCPST_EXPORT_HTTP_H */
