/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A recording: a head, then messages as the module sends them, in the wire format
 * of Documentation/netlink/specs/tcpstates.yaml, and three of our own. All of it may
 * be compressed by zstd. Documentation/recording.rst describes it for others.
 */
#ifndef TCPST_RECORDING_FORMAT_H
#define TCPST_RECORDING_FORMAT_H

#include "module/core/types.h"

#define TCPST_RECORDING_MAGIC "tcpst\r\n\032"

/* As it lies in the file of a machine with the same byte order. */
#define TCPST_RECORDING_ORDER 0x01020304U

/* Messages that an older tcpst can pass by do not change it. */
#define TCPST_RECORDING_VERSION 1U

/**
 * struct tcpst_recording_head - the first octets of a recording
 * @magic:   %TCPST_RECORDING_MAGIC
 * @order:   %TCPST_RECORDING_ORDER
 * @version: %TCPST_RECORDING_VERSION
 */
struct tcpst_recording_head {
	char magic[8];
	u32 order;
	u32 version;
};

/* nlmsg_type of all messages: the number of a family differs from boot to boot. */
#define TCPST_RECORDING_TYPE 0x7463

/* Octets of a message, at most. */
#define TCPST_RECORDING_MESSAGE 65536U

/*
 * Commands that the family does not have. A message of FLOW_GET is a flow of the
 * table that began before it, one of EVENT_NTF a batch of events.
 */
enum tcpst_recording_command {
	TCPST_RECORDING_START = 128,	/* who recorded, where and when */
	TCPST_RECORDING_TABLE,		/* the flows that follow are all there are */
	TCPST_RECORDING_END,		/* nothing was cut off */
};

/* Attributes of these. */
enum tcpst_recording_attr {
	TCPST_RECORDING_A_TIME = 1,	/* u64: ns since the Unix epoch */
	TCPST_RECORDING_A_HOST,		/* string: name of the machine */
	TCPST_RECORDING_A_TCPST,	/* string: version of tcpst */
	TCPST_RECORDING_A_MODULE,	/* string: of the module, if it was read */
};

#endif /* TCPST_RECORDING_FORMAT_H */
