/* SPDX-License-Identifier: GPL-2.0 */
/* The word that was probably meant. */
#ifndef TCPST_NEAREST_H
#define TCPST_NEAREST_H

/**
 * struct tcpst_nearest - a search for it
 * @meant: what was typed
 * @found: the nearest word offered so far, NULL: none is near
 * @far:   how many letters it differs by
 */
struct tcpst_nearest {
	const char *meant;
	const char *found;
	unsigned int far;
};

void tcpst_nearest_offer(struct tcpst_nearest *nearest, const char *word);

#endif /* TCPST_NEAREST_H */
