/* SPDX-License-Identifier: GPL-2.0 */
/* The ladder of a connection in progress, drawn event by event. */
#ifndef TCPST_LADDER_GROW_H
#define TCPST_LADDER_GROW_H

#include "text/ladder.h"

struct tcpst_growing;

struct tcpst_growing *tcpst_growing_new(FILE *file,
					const struct tcpst_style *style,
					const struct tcpst_flow *known);
void tcpst_growing_add(struct tcpst_growing *growing,
		       const struct tcpst_event *event);
void tcpst_growing_ended(struct tcpst_growing *growing,
			 const struct tcpst_flow *life);
void tcpst_growing_draw(struct tcpst_growing *growing);
void tcpst_growing_finish(struct tcpst_growing *growing);
void tcpst_growing_free(struct tcpst_growing *growing);

#endif /* TCPST_LADDER_GROW_H */
