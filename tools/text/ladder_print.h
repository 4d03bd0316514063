/* SPDX-License-Identifier: GPL-2.0 */
/* Printing a ladder as text piece by piece; tcpst_ladder_print() prints all of it. */
#ifndef TCPST_LADDER_PRINT_H
#define TCPST_LADDER_PRINT_H

#include "text/ladder_canvas.h"

void tcpst_ladder_print_head(struct tcpst_canvas *canvas);
void tcpst_ladder_print_step(struct tcpst_canvas *canvas,
			     const struct tcpst_step *step);
void tcpst_ladder_print_states(struct tcpst_canvas *canvas,
			       const struct tcpst_step *step);
void tcpst_ladder_print_end(struct tcpst_canvas *canvas);

#endif /* TCPST_LADDER_PRINT_H */
