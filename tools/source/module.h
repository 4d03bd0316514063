/* SPDX-License-Identifier: GPL-2.0 */
/* The version of the module, from sysfs. */
#ifndef TCPST_MODULE_H
#define TCPST_MODULE_H

#include <stdbool.h>

/* Space for its version. */
#define TCPST_MODULE_VERSION 64

bool tcpst_module_version(char version[TCPST_MODULE_VERSION]);

#endif /* TCPST_MODULE_H */
