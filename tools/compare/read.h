/* SPDX-License-Identifier: GPL-2.0 */
/* Reading a place, from a file or from the module. */
#ifndef TCPST_COMPARE_READ_H
#define TCPST_COMPARE_READ_H

#include "compare/place.h"
#include "source/file.h"
#include "source/source.h"

int tcpst_place_read(struct tcpst_place *place, struct tcpst_file *file,
		     const struct tcpst_wanted *wanted);
int tcpst_place_read_live(struct tcpst_place *place, struct tcpst_source *source,
			  const struct tcpst_wanted *wanted);
void tcpst_place_free(struct tcpst_place *place);

#endif /* TCPST_COMPARE_READ_H */
