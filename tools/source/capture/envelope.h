/* SPDX-License-Identifier: GPL-2.0 */
/* Link types that encapsulate frames of other link types. */
#ifndef TCPST_ENVELOPE_H
#define TCPST_ENVELOPE_H

#include "source/capture/span.h"

int tcpst_envelope_open(int type, struct tcpst_span *span);
int tcpst_envelope_open_erf(struct tcpst_span *span);
int tcpst_envelope_open_nflog(struct tcpst_span *span);

#endif /* TCPST_ENVELOPE_H */
