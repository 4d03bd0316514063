/* SPDX-License-Identifier: GPL-2.0 */
/* Which segment a RST or a challenge ACK answers. */
#ifndef TCPST_ANSWERS_H
#define TCPST_ANSWERS_H

#include "model/event.h"

/**
 * struct tcpst_answers - segments of a flow that may still be answered
 * @last: by sender, its last segment
 * @n:    segments that a RST with the same number may answer, @last included; 0: none
 */
struct tcpst_answers {
	struct tcpst_sent last[2];
	u8 n[2];
};

bool tcpst_answers_take(struct tcpst_answers *answers, unsigned int sender,
			const struct tcpst_sent *sent, struct tcpst_sent *drew);
void tcpst_answers_doubt(struct tcpst_answers *answers, unsigned int sender);
bool tcpst_answers_shown(const struct tcpst_event *event);

#endif /* TCPST_ANSWERS_H */
