/* SPDX-License-Identifier: GPL-2.0 */
/* Why this machine sends a RST. */
#ifndef TCPS_RESET_H
#define TCPS_RESET_H

#include "core/segment.h"
#include "core/state.h"

struct sock;

enum tcps_reset tcps_reset_reason(const struct sock *sk,
				  const struct tcps_segment *seg);

#endif /* TCPS_RESET_H */
