/* SPDX-License-Identifier: GPL-2.0 */
/* tcpst export: functions shared by the formats, each of which needs a library. */
#ifndef TCPST_CMD_EXPORT_H
#define TCPST_CMD_EXPORT_H

#include "cmd/commands.h"
#include "source/source.h"

/**
 * struct tcpst_export_places - network namespaces
 * @home:  the one tcpst was started in, -1: it is the only one
 * @there: the one whose flows are wanted
 *
 * Flows may be those of another namespace, but Prometheus and the collector are
 * reached from this one. A thread starts in the namespace of its creator.
 */
struct tcpst_export_places {
	int home;
	int there;
};

int tcpst_export_open(struct tcpst_source **sources, unsigned int n,
		      const struct tcpst_options *options,
		      struct tcpst_export_places *places);
void tcpst_export_close(const struct tcpst_export_places *places);
int tcpst_export_go(int place);
int tcpst_export_follow(struct tcpst_source *source,
			struct tcpst_options *options,
			const struct tcpst_sink *sink);

int tcpst_export_prometheus(struct tcpst_options *options);
int tcpst_export_ipfix(struct tcpst_options *options);

#endif /* TCPST_CMD_EXPORT_H */
