/* SPDX-License-Identifier: GPL-2.0 */
/* Suggestions for mistyped words. */
#ifndef TCPST_NEAREST_H
#define TCPST_NEAREST_H

/**
 * struct tcpst_nearest - a search for the nearest word
 * @meant: the word typed
 * @found: the nearest candidate so far, NULL: none is near
 * @far:   edit distance of @found
 */
struct tcpst_nearest {
	const char *meant;
	const char *found;
	unsigned int far;
};

void tcpst_nearest_offer(struct tcpst_nearest *nearest, const char *word);

#endif /* TCPST_NEAREST_H */
