/* SPDX-License-Identifier: GPL-2.0 */
/* Numbers of the format pcapng (draft-ietf-opsawg-pcapng). */
#ifndef TCPST_PCAPNG_FORMAT_H
#define TCPST_PCAPNG_FORMAT_H

#include <pcap/dlt.h>

#include "module/core/types.h"

#define BLOCK_SECTION 0x0a0d0d0aU	/* the same in both byte orders */
#define BLOCK_INTERFACE 1
#define BLOCK_PACKET 2			/* obsolete, but still found */
#define BLOCK_SIMPLE 3
#define BLOCK_ENHANCED 6

#define MAGIC 0x1a2b3c4dU

/* Type, length, and the length again. */
#define BLOCK_MIN 12

/* No block is longer: libpcap and Wireshark have the same limit. */
#define BLOCK_MAX (16U << 20)

#define OPTION_END 0
#define OPTION_COMMENT 1
#define OPTION_IF_NAME 2
#define OPTION_IF_TSRESOL 9
#define OPTION_IF_TSOFFSET 14
#define OPTION_SHB_APPLICATION 4

/*
 * What files call a link layer is what libpcap calls it, but for these, whose
 * numbers were not the same on all systems.
 */
#define LINK_ATM 100
#define LINK_RAW 101
#define LINK_ATM_CLIP 106

/** tcpst_pcapng_dlt() - what libpcap calls the link layer of a file's number */
static inline int tcpst_pcapng_dlt(u16 type)
{
	switch (type) {
	case LINK_ATM:
		return DLT_ATM_RFC1483;
	case LINK_RAW:
		return DLT_RAW;
	case LINK_ATM_CLIP:
		return DLT_ATM_CLIP;
	default:
		return type;
	}
}

/** tcpst_pcapng_link() - the number in files of what libpcap calls a link layer */
static inline u16 tcpst_pcapng_link(int dlt)
{
	switch (dlt) {
	case DLT_ATM_RFC1483:
		return LINK_ATM;
	case DLT_RAW:
	case 14:	/* OpenBSD's number of the same */
		return LINK_RAW;
	case DLT_ATM_CLIP:
		return LINK_ATM_CLIP;
	default:
		return (u16)dlt;
	}
}

#endif /* TCPST_PCAPNG_FORMAT_H */
