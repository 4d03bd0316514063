// SPDX-License-Identifier: GPL-2.0
/* Each predicted segment is processed by the slow path, too. */
#include "predict_check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../../module/core/predict.h"
#include "../../../module/core/range.h"

unsigned long predict_taken, predict_left;

/**
 * struct copy - the whole state of a connection
 * @account: zero if it has none
 */
struct copy {
	struct tcps_conn conn;
	struct tcps_account account;
};

static void take(struct copy *copy, const struct tcps_conn *conn,
		 const struct tcps_account *account)
{
	memset(copy, 0, sizeof(*copy));
	memcpy(&copy->conn, conn, sizeof(*conn));
	if (account)
		memcpy(&copy->account, account, sizeof(*account));
}

static void must_be(const struct copy *copy, const struct tcps_conn *conn,
		    const struct tcps_account *account, const char *what)
{
	if (!memcmp(&copy->conn, conn, sizeof(*conn)) &&
	    (!account || !memcmp(&copy->account, account, sizeof(*account))))
		return;
	fprintf(stderr, "prediction: %s\n", what);
	abort();
}

bool __real_tcps_predict_segment(struct tcps_conn *conn, unsigned int dir,
				 const struct tcps_segment *seg, u64 now,
				 struct tcps_account *account);
bool __wrap_tcps_predict_segment(struct tcps_conn *conn, unsigned int dir,
				 const struct tcps_segment *seg, u64 now,
				 struct tcps_account *account);

bool __wrap_tcps_predict_segment(struct tcps_conn *conn, unsigned int dir,
				 const struct tcps_segment *seg, u64 now,
				 struct tcps_account *account)
{
	struct tcps_step step;
	struct copy copy;

	take(&copy, conn, account);
	if (!__real_tcps_predict_segment(conn, dir, seg, now, account)) {
		must_be(&copy, conn, account,
			"a segment not predicted left a mark");
		predict_left++;
		return false;
	}
	if (tcps_range_distance(&copy.conn, account ? &copy.account : NULL, dir, seg) ==
	    TCPS_DISTANCE_MAX) {
		fprintf(stderr, "prediction: an unexpected segment: dir %u seq %u ack %u len %u acc %d flags %x\n", dir, seg->seq, seg->ack, seg->len, !!account, conn->flags);
		abort();
	}
	tcps_fsm_step(&copy.conn, dir, seg, now,
		      account ? &copy.account : NULL, &step);
	must_be(&copy, conn, account, "the long way leads elsewhere");
	if (step.n || !step.restart) {
		fprintf(stderr, "prediction: the long way changes something\n");
		abort();
	}
	predict_taken++;
	return true;
}
