/* SPDX-License-Identifier: GPL-2.0 */
/* Header prediction: the fast path of an expected segment. */
#ifndef TCPS_CORE_PREDICT_H
#define TCPS_CORE_PREDICT_H

#include "fsm.h"

bool tcps_predict_segment(struct tcps_conn *conn, unsigned int dir,
			  const struct tcps_segment *seg, u64 now,
			  struct tcps_account *account);

#endif /* TCPS_CORE_PREDICT_H */
