/* SPDX-License-Identifier: GPL-2.0 */
/* Writing a file, compressed if the library is available. */
#ifndef TCPST_PACK_H
#define TCPST_PACK_H

#include <stddef.h>

struct tcpst_pack;

struct tcpst_pack *tcpst_pack_open(int fd);
int tcpst_pack_write(struct tcpst_pack *pack, const void *octets, size_t n);
int tcpst_pack_flush(struct tcpst_pack *pack);
void tcpst_pack_close(struct tcpst_pack *pack);

#endif /* TCPST_PACK_H */
