/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Named test vectors of the state machine, for vector_run.c. Data only: the native
 * tests, the fuzzers' seeds and the KUnit suites share them.
 */
#ifndef TCPS_VECTORS_H
#define TCPS_VECTORS_H

#include "vector_run.h"

/* A handshake, without data: i's numbers continue at 1001, r's at 5001. */
#define OPEN								\
	"i SYN 1000 : i CLOSED->SYN_SENT SYN\n"				\
	"r SYN-ACK 5000 1001 : r LISTEN->SYN_RECEIVED SYN-ACK\n"	\
	"i ACK 1001 5001 : i SYN_SENT->ESTABLISHED ACK, "		\
	"r SYN_RECEIVED?>ESTABLISHED ACK\n"

/* Data each way, all acknowledged; 1101 and 5501 are next. */
#define EXCHANGE							\
	"i ACK-PSH 1001 5001 len=100 : \n"				\
	"r ACK-PSH 5001 1101 len=500 : \n"				\
	"i ACK 1101 5501 : \n"

/* i closes first, r follows; 1002 and 5002 are next. */
#define I_CLOSES							\
	"i FIN-ACK 1001 5001 : i ESTABLISHED->FIN_WAIT_1 FIN\n"		\
	"r ACK 5001 1002 : r ESTABLISHED->CLOSE_WAIT ACK, "		\
	"i FIN_WAIT_1?>FIN_WAIT_2 ACK\n"
#define R_FOLLOWS							\
	"r FIN-ACK 5001 1002 : r CLOSE_WAIT->LAST_ACK FIN\n"
#define LAST_ACK							\
	"i ACK 1002 5002 : i FIN_WAIT_2->TIME_WAIT ACK, "		\
	"r LAST_ACK?>CLOSED ACK\n"
#define CLOSE I_CLOSES R_FOLLOWS LAST_ACK

#include "vectors_open.h"
#include "vectors_fast_open.h"
#include "vectors_adopted.h"
#include "vectors_given_up.h"
#include "vectors_close.h"
#include "vectors_reset.h"
#include "vectors_forged.h"
#include "vectors_gap.h"
#include "vectors_verdict.h"
#include "vectors_edge.h"

#define TCPS_VECTOR_SETS						\
	{								\
		{ "open", tcps_vectors_open,				\
		  sizeof(tcps_vectors_open) / sizeof(struct tcps_vector) }, \
		{ "fast_open", tcps_vectors_fast_open,			\
		  sizeof(tcps_vectors_fast_open) / sizeof(struct tcps_vector) }, \
		{ "adopted", tcps_vectors_adopted,			\
		  sizeof(tcps_vectors_adopted) / sizeof(struct tcps_vector) }, \
		{ "given_up", tcps_vectors_given_up,			\
		  sizeof(tcps_vectors_given_up) / sizeof(struct tcps_vector) }, \
		{ "close", tcps_vectors_close,				\
		  sizeof(tcps_vectors_close) / sizeof(struct tcps_vector) }, \
		{ "reset", tcps_vectors_reset,				\
		  sizeof(tcps_vectors_reset) / sizeof(struct tcps_vector) }, \
		{ "forged", tcps_vectors_forged,			\
		  sizeof(tcps_vectors_forged) / sizeof(struct tcps_vector) }, \
		{ "gap", tcps_vectors_gap,				\
		  sizeof(tcps_vectors_gap) / sizeof(struct tcps_vector) }, \
		{ "verdict", tcps_vectors_verdict,			\
		  sizeof(tcps_vectors_verdict) / sizeof(struct tcps_vector) }, \
		{ "edge", tcps_vectors_edge,				\
		  sizeof(tcps_vectors_edge) / sizeof(struct tcps_vector) }, \
	}

#endif /* TCPS_VECTORS_H */
