/* SPDX-License-Identifier: GPL-2.0 */
/* Names of interfaces, each stored once and kept until exit. */
#ifndef TCPST_IFACE_H
#define TCPST_IFACE_H

#include <stddef.h>

/* Octets of a name, with its NUL. */
#define TCPST_IFACE_LEN 32

const char *tcpst_iface_intern(const char *text, size_t n);

#endif /* TCPST_IFACE_H */
