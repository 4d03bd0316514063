/* SPDX-License-Identifier: GPL-2.0 */
/* Names of hosts and services. */
#ifndef TCPST_RESOLVE_H
#define TCPST_RESOLVE_H

#include "model/flow.h"

const char *tcpst_resolve_host(const struct tcpst_addrs *ends,
			       unsigned int role);
const char *tcpst_resolve_service(u16 port);

#endif /* TCPST_RESOLVE_H */
