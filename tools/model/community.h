/* SPDX-License-Identifier: GPL-2.0 */
/* Community ID: the same flow's identifier in other tools. */
#ifndef TCPST_COMMUNITY_H
#define TCPST_COMMUNITY_H

#include "model/flow.h"

/* "1:", 28 characters of base64, NUL. */
#define TCPST_COMMUNITY_LEN 32

const char *tcpst_community_text(char text[TCPST_COMMUNITY_LEN],
				 const struct tcpst_addrs *ends);
bool tcpst_community_is_text(const char *text);

#endif /* TCPST_COMMUNITY_H */
