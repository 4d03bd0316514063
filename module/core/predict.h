/* SPDX-License-Identifier: GPL-2.0 */
/* The short way of a segment that is just what was to be expected. */
#ifndef TCPS_CORE_PREDICT_H
#define TCPS_CORE_PREDICT_H

#include "fsm.h"

bool tcps_predict_segment(struct tcps_conn *conn, unsigned int dir,
			  const struct tcps_segment *seg, u64 now,
			  struct tcps_account *account);

#endif /* TCPS_CORE_PREDICT_H */
