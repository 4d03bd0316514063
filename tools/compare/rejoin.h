/* SPDX-License-Identifier: GPL-2.0 */
/* Segments seen before and behind a place, but not there. */
#ifndef TCPST_COMPARE_REJOIN_H
#define TCPST_COMPARE_REJOIN_H

#include "compare/comparison.h"

void tcpst_rejoin(struct tcpst_path *path, unsigned int n_places);

#endif /* TCPST_COMPARE_REJOIN_H */
