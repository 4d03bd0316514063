// SPDX-License-Identifier: GPL-2.0
/*
 * Frames of IEEE 802.11, with or without a header added by the receiver. Encrypted
 * frames cannot be decoded.
 */
#include "source/capture/wireless.h"

#include "source/capture/findings.h"
#include "source/capture/tags.h"

/* Bits of Frame Control, the first two octets of a frame, in their order. */
#define FRAME_TYPE 0x0c00
#define FRAME_TYPE_DATA 0x0800
#define FRAME_NO_DATA 0x4000
#define FRAME_QOS 0x8000
#define FRAME_TO_DS 0x0001
#define FRAME_FROM_DS 0x0002
#define FRAME_PROTECTED 0x0040
#define FRAME_ORDER 0x0080

/* Bit of QoS Control. */
#define QOS_A_MSDU 0x80

/* Bit of radiotap's field Flags. */
#define RADIOTAP_DATAPAD 0x20

static u16 get16le(const u8 *at)
{
	return (u16)(at[1] << 8 | at[0]);
}

static u32 get32le(const u8 *at)
{
	return (u32)get16le(at + 2) << 16 | get16le(at);
}

/* Destination, source and length before each packet of an A-MSDU. */
#define SUBFRAME_HEADER 14U

/* Several packets in one frame, each padded to a multiple of four octets. */
static int skip_subframe(struct tcpst_span *span)
{
	u32 length, size, i;

	for (i = 0;; i++) {
		if (span->have < SUBFRAME_HEADER)
			return TCPST_CUT_OFF;
		length = tcpst_get16(span->at + 12);
		size = (SUBFRAME_HEADER + length + 3) & ~3U;
		if (i == span->nth)
			break;
		if (!tcpst_span_skip(span, size))
			return TCPST_CUT_OFF;
	}
	span->more = span->full >= size + SUBFRAME_HEADER;
	tcpst_span_skip(span, SUBFRAME_HEADER);
	tcpst_span_limit(span, length);
	return TCPST_TYPE_LLC;
}

/* @padded: the header is padded to a multiple of four octets */
static int skip_header(struct tcpst_span *span, u16 control, bool padded)
{
	u32 size = 24;
	bool aggregated = false;

	if ((control & FRAME_TYPE) != FRAME_TYPE_DATA ||
	    (control & FRAME_NO_DATA))
		return TCPST_TYPE_OTHER;
	if (control & FRAME_PROTECTED)
		return TCPST_SEALED_WIRELESS;
	if ((control & FRAME_TO_DS) && (control & FRAME_FROM_DS))
		size += 6;
	if (control & FRAME_QOS) {
		if (span->have < size + 2)
			return TCPST_CUT_OFF;
		aggregated = span->at[size] & QOS_A_MSDU;
		size += control & FRAME_ORDER ? 6 : 2;
	}
	if (padded)
		size = (size + 3) & ~3U;
	if (!tcpst_span_skip(span, size))
		return TCPST_CUT_OFF;
	return aggregated ? skip_subframe(span) : TCPST_TYPE_LLC;
}

static int skip_frame(struct tcpst_span *span, bool padded)
{
	if (span->have < 2)
		return TCPST_CUT_OFF;
	return skip_header(span, tcpst_get16(span->at), padded);
}

/** tcpst_wireless_skip() - skip the header of a frame. Return: type of the next header */
int tcpst_wireless_skip(struct tcpst_span *span)
{
	return skip_frame(span, false);
}

/**
 * tcpst_wireless_skip_swapped() - ... of access points that swap the first two octets
 * @span: the frame, swapped or not
 */
int tcpst_wireless_skip_swapped(struct tcpst_span *span)
{
	if (span->have < 2)
		return TCPST_CUT_OFF;
	/* Version 0, data. */
	if ((span->at[0] & 0x0f) != 0x08 && (span->at[1] & 0x0f) == 0x08)
		return skip_header(span, get16le(span->at), false);
	return skip_frame(span, false);
}

/* Find radiotap's Flags: the first field, or after an aligned time of eight octets. */
static bool is_padded(const u8 *at, u32 size)
{
	u32 present = get32le(at + 4), more = present, field = 8;

	while (more & 0x80000000U) {
		if (field + 4 > size)
			return false;
		more = get32le(at + field);
		field += 4;
	}
	if (present & 1)
		field = ((field + 7) & ~7U) + 8;
	return (present & 2) && field < size &&
	       (at[field] & RADIOTAP_DATAPAD);
}

/** tcpst_wireless_skip_radiotap() - ... after a radiotap header (radiotap.org) */
int tcpst_wireless_skip_radiotap(struct tcpst_span *span)
{
	bool padded;
	u32 size;

	if (span->have < 8)
		return TCPST_CUT_OFF;
	size = get16le(span->at + 2);
	if (size < 8)
		return TCPST_TYPE_OTHER;
	if (span->have < size)
		return TCPST_CUT_OFF;
	padded = is_padded(span->at, size);
	tcpst_span_skip(span, size);
	return skip_frame(span, padded);
}

/** tcpst_wireless_skip_avs() - ... after an AVS header, which contains its length */
int tcpst_wireless_skip_avs(struct tcpst_span *span)
{
	u32 size;

	if (span->have < 8)
		return TCPST_CUT_OFF;
	size = tcpst_get32(span->at + 4);
	if (size < 8 || size > 1024)
		return TCPST_TYPE_OTHER;
	return tcpst_span_skip(span, size) ? skip_frame(span, false) :
					     TCPST_CUT_OFF;
}

/** tcpst_wireless_skip_prism() - ... after a Prism header, or an AVS header called that */
int tcpst_wireless_skip_prism(struct tcpst_span *span)
{
	if (span->have < 4)
		return TCPST_CUT_OFF;
	if ((tcpst_get32(span->at) & 0xfffff000U) == 0x80211000U)
		return tcpst_wireless_skip_avs(span);
	return tcpst_span_skip(span, 144) ? skip_frame(span, false) :
					    TCPST_CUT_OFF;
}
