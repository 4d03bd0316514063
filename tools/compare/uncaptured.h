/* SPDX-License-Identifier: GPL-2.0 */
/* Segments that passed a place whose capture does not have them. */
#ifndef TCPST_COMPARE_UNCAPTURED_H
#define TCPST_COMPARE_UNCAPTURED_H

#include "compare/comparison.h"

/* enum tcpst_passage - did a segment pass a place that did not see it? */
enum tcpst_passage {
	TCPST_PASSAGE_UNPROVEN,
	TCPST_PASSAGE_PROVEN,	/* it passed, and was not captured */
	TCPST_PASSAGE_DOUBTFUL,	/* it did, or a copy of its octets */
};

struct tcpst_numbers;

struct tcpst_numbers *tcpst_uncaptured_begin(const struct tcpst_path *path,
					     unsigned int n_places);
enum tcpst_passage tcpst_uncaptured_test(const struct tcpst_numbers *numbers,
					 const struct tcpst_row *row, unsigned int place,
					 bool incomplete);
void tcpst_uncaptured_end(struct tcpst_numbers *numbers);

#endif /* TCPST_COMPARE_UNCAPTURED_H */
