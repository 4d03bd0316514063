// SPDX-License-Identifier: GPL-2.0
/* Statistics over flows, as text. */
#include "text/tally_print.h"

#include "module/core/names.h"
#include "text/histogram_print.h"

/* The most frequent pair of states after those already printed: the order is by count. */
static u64 next_pair(const struct tcpst_tally *tally, u64 below,
		     unsigned int after, unsigned int *found)
{
	unsigned int pair;
	u64 most = 0;

	for (pair = 0; pair < TCPS_STATE_MAX * TCPS_STATE_MAX; pair++) {
		u64 n = tally->pairs[pair / TCPS_STATE_MAX]
				    [pair % TCPS_STATE_MAX];

		if (n > most && (n < below || (n == below && pair > after))) {
			most = n;
			*found = pair;
		}
	}
	return most;
}

static void print_pairs(FILE *file, const struct tcpst_tally *tally)
{
	char count[TCPST_TEXT_SIZE], states[64];
	unsigned int pair = 0;
	u64 n = UINT64_MAX;

	fputs("\nOpen flows by state of the initiator and the responder\n", file);
	if (!next_pair(tally, n, 0, &pair))
		fputs("  none\n", file);
	while ((n = next_pair(tally, n, pair, &pair))) {
		snprintf(states, sizeof(states), "%s, %s",
			 tcps_state_name(pair / TCPS_STATE_MAX),
			 tcps_state_name(pair % TCPS_STATE_MAX));
		tcpst_format_count(count, n);
		fprintf(file, "  %-26s %13s\n", states, count);
	}
}

/** tcpst_tally_print() - print it as text, 80 columns wide */
void tcpst_tally_print(FILE *file, const struct tcpst_tally *tally,
		       const struct tcpst_style *style)
{
	static const char *const titles[TCPS_DURATION_MAX] = {
		[TCPS_DURATION_SYN_TO_SYN_ACK] = "Handshakes: SYN to SYN-ACK",
		[TCPS_DURATION_SYN_ACK_TO_ACK] = "Handshakes: SYN-ACK to ACK",
		[TCPS_DURATION_LIFETIME] =
			"Durations of flows that ended, without TIME-WAIT",
	};
	unsigned int i;

	print_pairs(file, tally);
	for (i = 0; i < TCPS_DURATION_MAX; i++) {
		fprintf(file, "\n%s\n", titles[i]);
		tcpst_histogram_print(file, &tally->durations[i], style);
	}
}
