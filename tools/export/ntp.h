/* SPDX-License-Identifier: GPL-2.0 */
/* The time format of NTP, in which IPFIX has nanoseconds. */
#ifndef TCPST_EXPORT_NTP_H
#define TCPST_EXPORT_NTP_H

#include "module/core/types.h"

u64 tcpst_ntp_from_ns(u64 ns);

#endif /* TCPST_EXPORT_NTP_H */
