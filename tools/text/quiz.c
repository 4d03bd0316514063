// SPDX-License-Identifier: GPL-2.0
/* Quiz: states of a ladder are replaced by numbers, for the user to guess. */
#include "text/quiz.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/language.h"
#include "module/core/names.h"
#include "text/reason.h"
#include "text/words.h"

/** tcpst_quiz_ask() - add a state to the quiz. Return: its number */
size_t tcpst_quiz_ask(struct tcpst_quiz *quiz,
		      const struct tcpst_step_state *state)
{
	if (quiz->n == quiz->capacity) {
		quiz->capacity = quiz->capacity ? 2 * quiz->capacity : 32;
		quiz->asked = tcpst_resize(quiz->asked, quiz->capacity,
					   sizeof(*quiz->asked));
	}
	quiz->asked[quiz->n++] = *state;
	return quiz->n;
}

static void print_answer(FILE *file, const struct tcpst_style *style,
			 const struct tcpst_step_state *state, size_t number)
{
	fprintf(file, "  (%zu) %s %s%s, %s:\n      %s\n", number,
		tcpst_role_word(state->role), tcps_state_name(state->state),
		tcpst_format_mark(style, state->certainty, state->retract),
		tcpst_certainty_word(state->certainty),
		_(tcpst_reason_text(state->event)));
}

/**
 * tcpst_quiz_print() - print the question, and the answers if they are wanted
 * @file:  output file
 * @quiz:  the quiz
 * @style: @quiz is %TCPST_QUIZ_ANSWERS: with answers
 */
void tcpst_quiz_print(FILE *file, const struct tcpst_quiz *quiz,
		      const struct tcpst_style *style)
{
	size_t i;

	if (!quiz->n)
		return;
	if (quiz->n > 1)
		fprintf(file, _("\nIn which state is each end at (1) to (%zu), and why?"),
			quiz->n);
	else
		fputs(_("\nIn which state is each end at (1), and why?"), file);
	if (style->quiz != TCPST_QUIZ_ANSWERS) {
		fprintf(file, " %s\n", _("(See --answers.)"));
		return;
	}
	fputs("\n\n", file);
	for (i = 0; i < quiz->n; i++)
		print_answer(file, style, &quiz->asked[i], i + 1);
}

/** tcpst_quiz_free() - free the states */
void tcpst_quiz_free(struct tcpst_quiz *quiz)
{
	free(quiz->asked);
	*quiz = (struct tcpst_quiz){ 0 };
}
