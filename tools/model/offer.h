/* SPDX-License-Identifier: GPL-2.0 */
/* What the SYN of each end offers. */
#ifndef TCPST_OFFER_H
#define TCPST_OFFER_H

#include "module/core/options.h"

/* Space for all options. */
#define TCPST_OFFER_TEXT 64

void tcpst_offer_note(u32 offers[2], unsigned int role, u32 options);
const char *tcpst_offer_text(char text[TCPST_OFFER_TEXT], u32 options);
bool tcpst_offer_is_text(const char *text);

#endif /* TCPST_OFFER_H */
