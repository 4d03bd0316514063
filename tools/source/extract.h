/* SPDX-License-Identifier: GPL-2.0 */
/* Writing the frames of selected flows of a capture to another capture. */
#ifndef TCPST_EXTRACT_H
#define TCPST_EXTRACT_H

#include <stdio.h>

#include "source/anonymize.h"
#include "source/file.h"

struct tcpst_extract;

struct tcpst_extract *tcpst_extract_new(void);
void tcpst_extract_choose(struct tcpst_extract *extract,
			  const struct tcpst_flow *flow);
bool tcpst_extract_any(const struct tcpst_extract *extract);
int tcpst_extract_write(const struct tcpst_extract *extract,
			struct tcpst_file *capture, FILE *to,
			const struct tcpst_anonymizer *anonymizer,
			void (*comment)(char *text, size_t size,
					const struct tcpst_event *event));
void tcpst_extract_free(struct tcpst_extract *extract);

#endif /* TCPST_EXTRACT_H */
