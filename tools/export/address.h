/* SPDX-License-Identifier: GPL-2.0 */
/* ADDRESS:PORT on the command line. */
#ifndef TCPST_EXPORT_ADDRESS_H
#define TCPST_EXPORT_ADDRESS_H

/**
 * struct tcpst_address - an address to listen on, or to send to
 * @text: text of the user, for messages
 * @host: name or address, "" for any
 * @port: number or name
 */
struct tcpst_address {
	const char *text;
	char host[256];
	char port[32];
};

int tcpst_address_parse(const char *option, const char *text,
			struct tcpst_address *address);

#endif /* TCPST_EXPORT_ADDRESS_H */
