/* SPDX-License-Identifier: GPL-2.0 */
/* Parsing Zeek's log of connections. */
#ifndef TCPST_ZEEK_LOG_H
#define TCPST_ZEEK_LOG_H

#include "model/flow.h"

/* Space for a UID: Zeek's have 18 or 19 characters. */
#define TCPST_ZEEK_UID 40

/* The columns that are read. */
enum tcpst_zeek_column {
	TCPST_ZEEK_TS,
	TCPST_ZEEK_UID_OF,
	TCPST_ZEEK_ORIG_H,
	TCPST_ZEEK_ORIG_P,
	TCPST_ZEEK_RESP_H,
	TCPST_ZEEK_RESP_P,
	TCPST_ZEEK_PROTO,
	TCPST_ZEEK_DURATION,
	TCPST_ZEEK_COLUMNS,
};

/**
 * struct tcpst_zeek - a connection in the log
 * @ends:  originator and responder
 * @start: time of its first packet, ns since the Unix epoch; @end: of its last
 * @uid:   its UID in Zeek
 */
struct tcpst_zeek {
	struct tcpst_addrs ends;
	u64 start;
	u64 end;
	char uid[TCPST_ZEEK_UID];
};

/**
 * struct tcpst_zeek_log - a log being parsed
 * @separator: separator of columns
 * @place:     index of each column we read, plus 1; 0: absent
 * @known:     it is known to be a log of connections
 */
struct tcpst_zeek_log {
	char separator;
	unsigned int place[TCPST_ZEEK_COLUMNS];
	bool known;
};

bool tcpst_zeek_log_line(struct tcpst_zeek_log *log, char *line,
			 struct tcpst_zeek *zeek);

#endif /* TCPST_ZEEK_LOG_H */
