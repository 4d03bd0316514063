/* SPDX-License-Identifier: GPL-2.0 */
/* --pcap: write the frames of the connections shown to a capture. */
#ifndef TCPST_CMD_EXTRACT_H
#define TCPST_CMD_EXTRACT_H

#include <stdbool.h>

struct tcpst_extract;
struct tcpst_source;

int tcpst_cmd_extract(struct tcpst_source *source,
		      const struct tcpst_extract *extract, const char *path,
		      bool damaged);

#endif /* TCPST_CMD_EXTRACT_H */
