/* SPDX-License-Identifier: GPL-2.0 */
/* States of a ladder to be guessed: numbers stand in their places. */
#ifndef TCPST_QUIZ_H
#define TCPST_QUIZ_H

#include "text/ladder.h"

/**
 * struct tcpst_quiz - states that are asked for
 * @n:        how many
 * @capacity: for how many there is memory
 * @asked:    the states; copies, for steps move
 */
struct tcpst_quiz {
	size_t n;
	size_t capacity;
	struct tcpst_step_state *asked;
};

size_t tcpst_quiz_ask(struct tcpst_quiz *quiz,
		      const struct tcpst_step_state *state);
void tcpst_quiz_print(FILE *file, const struct tcpst_quiz *quiz,
		      const struct tcpst_style *style);
void tcpst_quiz_free(struct tcpst_quiz *quiz);

#endif /* TCPST_QUIZ_H */
