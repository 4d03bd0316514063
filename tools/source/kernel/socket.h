/* SPDX-License-Identifier: GPL-2.0 */
/* State of a connection to the module, shared by requests and events. */
#ifndef TCPST_NL_SOCKET_H
#define TCPST_NL_SOCKET_H

#include <libmnl/libmnl.h>
#include <sys/types.h>

#include "module/core/types.h"

/* The kernel sends a dump in messages as large as the largest buffer passed to recv(). */
#define TCPST_NL_REPLY (256 * 1024)

/**
 * struct tcpst_nl - a connection to the module
 * @requests: socket for requests and dumps
 * @events:  socket for the multicast; NULL: not subscribed
 * @family:  number of the family
 * @version: version of the family
 * @group:   number of the multicast group of events
 * @seq:     sequence number of the latest request
 * @netns:   name of its network namespace, for flows and events; NULL: there is only one
 * @error:   why the latest call failed
 * @reply:   buffer of both sockets
 */
struct tcpst_nl {
	struct mnl_socket *requests;
	struct mnl_socket *events;
	u16 family;
	u32 version;
	u32 group;
	u32 seq;
	const char *netns;
	char error[256];
	char reply[TCPST_NL_REPLY];
};

typedef bool (*tcpst_nl_reader)(struct tcpst_nl *nl, const struct nlmsghdr *nlh,
				void *arg);

__attribute__((format(printf, 3, 4)))
int tcpst_nl_fail(struct tcpst_nl *nl, int error, const char *format, ...);
int tcpst_nl_fail_errno(struct tcpst_nl *nl, int error, const char *doing);

struct mnl_socket *tcpst_nl_socket(void);
ssize_t tcpst_nl_read(struct tcpst_nl *nl, const struct mnl_socket *socket);

struct nlmsghdr *tcpst_nl_begin(char *buffer, u16 family, u8 command,
				u8 version, u16 flags);
int tcpst_nl_request(struct tcpst_nl *nl, struct nlmsghdr *request,
		     tcpst_nl_reader read, void *arg, bool *interrupted);

#endif /* TCPST_NL_SOCKET_H */
