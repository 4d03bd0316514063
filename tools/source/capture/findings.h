/* SPDX-License-Identifier: GPL-2.0 */
/* Findings about a capture, besides its connections. */
#ifndef TCPST_CAPTURE_FINDINGS_H
#define TCPST_CAPTURE_FINDINGS_H

#include "module/core/types.h"

/* A frame without TCP holds: another Ethernet type, or another IP protocol, */
#define TCPST_OTHER_TYPE 0x10000
#define TCPST_OTHER_PROTOCOL 0x20000

/* ... or a packet that is encrypted or compressed, and by what. */
enum tcpst_sealed {
	TCPST_SEALED_ESP = 0x40000,	/* RFC 4303 */
	TCPST_SEALED_IPCOMP,		/* RFC 3173: compressed */
	TCPST_SEALED_MACSEC,
	TCPST_SEALED_WIRELESS,		/* IEEE 802.11 */
	TCPST_SEALED_CAPWAP,		/* RFC 5415 section 4.2: DTLS */
	TCPST_SEALED_MAX,
};

static inline bool tcpst_type_is_sealed(int type)
{
	return type >= TCPST_SEALED_ESP && type < TCPST_SEALED_MAX;
}

/* Octets of a path that a message shows. */
#define TCPST_FINDINGS_PATH 200

/**
 * struct tcpst_capture_findings - findings about a capture
 * @unknown:  frames of link types that are not supported
 * @link:     the first of these link types, DLT_*
 * @tunneled: segments inside tunnels, without --tunnels
 * @sealed:   frames that may hold a segment which is encrypted or compressed
 * @seal:     enum tcpst_sealed of the first of these
 * @other:    contents of the first frame of another protocol: TCPST_OTHER_TYPE or
 *            TCPST_OTHER_PROTOCOL and its number; 0: there is none
 * @skipped:  files in directories that are not captures
 * @offloaded: segments accepted although their checksum is wrong, since all of their
 *            sender's were
 * @copies:   how often each segment was captured; 0 or 1: once
 * @set:      how often the clock was set; @set_frame: the first frame after that,
 *            @set_from and @set_to: time stamps before and after, ns
 * @skew:     clock skew of two capture points, ns; 0: none
 * @skew_shared: number of segments, captured at both, that show the skew; 0: it was derived
 *            from an answer that was captured before the SYN it answers, so the skew may be
 *            larger
 * @skew_ahead: file or interface whose clock is ahead; @skew_behind: the other
 * @strays:   frames with a wrong time stamp; @stray_frame: the first,
 *            @stray_from and @stray_to: time stamp before it, and its own
 */
struct tcpst_capture_findings {
	u64 unknown;
	int link;
	u64 tunneled;
	u64 sealed;
	u32 seal;
	u32 other;
	unsigned int skipped;
	u64 offloaded;
	u32 copies;
	u64 set;
	u64 set_frame;
	u64 set_from;
	u64 set_to;
	u64 skew;
	u64 skew_shared;
	char skew_ahead[TCPST_FINDINGS_PATH];
	char skew_behind[TCPST_FINDINGS_PATH];
	u64 strays;
	u64 stray_frame;
	u64 stray_from;
	u64 stray_to;
};

#endif /* TCPST_CAPTURE_FINDINGS_H */
