/* SPDX-License-Identifier: GPL-2.0 */
/* Generic netlink messages for recordings, not sent by a socket. */
#ifndef TCPST_NL_MESSAGE_H
#define TCPST_NL_MESSAGE_H

#include <linux/netlink.h>
#include <stdbool.h>
#include <stddef.h>

#include "module/core/types.h"

struct nlmsghdr *tcpst_message_begin(void *buffer, u16 type, u8 command);
void tcpst_message_put_u64(struct nlmsghdr *nlh, u16 type, u64 value);
void tcpst_message_put_string(struct nlmsghdr *nlh, u16 type, const char *text);
u8 tcpst_message_command(const struct nlmsghdr *nlh);
u64 tcpst_message_number(const struct nlmsghdr *nlh, u16 type);
bool tcpst_message_string(const struct nlmsghdr *nlh, u16 type, char *to,
			  size_t size);

#endif /* TCPST_NL_MESSAGE_H */
