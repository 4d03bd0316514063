// SPDX-License-Identifier: GPL-2.0
/* Suggestions for mistyped words: the nearest known word by edit distance. */
#include "base/nearest.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

/* Longer words are not compared. */
#define LENGTH_MAX 32

static unsigned int least(unsigned int a, unsigned int b, unsigned int c)
{
	unsigned int least = a < b ? a : b;

	return least < c ? least : c;
}

static bool same(char a, char b)
{
	return tolower((unsigned char)a) == tolower((unsigned char)b);
}

/*
 * Edit distance of two words (optimal string alignment: insert, delete, replace, swap
 * neighbours), ignoring case; more than any word has letters if a word is too long.
 */
static unsigned int distance(const char *a, const char *b)
{
	unsigned int far[LENGTH_MAX + 1][LENGTH_MAX + 1];
	size_t n = strlen(a), m = strlen(b), i, k;

	if (n > LENGTH_MAX || m > LENGTH_MAX)
		return LENGTH_MAX + 1;
	for (i = 0; i <= n; i++)
		far[i][0] = (unsigned int)i;
	for (k = 0; k <= m; k++)
		far[0][k] = (unsigned int)k;
	for (i = 1; i <= n; i++) {
		for (k = 1; k <= m; k++) {
			far[i][k] = least(far[i - 1][k] + 1, far[i][k - 1] + 1,
					  far[i - 1][k - 1] +
					  !same(a[i - 1], b[k - 1]));
			if (i > 1 && k > 1 && same(a[i - 1], b[k - 2]) &&
			    same(a[i - 2], b[k - 1]) &&
			    far[i - 2][k - 2] + 1 < far[i][k])
				far[i][k] = far[i - 2][k - 2] + 1;
		}
	}
	return far[n][m];
}

/**
 * tcpst_nearest_offer() - add a candidate
 * @nearest: the search; @found and @far are 0 before the first word
 * @word:    the candidate; must live as long as @nearest
 *
 * A third of the letters may be wrong, and one letter of a short word.
 */
void tcpst_nearest_offer(struct tcpst_nearest *nearest, const char *word)
{
	unsigned int far = distance(nearest->meant, word);
	size_t length = strlen(nearest->meant);

	if (far > (length + 2) / 3 || far >= length)
		return;
	if (nearest->found && far >= nearest->far)
		return;
	nearest->found = word;
	nearest->far = far;
}
