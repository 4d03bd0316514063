/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Generated from Documentation/netlink/specs/tcpstates.yaml: do not
 * edit it, but that, and run tests/kernel/spec/generate.py --write.
 */
#ifndef TCPS_TRACE_ENUMS_H
#define TCPS_TRACE_ENUMS_H

#define TCPS_TRACE_STATE \
	EM(TCPS_CLOSED, "CLOSED") \
	EM(TCPS_LISTEN, "LISTEN") \
	EM(TCPS_SYN_SENT, "SYN_SENT") \
	EM(TCPS_SYN_RECEIVED, "SYN_RECEIVED") \
	EM(TCPS_ESTABLISHED, "ESTABLISHED") \
	EM(TCPS_FIN_WAIT_1, "FIN_WAIT_1") \
	EM(TCPS_FIN_WAIT_2, "FIN_WAIT_2") \
	EM(TCPS_CLOSING, "CLOSING") \
	EM(TCPS_TIME_WAIT, "TIME_WAIT") \
	EM(TCPS_CLOSE_WAIT, "CLOSE_WAIT") \
	EMe(TCPS_LAST_ACK, "LAST_ACK")

#define TCPS_TRACE_CERTAINTY \
	EM(TCPS_OBSERVED, "observed") \
	EM(TCPS_PRESUMED, "presumed") \
	EMe(TCPS_INFERRED, "inferred")

#endif /* TCPS_TRACE_ENUMS_H */
