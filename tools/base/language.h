/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Translations, by gettext, of lessons, ladders and reports into the user's language.
 * tools/po/ has a file for each language. Without gettext in the C library, or without
 * a catalogue, these texts are in English.
 */
#ifndef TCPST_LANGUAGE_H
#define TCPST_LANGUAGE_H

#ifdef TCPST_HAVE_GETTEXT
#include <libintl.h>
#else
#define gettext(text) (text)
#endif

/* Translate a text; mark a text of a table, which is translated where it is used. */
#define _(text) gettext(text)
#define N_(text) (text)

void tcpst_language_begin(void);
const char *tcpst_language_code(void);

#endif /* TCPST_LANGUAGE_H */
