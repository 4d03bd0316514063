/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The format of recordings: a header, then messages as the module sends them, in the wire
 * format of Documentation/netlink/specs/tcpstates.yaml, and four further messages. The
 * file may be compressed by zstd. Documentation/recording.rst describes the format.
 */
#ifndef TCPST_RECORDING_FORMAT_H
#define TCPST_RECORDING_FORMAT_H

#include "module/core/types.h"

#define TCPST_RECORDING_MAGIC "tcpst\r\n\032"

/* Value of @order in a file of the same byte order. */
#define TCPST_RECORDING_ORDER 0x01020304U

/* New messages that an older tcpst can skip do not change the version. */
#define TCPST_RECORDING_VERSION 1U

/**
 * struct tcpst_recording_head - header of a recording
 * @magic:   %TCPST_RECORDING_MAGIC
 * @order:   %TCPST_RECORDING_ORDER
 * @version: %TCPST_RECORDING_VERSION
 */
struct tcpst_recording_head {
	char magic[8];
	u32 order;
	u32 version;
};

/* nlmsg_type of all messages: the number of a family may change with each boot. */
#define TCPST_RECORDING_TYPE 0x7463

/* Maximum size of a message, octets. */
#define TCPST_RECORDING_MESSAGE 65536U

/*
 * Further commands, besides those of the family. A message of FLOW_GET is a flow of the
 * table begun before it, one of EVENT_NTF a batch of events.
 */
enum tcpst_recording_command {
	TCPST_RECORDING_START = 128,	/* origin: machine, time, versions */
	TCPST_RECORDING_TABLE,		/* a table begins: all its flows follow */
	TCPST_RECORDING_END,		/* the recording is complete */
	TCPST_RECORDING_CGROUP,		/* path of a control group, before it is named by id */
	TCPST_RECORDING_SEGMENTS,	/* a batch of segments */
};

/* Attributes of these commands. */
enum tcpst_recording_attr {
	TCPST_RECORDING_A_TIME = 1,	/* u64: ns since the Unix epoch */
	TCPST_RECORDING_A_HOST,		/* string: name of the machine */
	TCPST_RECORDING_A_TCPST,	/* string: version of tcpst */
	TCPST_RECORDING_A_MODULE,	/* string: version of the module, if it was the source */
	TCPST_RECORDING_A_CGROUP,	/* u64: id of a control group */
	TCPST_RECORDING_A_PATH,		/* string: its path */
	TCPST_RECORDING_A_SEGMENTS,	/* u64: 1: with the segments of its connections */
	TCPST_RECORDING_A_DROPPED,	/* u64: packets that could not be captured in time */
};

#endif /* TCPST_RECORDING_FORMAT_H */
