/* SPDX-License-Identifier: GPL-2.0 */
/* Constants of the format pcapng (draft-ietf-opsawg-pcapng). */
#ifndef TCPST_PCAPNG_FORMAT_H
#define TCPST_PCAPNG_FORMAT_H

#include "module/core/types.h"

#define BLOCK_SECTION 0x0a0d0d0aU	/* the same in both byte orders */
#define BLOCK_INTERFACE 1
#define BLOCK_PACKET 2			/* obsolete, but still found */
#define BLOCK_SIMPLE 3
#define BLOCK_ENHANCED 6

#define MAGIC 0x1a2b3c4dU

/* Type, length, and the length again. */
#define BLOCK_MIN 12

/* Maximum length of a block; libpcap and Wireshark have the same limit. */
#define BLOCK_MAX (16U << 20)

#define OPTION_END 0
#define OPTION_COMMENT 1
#define OPTION_IF_NAME 2
#define OPTION_IF_TSRESOL 9
#define OPTION_IF_TSOFFSET 14
#define OPTION_SHB_APPLICATION 4

#endif /* TCPST_PCAPNG_FORMAT_H */
