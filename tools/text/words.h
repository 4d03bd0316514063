/* SPDX-License-Identifier: GPL-2.0 */
/* Names of the core, and what they mean, translated into the user's language. */
#ifndef TCPST_WORDS_H
#define TCPST_WORDS_H

const char *tcpst_role_word(unsigned int role);
const char *tcpst_certainty_word(unsigned int certainty);
const char *tcpst_state_meaning(unsigned int state);

#endif /* TCPST_WORDS_H */
