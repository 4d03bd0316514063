/* SPDX-License-Identifier: GPL-2.0 */
/* Processing events between source and sink. */
#ifndef TCPST_MASK_H
#define TCPST_MASK_H

#include "model/query.h"
#include "source/anonymize.h"
#include "source/join.h"

/**
 * struct tcpst_mask - processing of events
 * @join:  log in which flows are looked up, NULL: none
 * @anonymizer: replaces addresses, NULL: they are not replaced
 * @sink:  takes the processed events
 */
struct tcpst_mask {
	struct tcpst_join *join;
	const struct tcpst_anonymizer *anonymizer;
	const struct tcpst_sink *sink;
};

struct tcpst_sink tcpst_mask_sink(struct tcpst_mask *mask);

#endif /* TCPST_MASK_H */
