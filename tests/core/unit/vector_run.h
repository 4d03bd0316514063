/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Runs test vectors of the state machine: scripts of segments, each with the
 * transitions it must cause. Needs nothing but core/, so that the same vectors
 * run natively and in the kernel.
 *
 * A script has one step a line, "command : expected". Commands:
 *
 *   i SYN 1000 [len=N] [win=N] [ws=N]    a segment of the initiator: seq
 *   r SYN-ACK 5000 1001 [...]            of the responder: seq ack
 *   wait 60s | wait 200ms                time passes
 *   timeout [attempt] | evict | stop     the timer ran out; no longer observed
 *   gap                                  segments may have passed unseen
 *   icmp i 1000 fatal|soft               an error that quotes i's segment
 *   states class syn_acked end expects_ack ended bytes zeek closed_first reset_by repeats
 *   handshake half_close roles packets   what is known now; with "attempt" before
 *                                        it, of the attempt beside the connection
 *   times i | times r                    time in each state, ms
 *
 * Each step takes 1 ms; "wait" takes its time besides. A transition is written
 * "i SYN_SENT->ESTABLISHED ACK": observed; presumed is "?>", inferred "~>", a
 * retraction ends in "back". A note is "r note FIN_REPEAT". Changes of an attempt to open
 * another connection have "attempt" before them; "reopen": the connection has ended, and
 * another one, or the attempt, has replaced it; "given up": the attempt has been replaced,
 * too.
 */
#ifndef TCPS_VECTOR_RUN_H
#define TCPS_VECTOR_RUN_H

#include "../../../module/core/verdict.h"

/* How a vector may be observed: with accounting, or with sampling. */
#define TCPS_VECTOR_TRACKED 0x1
#define TCPS_VECTOR_SAMPLED 0x2
#define TCPS_VECTOR_EITHER (TCPS_VECTOR_TRACKED | TCPS_VECTOR_SAMPLED)

/**
 * struct tcps_vector - one script
 * @name:   of letters, digits and underscores
 * @modes:  TCPS_VECTOR_*
 * @script: as described above
 */
struct tcps_vector {
	const char *name;
	unsigned int modes;
	const char *script;
};

/**
 * struct tcps_vector_way - one way to run a script; all must give the same results
 * @tracked: with full accounting
 * @flip:    the initiator is side 1
 * @shift:   added to all numbers of the initiator's and the responder's space
 */
struct tcps_vector_way {
	bool tracked;
	bool flip;
	u32 shift[2];
};

#define TCPS_VECTOR_TEXT 512

/**
 * struct tcps_vector_result - where and how a script failed
 * @line:    number of the line, from 1
 * @step:    the line
 * @got:     the actual result
 */
struct tcps_vector_result {
	unsigned int line;
	char step[TCPS_VECTOR_TEXT];
	char got[TCPS_VECTOR_TEXT];
};

bool tcps_vector_run(const struct tcps_vector *vector,
		     const struct tcps_vector_way *way,
		     struct tcps_vector_result *result);

#endif /* TCPS_VECTOR_RUN_H */
