/* SPDX-License-Identifier: GPL-2.0 */
/* Between a source of events and their sink. */
#ifndef TCPST_MASK_H
#define TCPST_MASK_H

#include "model/query.h"
#include "source/anonymize.h"
#include "source/join.h"

/**
 * struct tcpst_mask - what is done to events on their way
 * @join:  flows are looked up in that log, NULL: they are not
 * @anonymizer: addresses are replaced, NULL: they are not
 * @sink:  where they go to
 */
struct tcpst_mask {
	struct tcpst_join *join;
	const struct tcpst_anonymizer *anonymizer;
	const struct tcpst_sink *sink;
};

struct tcpst_sink tcpst_mask_sink(struct tcpst_mask *mask);

#endif /* TCPST_MASK_H */
