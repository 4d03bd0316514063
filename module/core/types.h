/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Fixed-width integers with the kernel's names, in the kernel and in user space; the only
 * header of core/ that includes others from outside.
 */
#ifndef TCPS_CORE_TYPES_H
#define TCPS_CORE_TYPES_H

#ifdef __KERNEL__
#include <linux/types.h>
#else
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int32_t s32;
#endif

#endif /* TCPS_CORE_TYPES_H */
