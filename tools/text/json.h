/* SPDX-License-Identifier: GPL-2.0 */
/*
 * JSON Lines, one object per line, the same from the kernel and from captures.
 * Numbers are exact and absolute; unknown values are null.
 */
#ifndef TCPST_JSON_H
#define TCPST_JSON_H

#include <stdio.h>

#include "model/field.h"
#include "model/stats.h"

void tcpst_json_event(FILE *file, const struct tcpst_event *event);
void tcpst_json_life(FILE *file, const struct tcpst_flow *flow);
void tcpst_json_group(FILE *file, const struct tcpst_fields *fields,
		      const void *group);
void tcpst_json_flow(FILE *file, const struct tcpst_flow *flow);
void tcpst_json_fields(FILE *file, const struct tcpst_fields *fields);
void tcpst_json_lost(FILE *file, u64 count);
void tcpst_json_stats(FILE *file, const struct tcpst_stats *stats);

#endif /* TCPST_JSON_H */
