/* SPDX-License-Identifier: GPL-2.0 */
/* Short names of states. */
#ifndef TCPST_SHORT_STATE_H
#define TCPST_SHORT_STATE_H

const char *tcpst_state_short(unsigned int state);
const char *tcpst_state_shorten(const char *name);

#endif /* TCPST_SHORT_STATE_H */
