/* SPDX-License-Identifier: GPL-2.0 */
/* Data that sockets of this machine retransmit, as notes of their flows. */
#ifndef TCPS_RETRANSMIT_H
#define TCPS_RETRANSMIT_H

#include "observer.h"

int tcps_retransmit_set(struct tcps_observer *observer, bool on);

#endif /* TCPS_RETRANSMIT_H */
