/* SPDX-License-Identifier: GPL-2.0 */
/* Numbers of link layers: LINKTYPE_* in files, DLT_* in libpcap and here. */
#ifndef TCPST_LINKTYPE_H
#define TCPST_LINKTYPE_H

#include <pcap/dlt.h>

#include "module/core/types.h"

/*
 * The numbers in files are those of libpcap, except for these link layers, whose
 * DLT_* numbers differ between systems.
 */
#define LINK_ATM 100
#define LINK_RAW 101
#define LINK_ATM_CLIP 106

/** tcpst_linktype_dlt() - convert LINKTYPE_* to DLT_* */
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

/** tcpst_linktype_file() - convert DLT_* to LINKTYPE_* */
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
