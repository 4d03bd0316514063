// SPDX-License-Identifier: GPL-2.0
/*
 * Decompression of gzip, zstd, xz and lz4 by their libraries, as far as tcpst was built
 * with them (TCPST_HAVE_…). The memory of each is bounded.
 */
#include "source/capture/unpack.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

#ifdef TCPST_HAVE_ZLIB
#include <zlib.h>
#endif
#ifdef TCPST_HAVE_ZSTD
#include <zstd.h>
#endif
#ifdef TCPST_HAVE_LZMA
#include <lzma.h>

/* Memory limit: several times what decompressing a file of `xz -9` needs. */
#define LZMA_MEMORY (512ULL << 20)
#endif
#ifdef TCPST_HAVE_LZ4
#include <lz4frame.h>
#endif

struct format;

/**
 * struct tcpst_unpack - a file being decompressed
 * @format: its format
 * @zlib, @zstd, @lzma, @lz4: state of the library for that format
 */
struct tcpst_unpack {
	const struct format *format;
	union {
#ifdef TCPST_HAVE_ZLIB
		z_stream zlib;
#endif
#ifdef TCPST_HAVE_ZSTD
		ZSTD_DStream *zstd;
#endif
#ifdef TCPST_HAVE_LZMA
		lzma_stream lzma;
#endif
#ifdef TCPST_HAVE_LZ4
		LZ4F_dctx *lz4;
#endif
		char none;
	};
};

/**
 * struct format - a compression format
 * @name:  its name
 * @magic: its magic number
 * @size:  size of @magic
 * @open:  initializes the library, false: out of memory; NULL: built without the library
 * @step:  as tcpst_unpack_step()
 * @close: frees the state of the library
 */
struct format {
	const char *name;
	const char *magic;
	size_t size;
	bool (*open)(struct tcpst_unpack *unpack);
	enum tcpst_unpack_result (*step)(struct tcpst_unpack *unpack,
					 struct tcpst_unpack_step *step);
	void (*close)(struct tcpst_unpack *unpack);
};

#ifdef TCPST_HAVE_ZLIB
static bool open_zlib(struct tcpst_unpack *unpack)
{
	/* The largest window; 16: with gzip's header. */
	return inflateInit2(&unpack->zlib, 16 + MAX_WBITS) == Z_OK;
}

static enum tcpst_unpack_result step_zlib(struct tcpst_unpack *unpack,
					  struct tcpst_unpack_step *step)
{
	z_stream *stream = &unpack->zlib;
	int result;

	stream->next_in = (Bytef *)step->in;
	stream->avail_in = (uInt)step->n_in;
	stream->next_out = step->out;
	stream->avail_out = (uInt)step->n_out;
	result = inflate(stream, Z_NO_FLUSH);
	step->in = stream->next_in;
	step->n_in = stream->avail_in;
	step->out = stream->next_out;
	step->n_out = stream->avail_out;
	if (result == Z_STREAM_END)
		return inflateReset(stream) == Z_OK ? TCPST_UNPACK_END :
						      TCPST_UNPACK_BROKEN;
	return result == Z_OK || result == Z_BUF_ERROR ? TCPST_UNPACK_MORE :
							 TCPST_UNPACK_BROKEN;
}

static void close_zlib(struct tcpst_unpack *unpack)
{
	inflateEnd(&unpack->zlib);
}
#else
#define open_zlib NULL
#define step_zlib NULL
#define close_zlib NULL
#endif

#ifdef TCPST_HAVE_ZSTD
static bool open_zstd(struct tcpst_unpack *unpack)
{
	unpack->zstd = ZSTD_createDStream();
	return unpack->zstd;
}

static enum tcpst_unpack_result step_zstd(struct tcpst_unpack *unpack,
					  struct tcpst_unpack_step *step)
{
	ZSTD_inBuffer in = { step->in, step->n_in, 0 };
	ZSTD_outBuffer out = { step->out, step->n_out, 0 };
	size_t result = ZSTD_decompressStream(unpack->zstd, &out, &in);

	step->in += in.pos;
	step->n_in -= in.pos;
	step->out += out.pos;
	step->n_out -= out.pos;
	if (ZSTD_isError(result))
		return TCPST_UNPACK_BROKEN;
	return result ? TCPST_UNPACK_MORE : TCPST_UNPACK_END;
}

static void close_zstd(struct tcpst_unpack *unpack)
{
	ZSTD_freeDStream(unpack->zstd);
}
#else
#define open_zstd NULL
#define step_zstd NULL
#define close_zstd NULL
#endif

#ifdef TCPST_HAVE_LZMA
static bool open_lzma(struct tcpst_unpack *unpack)
{
	unpack->lzma = (lzma_stream)LZMA_STREAM_INIT;
	return lzma_stream_decoder(&unpack->lzma, LZMA_MEMORY,
				   LZMA_CONCATENATED) == LZMA_OK;
}

static enum tcpst_unpack_result step_lzma(struct tcpst_unpack *unpack,
					  struct tcpst_unpack_step *step)
{
	lzma_stream *stream = &unpack->lzma;
	lzma_ret result;

	stream->next_in = step->in;
	stream->avail_in = step->n_in;
	stream->next_out = step->out;
	stream->avail_out = step->n_out;
	result = lzma_code(stream, step->last ? LZMA_FINISH : LZMA_RUN);
	step->in = stream->next_in;
	step->n_in = stream->avail_in;
	step->out = stream->next_out;
	step->n_out = stream->avail_out;
	if (result == LZMA_STREAM_END)
		return TCPST_UNPACK_END;
	return result == LZMA_OK || result == LZMA_BUF_ERROR ?
	       TCPST_UNPACK_MORE : TCPST_UNPACK_BROKEN;
}

static void close_lzma(struct tcpst_unpack *unpack)
{
	lzma_end(&unpack->lzma);
}
#else
#define open_lzma NULL
#define step_lzma NULL
#define close_lzma NULL
#endif

#ifdef TCPST_HAVE_LZ4
static bool open_lz4(struct tcpst_unpack *unpack)
{
	return !LZ4F_isError(LZ4F_createDecompressionContext(&unpack->lz4,
							     LZ4F_VERSION));
}

static enum tcpst_unpack_result step_lz4(struct tcpst_unpack *unpack,
					 struct tcpst_unpack_step *step)
{
	size_t in = step->n_in, out = step->n_out;
	size_t result = LZ4F_decompress(unpack->lz4, step->out, &out, step->in,
					&in, NULL);

	step->in += in;
	step->n_in -= in;
	step->out += out;
	step->n_out -= out;
	if (LZ4F_isError(result))
		return TCPST_UNPACK_BROKEN;
	return result ? TCPST_UNPACK_MORE : TCPST_UNPACK_END;
}

static void close_lz4(struct tcpst_unpack *unpack)
{
	LZ4F_freeDecompressionContext(unpack->lz4);
}
#else
#define open_lz4 NULL
#define step_lz4 NULL
#define close_lz4 NULL
#endif

static const struct format formats[] = {
	{ "gzip", "\x1f\x8b", 2, open_zlib, step_zlib, close_zlib },
	{ "zstd", "\x28\xb5\x2f\xfd", 4, open_zstd, step_zstd, close_zstd },
	{ "xz", "\xfd\x37zXZ", 6, open_lzma, step_lzma, close_lzma },
	{ "lz4", "\x04\x22\x4d\x18", 4, open_lz4, step_lz4, close_lz4 },
};

#define FORMATS (sizeof(formats) / sizeof(formats[0]))

/**
 * tcpst_unpack_format() - compression format of a file
 * @head: its first octets, %TCPST_UNPACK_MAGIC if it is that long
 * @n:    number of octets of @head
 *
 * Return: name of the format, or NULL: not compressed, or unknown.
 */
const char *tcpst_unpack_format(const u8 *head, size_t n)
{
	unsigned int i;

	for (i = 0; i < FORMATS; i++)
		if (n >= formats[i].size &&
		    !memcmp(head, formats[i].magic, formats[i].size))
			return formats[i].name;
	return NULL;
}

/**
 * tcpst_unpack_open() - begin to decompress
 * @format: a format from tcpst_unpack_format()
 *
 * Return: the file, or NULL: tcpst was built without the library.
 */
struct tcpst_unpack *tcpst_unpack_open(const char *format)
{
	struct tcpst_unpack *unpack;
	unsigned int i = 0;

	while (strcmp(formats[i].name, format))
		i++;
	if (!formats[i].open)
		return NULL;
	unpack = tcpst_alloc(1, sizeof(*unpack));
	unpack->format = &formats[i];
	return tcpst_need(formats[i].open(unpack) ? unpack : NULL);
}

/**
 * tcpst_unpack_step() - decompress some octets
 * @unpack: the file
 * @step:   input and output
 */
enum tcpst_unpack_result tcpst_unpack_step(struct tcpst_unpack *unpack,
					   struct tcpst_unpack_step *step)
{
	return unpack->format->step(unpack, step);
}

/** tcpst_unpack_close() - free it; NULL is allowed */
void tcpst_unpack_close(struct tcpst_unpack *unpack)
{
	if (!unpack)
		return;
	unpack->format->close(unpack);
	free(unpack);
}
