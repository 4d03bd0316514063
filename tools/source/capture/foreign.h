/* SPDX-License-Identifier: GPL-2.0 */
/* Recognizing capture formats that are not supported. */
#ifndef TCPST_FOREIGN_H
#define TCPST_FOREIGN_H

#include "source/capture/input.h"

const char *tcpst_foreign_name(struct tcpst_input *input);

#endif /* TCPST_FOREIGN_H */
