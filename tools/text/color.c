// SPDX-License-Identifier: GPL-2.0
/*
 * Colours: green for established, yellow for the handshake, blue for the close, red for
 * failures, faint for closed connections. They are of the sixteen that every terminal
 * has, and readable on a light and on a dark background.
 */
#include "text/color.h"

#define RED "\033[31m"
#define GREEN "\033[32m"
#define YELLOW "\033[33m"
#define BLUE "\033[34m"
#define MAGENTA "\033[35m"

/** tcpst_color_state() - colour of an enum tcps_state, NULL for none */
const char *tcpst_color_state(unsigned int state)
{
	switch (state) {
	case TCPS_SYN_SENT:
	case TCPS_SYN_RECEIVED:
		return YELLOW;
	case TCPS_ESTABLISHED:
		return GREEN;
	case TCPS_FIN_WAIT_1:
	case TCPS_FIN_WAIT_2:
	case TCPS_CLOSING:
	case TCPS_LAST_ACK:
		return BLUE;
	case TCPS_CLOSE_WAIT:
		return MAGENTA;	/* it is the program's turn to close */
	case TCPS_TIME_WAIT:
	case TCPS_CLOSED:
		return TCPST_COLOR_FAINT;
	default:
		return NULL;
	}
}

/** tcpst_color_end() - colour of an enum tcps_end, NULL for none */
const char *tcpst_color_end(unsigned int end)
{
	switch (end) {
	case TCPS_END_FIN:
		return GREEN;
	case TCPS_END_RESET:
	case TCPS_END_REFUSED:
	case TCPS_END_UNREACHABLE:
	case TCPS_END_DROPPED:
		return RED;
	case TCPS_END_TIMEOUT:
	case TCPS_END_HALF_OPEN:
	case TCPS_END_EVICTED:
		return YELLOW;
	default:
		return NULL;
	}
}
