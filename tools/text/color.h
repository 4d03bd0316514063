/* SPDX-License-Identifier: GPL-2.0 */
/* Colours, as escape sequences. */
#ifndef TCPST_COLOR_H
#define TCPST_COLOR_H

#include "module/core/state.h"

#define TCPST_COLOR_RESET "\033[0m"
#define TCPST_COLOR_BOLD "\033[1m"
#define TCPST_COLOR_FAINT "\033[2m"

const char *tcpst_color_state(unsigned int state);
const char *tcpst_color_end(unsigned int end);

#endif /* TCPST_COLOR_H */
