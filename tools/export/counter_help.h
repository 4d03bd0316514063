/* SPDX-License-Identifier: GPL-2.0 */
/* Descriptions of counters, for the page of metrics. */
#ifndef TCPST_COUNTER_HELP_H
#define TCPST_COUNTER_HELP_H

const char *tcpst_counter_help(const char *name);

#endif /* TCPST_COUNTER_HELP_H */
