// SPDX-License-Identifier: GPL-2.0
/*
 * Preloaded into tcpst watch, so that its socket overflows after some hundred
 * events and not after a hundred thousand: the buffer it asks for is 16 KiB.
 */
#define _GNU_SOURCE
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

int setsockopt(int fd, int level, int name, const void *value, socklen_t size)
{
	static const int small = 16384;

	if (level == SOL_SOCKET && name == SO_RCVBUFFORCE)
		value = &small;
	return syscall(SYS_setsockopt, fd, level, name, value, size);
}
