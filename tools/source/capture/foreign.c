// SPDX-License-Identifier: GPL-2.0
/* Recognizing capture formats that are not supported. */
#include "source/capture/foreign.h"

#include <string.h>

static const struct {
	const char *name;
	const char *magic;
	size_t size;
} formats[] = {
	{ "snoop", "snoop\0\0\0", 8 },
	{ "Microsoft Network Monitor 1", "RTSS", 4 },
	{ "Microsoft Network Monitor 2", "GMBU", 4 },
	{ "Sniffer", "TRSNIFF data", 12 },
	{ "NetXRay", "XCP\0", 4 },
	{ "AIX iptrace", "iptrace ", 8 },
	{ "Savvius tagged", "\177ver", 4 },
	{ "Network Instruments Observer", "ObserverPktBuffe", 16 },
	{ "Visual Networks", "\005VNF", 4 },
	{ "Accellent 5Views", "\xaa\xaa\xaa\xaa", 4 },
	{ "EyeSDN", "EyeSDN", 6 },
	{ "btsnoop", "btsnoop\0", 8 },
};

/**
 * tcpst_foreign_name() - name of the format of a file that is not supported
 * @input: the file; nothing is consumed
 *
 * Return: the name, or NULL if the format is unknown.
 */
const char *tcpst_foreign_name(struct tcpst_input *input)
{
	const u8 *head;
	unsigned int i;

	for (i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		head = tcpst_input_need(input, formats[i].size);
		if (head && !memcmp(head, formats[i].magic, formats[i].size))
			return formats[i].name;
	}
	return NULL;
}
