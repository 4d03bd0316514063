// SPDX-License-Identifier: GPL-2.0
/* Each predicted segment goes the long way, too. */
#include "predict_check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../../module/core/predict.h"

unsigned long predict_taken, predict_left;

/* The long way is being gone. */
static bool unpredicted;

/**
 * struct copy - all there is of a connection
 * @conn:    with @account for its account, if it has one
 * @account: zero otherwise
 */
struct copy {
	struct tcps_conn conn;
	struct tcps_account account;
};

static void take(struct copy *copy, const struct tcps_conn *conn)
{
	memset(copy, 0, sizeof(*copy));
	memcpy(&copy->conn, conn, sizeof(*conn));
	if (!conn->account)
		return;
	memcpy(&copy->account, conn->account, sizeof(copy->account));
	copy->conn.account = &copy->account;
}

static void must_be(const struct copy *copy, const struct tcps_conn *conn,
		    const char *what)
{
	struct tcps_conn same = copy->conn;

	same.account = conn->account;
	if (!memcmp(&same, conn, sizeof(same)) &&
	    (!conn->account || !memcmp(&copy->account, conn->account,
				       sizeof(copy->account))))
		return;
	fprintf(stderr, "prediction: %s\n", what);
	abort();
}

bool __real_tcps_predict_segment(struct tcps_conn *conn, unsigned int dir,
				 const struct tcps_segment *seg, u64 now);
bool __wrap_tcps_predict_segment(struct tcps_conn *conn, unsigned int dir,
				 const struct tcps_segment *seg, u64 now);

bool __wrap_tcps_predict_segment(struct tcps_conn *conn, unsigned int dir,
				 const struct tcps_segment *seg, u64 now)
{
	struct tcps_step step;
	struct copy copy;

	if (unpredicted)
		return false;
	take(&copy, conn);
	if (!__real_tcps_predict_segment(conn, dir, seg, now)) {
		must_be(&copy, conn, "a segment not predicted left a mark");
		predict_left++;
		return false;
	}
	unpredicted = true;
	tcps_fsm_step(&copy.conn, dir, seg, now, &step);
	unpredicted = false;
	must_be(&copy, conn, "the long way leads elsewhere");
	if (step.n || step.reopen || !step.restart) {
		fprintf(stderr, "prediction: the long way changes something\n");
		abort();
	}
	predict_taken++;
	return true;
}
