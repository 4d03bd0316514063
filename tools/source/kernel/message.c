// SPDX-License-Identifier: GPL-2.0
/*
 * Generic netlink messages that are not sent by a socket: a recording consists of them.
 * It has further attributes besides those of wire.h.
 */
#include "source/kernel/message.h"

#include <libmnl/libmnl.h>
#include <linux/genetlink.h>

#include "module/uapi/tcpstates.h"
#include "source/kernel/attribute.h"

/**
 * tcpst_message_begin() - begin a message
 * @buffer:  memory, with enough space for the whole message
 * @type:    nlmsg_type of the message
 * @command: command of the family
 */
struct nlmsghdr *tcpst_message_begin(void *buffer, u16 type, u8 command)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buffer);
	struct genlmsghdr *genl =
		mnl_nlmsg_put_extra_header(nlh, sizeof(*genl));

	nlh->nlmsg_type = type;
	genl->cmd = command;
	genl->version = TCPSTATES_FAMILY_VERSION;
	return nlh;
}

/** tcpst_message_put_u64() - add a numeric attribute */
void tcpst_message_put_u64(struct nlmsghdr *nlh, u16 type, u64 value)
{
	mnl_attr_put_u64(nlh, type, value);
}

/** tcpst_message_put_string() - add a string attribute */
void tcpst_message_put_string(struct nlmsghdr *nlh, u16 type, const char *text)
{
	mnl_attr_put_strz(nlh, type, text);
}

/** tcpst_message_command() - the command of a message */
u8 tcpst_message_command(const struct nlmsghdr *nlh)
{
	const struct genlmsghdr *genl = mnl_nlmsg_get_payload(nlh);

	return genl->cmd;
}

static const struct nlattr *find(const struct nlmsghdr *nlh, u16 type)
{
	const struct nlattr *attr;

	mnl_attr_for_each(attr, nlh, sizeof(struct genlmsghdr))
		if (mnl_attr_get_type(attr) == type)
			return attr;
	return NULL;
}

/** tcpst_message_number() - value of the numeric attribute of that type; 0 if there is none */
u64 tcpst_message_number(const struct nlmsghdr *nlh, u16 type)
{
	const struct nlattr *attr = find(nlh, type);

	return attr ? tcpst_attr_number(attr) : 0;
}

/**
 * tcpst_message_string() - value of the string attribute of a type
 * @nlh:  a message
 * @type: type of the attribute
 * @to:   set if there is one
 * @size: size of @to
 */
bool tcpst_message_string(const struct nlmsghdr *nlh, u16 type, char *to,
			  size_t size)
{
	const struct nlattr *attr = find(nlh, type);

	if (attr)
		tcpst_attr_string(to, size, attr);
	return attr;
}
