/* SPDX-License-Identifier: GPL-2.0 */
/* Anonymization of addresses and ports, so that the output identifies no host. */
#ifndef TCPST_ANONYMIZE_H
#define TCPST_ANONYMIZE_H

#include "model/event.h"

struct tcpst_anonymizer;

int tcpst_anonymizer_open(struct tcpst_anonymizer **anonymizerp,
			  const char *path, bool ports);
void tcpst_anonymize_flow(const struct tcpst_anonymizer *anonymizer,
			  struct tcpst_flow *flow);
void tcpst_anonymize_event(const struct tcpst_anonymizer *anonymizer,
			   struct tcpst_event *event);

#endif /* TCPST_ANONYMIZE_H */
