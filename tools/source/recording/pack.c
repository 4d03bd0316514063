// SPDX-License-Identifier: GPL-2.0
/*
 * Writing a file, compressed by zstd if tcpst was built with it. Each flush ends a frame of
 * zstd, with a checksum: whatever happens later, data that was flushed can be read.
 */
#include "source/recording/pack.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#ifdef TCPST_HAVE_ZSTD
#include <zstd.h>
#endif

#include "base/alloc.h"

/* Size of the output buffer, octets. */
#define CHUNK (1U << 17)

/**
 * struct tcpst_pack - a file being written
 * @fd:     the file
 * @zstd:   the compressor
 * @begun:  a frame of zstd has been begun
 * @out:    compressed data not written yet: @n octets
 */
struct tcpst_pack {
	int fd;
#ifdef TCPST_HAVE_ZSTD
	struct ZSTD_CCtx_s *zstd;
	bool begun;
#endif
	size_t n;
	char out[CHUNK];
};

/**
 * tcpst_pack_open() - begin to write a file
 * @fd: the file; owned by the caller
 */
struct tcpst_pack *tcpst_pack_open(int fd)
{
	struct tcpst_pack *pack = tcpst_alloc(1, sizeof(*pack));

	pack->fd = fd;
#ifdef TCPST_HAVE_ZSTD
	pack->zstd = tcpst_need(ZSTD_createCCtx());
	ZSTD_CCtx_setParameter(pack->zstd, ZSTD_c_checksumFlag, 1);
#endif
	return pack;
}

/* Return: 0 or a negative errno. */
static int write_out(struct tcpst_pack *pack)
{
	size_t at = 0;

	while (at < pack->n) {
		ssize_t done = write(pack->fd, pack->out + at, pack->n - at);

		if (done < 0 && errno != EINTR)
			return -errno;
		if (done > 0)
			at += (size_t)done;
	}
	pack->n = 0;
	return 0;
}

#ifdef TCPST_HAVE_ZSTD
static int compress(struct tcpst_pack *pack, const void *octets, size_t n,
		    ZSTD_EndDirective how)
{
	ZSTD_inBuffer in = { octets, n, 0 };
	size_t left;

	do {
		ZSTD_outBuffer out = { pack->out, CHUNK, pack->n };
		int error;

		left = ZSTD_compressStream2(pack->zstd, &out, &in, how);
		if (ZSTD_isError(left))
			return -EIO;
		pack->n = out.pos;
		error = pack->n == CHUNK ? write_out(pack) : 0;
		if (error)
			return error;
	} while (how == ZSTD_e_end ? left : in.pos < in.size);
	pack->begun = how != ZSTD_e_end;
	return 0;
}

/**
 * tcpst_pack_write() - write octets
 * @pack:   the file
 * @octets: the octets
 * @n:      number of @octets
 *
 * Return: 0 or a negative errno.
 */
int tcpst_pack_write(struct tcpst_pack *pack, const void *octets, size_t n)
{
	return compress(pack, octets, n, ZSTD_e_continue);
}

/** tcpst_pack_flush() - flush pending data to the file; 0 or a negative errno */
int tcpst_pack_flush(struct tcpst_pack *pack)
{
	int error = pack->begun ? compress(pack, NULL, 0, ZSTD_e_end) : 0;

	return error ? error : write_out(pack);
}
#else
int tcpst_pack_write(struct tcpst_pack *pack, const void *octets, size_t n)
{
	const char *from = octets;

	while (n) {
		size_t some = n < CHUNK - pack->n ? n : CHUNK - pack->n;
		int error;

		memcpy(pack->out + pack->n, from, some);
		pack->n += some;
		from += some;
		n -= some;
		error = pack->n == CHUNK ? write_out(pack) : 0;
		if (error)
			return error;
	}
	return 0;
}

int tcpst_pack_flush(struct tcpst_pack *pack)
{
	return write_out(pack);
}
#endif

/** tcpst_pack_close() - free it without flushing; NULL is allowed */
void tcpst_pack_close(struct tcpst_pack *pack)
{
	if (!pack)
		return;
#ifdef TCPST_HAVE_ZSTD
	ZSTD_freeCCtx(pack->zstd);
#endif
	free(pack);
}
