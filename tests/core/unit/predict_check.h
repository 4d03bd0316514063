/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Header prediction compared with the state machine without it. Link with
 * -Wl,--wrap=tcps_predict_segment: then every predicted segment is also processed by the
 * slow path on a copy of its connection, and both results must be equal. A difference is
 * printed, and the program aborted.
 */
#ifndef TCPS_PREDICT_CHECK_H
#define TCPS_PREDICT_CHECK_H

/* Segments that were predicted, and that were not. */
extern unsigned long predict_taken, predict_left;

#endif /* TCPS_PREDICT_CHECK_H */
