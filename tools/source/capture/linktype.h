/* SPDX-License-Identifier: GPL-2.0 */
/* Numbers of link layers: those in files, LINKTYPE_*, and ours, DLT_*. */
#ifndef TCPST_LINKTYPE_H
#define TCPST_LINKTYPE_H

#include <pcap/dlt.h>

#include "module/core/types.h"

/*
 * What files call a link layer is what libpcap calls it, but for these, whose
 * numbers were not the same on all systems.
 */
#define LINK_ATM 100
#define LINK_RAW 101
#define LINK_ATM_CLIP 106

/** tcpst_linktype_dlt() - what libpcap calls the link layer of a file's number */
static inline int tcpst_linktype_dlt(u16 type)
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

/** tcpst_linktype_file() - the number in files of what libpcap calls a link layer */
static inline u16 tcpst_linktype_file(int dlt)
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

#endif /* TCPST_LINKTYPE_H */
