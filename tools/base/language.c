// SPDX-License-Identifier: GPL-2.0
#include "base/language.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define DOMAIN "tcpst"

/**
 * tcpst_language_begin() - find the translations into the user's language
 *
 * To be called after setlocale(). It is not an error if there are none.
 */
void tcpst_language_begin(void)
{
#ifdef TCPST_HAVE_GETTEXT
	/* Relative to the program: in the source tree, or installed. */
	static const char *const places[] = { "obj/locale", "../share/locale" };
	char program[PATH_MAX], path[PATH_MAX + 32];
	ssize_t length = readlink("/proc/self/exe", program, sizeof(program) - 1);
	unsigned int i;
	char *slash;

	if (length < 0)
		return;
	program[length] = '\0';
	slash = strrchr(program, '/');
	if (!slash)
		return;
	slash[1] = '\0';
	for (i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		snprintf(path, sizeof(path), "%s%s", program, places[i]);
		if (access(path, X_OK))
			continue;
		bindtextdomain(DOMAIN, path);
		textdomain(DOMAIN);
		return;
	}
#endif
}

/** tcpst_language_code() - language of the translations, for HTML and SVG (BCP 47) */
const char *tcpst_language_code(void)
{
	/* Translators: the code of your language, such as zh-CN or pt-BR. */
	return _("en");
}
