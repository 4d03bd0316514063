/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Header prediction held against the machine without it. Link with
 * -Wl,--wrap=tcps_predict_segment: then every segment that is predicted acts on
 * a copy of its connection the long way, and both must come out the same. A
 * difference is printed, and the program aborted.
 */
#ifndef TCPS_PREDICT_CHECK_H
#define TCPS_PREDICT_CHECK_H

/* Segments that were predicted, and that were not. */
extern unsigned long predict_taken, predict_left;

#endif /* TCPS_PREDICT_CHECK_H */
