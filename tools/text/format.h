/* SPDX-License-Identifier: GPL-2.0 */
/* Numbers, times and addresses as people read them. */
#ifndef TCPST_FORMAT_H
#define TCPST_FORMAT_H

#include "model/flow.h"

/* Formats of points in time. */
enum tcpst_time_form {
	TCPST_TIME_LOCAL,
	TCPST_TIME_ISO,
	TCPST_TIME_NS,
};

/* Quiz: the user guesses the states of a ladder. */
enum tcpst_quiz_mode {
	TCPST_QUIZ_NONE,
	TCPST_QUIZ_QUESTIONS,
	TCPST_QUIZ_ANSWERS,
};

/**
 * struct tcpst_style - style of output
 * @time:    format of points in time
 * @bytes:   sizes to the octet, not rounded
 * @ns:      durations in nanoseconds, not rounded
 * @resolve: names instead of addresses and ports
 * @absolute: sequence numbers as on the wire
 * @utf8:    the locale's encoding is UTF-8
 * @explain: how much is explained: 0 nothing, 1 each step, 2 the states as well
 * @quiz:    states are to be guessed
 * @color:   use escape sequences for colours
 * @short_states: names of states in seven columns
 * @human:   for people: ends whose roles are a guess have a question mark, and
 *           unanswered flows are not just called open
 * @now:     present time for the age of live flows, ns since the epoch
 */
struct tcpst_style {
	enum tcpst_time_form time;
	bool bytes;
	bool ns;
	bool resolve;
	bool absolute;
	bool utf8;
	u8 explain;
	enum tcpst_quiz_mode quiz;
	bool color;
	bool short_states;
	bool human;
	u64 now;
};

/* Enough for any formatted value; names are cut. */
#define TCPST_TEXT_SIZE 96

void tcpst_format_clock(char *text, const struct tcpst_style *style, u64 ns);
void tcpst_format_date(char *text, const struct tcpst_style *style, u64 ns);
void tcpst_format_duration(char *text, const struct tcpst_style *style,
			   u64 ns);
void tcpst_format_size(char *text, const struct tcpst_style *style,
		       u64 octets);
void tcpst_format_count(char *text, u64 count);
void tcpst_format_addr(char *text, const struct tcpst_addrs *ends,
		       unsigned int role);
void tcpst_format_end(char *text, const struct tcpst_style *style,
		      const struct tcpst_addrs *ends, unsigned int role);
void tcpst_format_comm(char *text, const char *comm);
void tcpst_format_flags(char *text, u8 flags);
const char *tcpst_format_mark(const struct tcpst_style *style,
			      unsigned int certainty, bool retract);

#endif /* TCPST_FORMAT_H */
