/* SPDX-License-Identifier: GPL-2.0 */
/* Flows and events as subjects of a filter. */
#ifndef TCPS_SUBJECT_H
#define TCPS_SUBJECT_H

#include "core/filter.h"
#include "recorder.h"

void tcps_subject_record(const struct tcps_record *record,
			 struct tcps_subject *subject);
void tcps_subject_flow(struct tcps_flow *flow, struct tcps_subject *subject);

#endif /* TCPS_SUBJECT_H */
