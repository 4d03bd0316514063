/* SPDX-License-Identifier: GPL-2.0 */
/* Numbers in frames and in capture files, at any address. */
#ifndef TCPST_NUMBER_H
#define TCPST_NUMBER_H

#include <string.h>

#include "module/core/types.h"

/** tcpst_get16() - a number in network byte order */
static inline u16 tcpst_get16(const u8 *at)
{
	return (u16)(at[0] << 8 | at[1]);
}

/** tcpst_get32() - a number in network byte order */
static inline u32 tcpst_get32(const u8 *at)
{
	return (u32)tcpst_get16(at) << 16 | tcpst_get16(at + 2);
}

/** tcpst_put16() - write a number in network byte order, its lower 16 bits */
static inline void tcpst_put16(u8 *at, u32 value)
{
	at[0] = (u8)(value >> 8);
	at[1] = (u8)value;
}

/** tcpst_host16() - a number in the byte order of this machine, or @swapped in the other */
static inline u16 tcpst_host16(const u8 *at, bool swapped)
{
	u16 value;

	memcpy(&value, at, sizeof(value));
	return swapped ? __builtin_bswap16(value) : value;
}

/** tcpst_host32() - as tcpst_host16() */
static inline u32 tcpst_host32(const u8 *at, bool swapped)
{
	u32 value;

	memcpy(&value, at, sizeof(value));
	return swapped ? __builtin_bswap32(value) : value;
}

/** tcpst_host64() - as tcpst_host16() */
static inline u64 tcpst_host64(const u8 *at, bool swapped)
{
	u64 value;

	memcpy(&value, at, sizeof(value));
	return swapped ? __builtin_bswap64(value) : value;
}

#endif /* TCPST_NUMBER_H */
