// SPDX-License-Identifier: GPL-2.0
/* The hosts with the most failures, as tables of a report. */
#include "report/page.h"

#include <arpa/inet.h>
#include <inttypes.h>
#include <string.h>

#include "base/language.h"
#include "text/words.h"

/* Rows of a table of peers. */
#define PEERS 12

/* Allow line breaks in an IPv6 address after its colons. */
static void put_addr(FILE *file, const char *text)
{
	for (; *text; text++) {
		putc(*text, file);
		if (*text == ':' && text[1] && text[1] != ':')
			fputs("<wbr>", file);
	}
}

static void write_peer(FILE *file, const struct tcpst_peer *peer,
		       const struct tcpst_style *style)
{
	char text[TCPST_TEXT_SIZE] = "?";

	inet_ntop(peer->ipv6 ? AF_INET6 : AF_INET, peer->addr, text,
		  sizeof(text));
	fputs(peer->port && peer->ipv6 ? "<tr><td>[" : "<tr><td>", file);
	put_addr(file, text);
	if (peer->port && peer->ipv6)
		putc(']', file);
	if (peer->port)
		fprintf(file, ":%u", peer->port);
	fputs("<td class=\"n\">", file);
	tcpst_page_count(file, peer->flows);
	fprintf(file, "<td class=\"n%s\">", peer->failed ? " bad" : "");
	tcpst_page_count(file, peer->failed);
	fprintf(file, "<td class=\"n%s\">", peer->resets ? " bad" : "");
	tcpst_page_count(file, peer->resets);
	fputs("<td class=\"n\">", file);
	tcpst_page_count(file, peer->repeats);
	strcpy(text, "–");
	if (peer->slowest)
		tcpst_format_duration(text, style, peer->slowest);
	fprintf(file, "<td class=\"n\" data-sort=\"%" PRIu64 "\">%s\n",
		peer->slowest, text);
}

/**
 * tcpst_page_peers() - write the tables of the hosts with the most failures
 * @file: output file
 * @page: the page
 */
void tcpst_page_peers(FILE *file, const struct tcpst_page *page)
{
	char more[TCPST_TEXT_SIZE];
	unsigned int role;
	size_t i;

	fprintf(file, "<section><h2>%s</h2>\n<div class=\"pair\">\n",
		_("Addresses with the most trouble"));
	for (role = TCPS_RESPONDER;; role = TCPS_INITIATOR) {
		const struct tcpst_peers *peers = &page->report->peers[role];

		fprintf(file, "<div><table class=\"sort peers\"><thead><tr><th>%s<th class=\"n\">%s<th class=\"n\">%s<th class=\"n\">%s<th class=\"n\">%s<th class=\"n\">%s</thead><tbody>\n",
			tcpst_role_word(role), _("connections"), _("failed"),
			_("reset"), _("retransmitted"), _("slowest handshake"));
		for (i = 0; i < peers->n && i < PEERS; i++)
			write_peer(file, &peers->table[i], page->style);
		fputs("</tbody></table>", file);
		if (peers->n > PEERS) {
			tcpst_format_count(more, peers->n - PEERS);
			fputs("<p class=\"note\">", file);
			fprintf(file, peers->other ?
				_("and %s more; further ones were not counted") :
				_("and %s more"), more);
			fputs("</p>", file);
		}
		fputs("</div>\n", file);
		if (role == TCPS_INITIATOR)
			break;
	}
	fputs("</div></section>\n", file);
}
