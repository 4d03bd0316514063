/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A thread that dumps the flow table at intervals, for what the module keeps no gauge of:
 * how long peers have been silent.
 */
#ifndef TCPST_EXPORT_SURVEY_H
#define TCPST_EXPORT_SURVEY_H

#include "export/metrics.h"
#include "model/match.h"

struct tcpst_source;
struct tcpst_survey;

int tcpst_survey_start(struct tcpst_survey **surveyp, struct tcpst_metrics *metrics,
		       struct tcpst_source *source, const struct tcpst_wanted *wanted,
		       u64 pause_ns);
void tcpst_survey_stop(struct tcpst_survey *survey);

#endif /* TCPST_EXPORT_SURVEY_H */
