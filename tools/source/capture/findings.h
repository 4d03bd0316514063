/* SPDX-License-Identifier: GPL-2.0 */
/* What is to be reported about a capture besides its connections. */
#ifndef TCPST_CAPTURE_FINDINGS_H
#define TCPST_CAPTURE_FINDINGS_H

#include "module/core/types.h"

/* What a frame holds that is of no interest: a type of Ethernet, a protocol of IP. */
#define TCPST_OTHER_TYPE 0x10000
#define TCPST_OTHER_PROTOCOL 0x20000

/* ... or a packet that cannot be read, and how it is protected. */
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

/* What a message shows of a path. */
#define TCPST_FINDINGS_PATH 200

/**
 * struct tcpst_capture_findings - what is to be reported about a capture
 * @unknown:  frames of link types that are not supported
 * @link:     the first of these, DLT_*
 * @tunneled: segments inside tunnels, without --tunnels
 * @sealed:   frames that may hold a segment which is encrypted or compressed
 * @seal:     how the first of these is, enum tcpst_sealed
 * @other:    what the first frame holds that is known to hold something else:
 *            TCPST_OTHER_TYPE or TCPST_OTHER_PROTOCOL and its number; 0: there is none
 * @skipped:  files of directories that are no captures
 * @offloaded: segments taken although their checksum is wrong, since all of their
 *            sender's were
 * @copies:   each segment was captured so often; 0 or 1: once
 * @set:      how often the clock was set; @set_frame: the first frame after that,
 *            @set_from and @set_to: the stamps before and after, ns
 * @skew:     how far the clocks of two places are apart, ns; 0: of none
 * @skew_shared: segments that show it, since both have them; 0: an answer does that is
 *            at one before what it answers is at the other, so it may be more
 * @skew_ahead: file or interface whose clock is ahead; @skew_behind: the other
 * @strays:   frames whose stamp makes no sense; @stray_frame: the first,
 *            @stray_from and @stray_to: the stamp before it, and its own
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
