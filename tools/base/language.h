/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Texts in the language of the user: those of lessons, ladders and reports, by
 * gettext. tools/po/ has a file for each language. Without gettext in the C library, or
 * a catalogue, they are English.
 */
#ifndef TCPST_LANGUAGE_H
#define TCPST_LANGUAGE_H

#ifdef TCPST_HAVE_GETTEXT
#include <libintl.h>
#else
#define gettext(text) (text)
#endif

/* A text that is translated, and one in a table that is, where it is used. */
#define _(text) gettext(text)
#define N_(text) (text)

void tcpst_language_begin(void);
const char *tcpst_language_code(void);

#endif /* TCPST_LANGUAGE_H */
