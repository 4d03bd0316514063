/* SPDX-License-Identifier: GPL-2.0 */
/* Output files named by the user; "-" is standard output. */
#ifndef TCPST_OUTPUT_H
#define TCPST_OUTPUT_H

#include <stdio.h>

FILE *tcpst_output_open(const char *path);
int tcpst_output_close(FILE *file, const char *path);

#endif /* TCPST_OUTPUT_H */
