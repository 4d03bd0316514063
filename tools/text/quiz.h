/* SPDX-License-Identifier: GPL-2.0 */
/* Quiz: states of a ladder are replaced by numbers, for the user to guess. */
#ifndef TCPST_QUIZ_H
#define TCPST_QUIZ_H

#include "text/ladder.h"

/**
 * struct tcpst_quiz - the states to guess
 * @n:        number of @asked
 * @capacity: allocated size of @asked
 * @asked:    the states; copies, because steps move in memory
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
