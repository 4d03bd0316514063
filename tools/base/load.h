/* SPDX-License-Identifier: GPL-2.0 */
/* Numbers of any size in memory. Inline: it runs for each value of a flow. */
#ifndef TCPST_LOAD_H
#define TCPST_LOAD_H

#include <string.h>

#include "module/core/types.h"

/**
 * tcpst_load() - read a number, in the byte order of this machine
 * @at:    where it is; need not be aligned
 * @size:  its size, octets
 * @other: returned if there are no numbers of that size
 */
static inline u64 tcpst_load(const void *at, size_t size, u64 other)
{
	u64 value64;
	u32 value32;
	u16 value16;

	switch (size) {
	case 1:
		return *(const u8 *)at;
	case 2:
		memcpy(&value16, at, sizeof(value16));
		return value16;
	case 4:
		memcpy(&value32, at, sizeof(value32));
		return value32;
	case 8:
		memcpy(&value64, at, sizeof(value64));
		return value64;
	default:
		return other;
	}
}

#endif /* TCPST_LOAD_H */
