/* SPDX-License-Identifier: GPL-2.0 */
/* Options of TCP headers. */
#ifndef TCPST_TCP_OPTIONS_H
#define TCPST_TCP_OPTIONS_H

#include "module/core/types.h"

u32 tcpst_tcp_options(const u8 *tcp, u32 have, u32 header);

#endif /* TCPST_TCP_OPTIONS_H */
