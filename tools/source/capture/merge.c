// SPDX-License-Identifier: GPL-2.0
/*
 * Merging several capture files by time. A file is open only from the turn of its
 * first frame to that of its last: of a thousand consecutive files, one or two at
 * a time. Frames of one file keep their order.
 */
#include "source/capture/merge.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/inline.h"
#include "source/capture/reader.h"

/**
 * struct file - one of the files
 * @path:   its path
 * @listed: it was found in a directory, which may contain other files
 * @first:  time of its first frame, ns
 * @size:   its size, octets; 0: not known
 * @reader: its reader, NULL: it is not open
 * @head:   its next frame
 */
struct file {
	char *path;
	bool listed;
	u64 first;
	u64 size;
	struct tcpst_reader *reader;
	struct tcpst_raw head;
};

/**
 * struct tcpst_merge - files being read
 * @ops:     callbacks
 * @next:    as tcpst_merge_next(), for one file or for several
 * @input:   input of the only file, if it is already open; NULL: it is not
 * @files:   files, sorted by their first frames; @n: number of them
 * @opened:  number of files opened so far; those before @done have been read
 * @last:    file of the last frame returned; NULL: none
 * @size:    size of all files
 * @read:    size of the files that have been closed
 * @skipped: files in directories that are not captures
 */
struct tcpst_merge {
	const struct tcpst_input_ops *ops;
	int (*next)(struct tcpst_merge *merge, const struct tcpst_raw **rawp, char *error);
	struct tcpst_input *input;
	struct file *files;
	unsigned int n;
	unsigned int opened;
	unsigned int done;
	struct file *last;
	u64 size;
	u64 read;
	unsigned int skipped;
};

static const char *name_of(const struct file *file)
{
	return strcmp(file->path, "-") ? file->path : "standard input";
}

static int fail(const struct file *file, const char *why, char *error)
{
	if (!*why)
		error[0] = '\0';
	else
		snprintf(error, TCPST_READER_ERROR, "%.250s: %.250s",
			 name_of(file), why);
	return -1;
}

static void add_file(struct tcpst_merge *merge, const char *path, bool listed)
{
	struct stat stat_;
	struct file *file;

	merge->files = tcpst_resize(merge->files, merge->n + 1,
				    sizeof(*merge->files));
	file = &merge->files[merge->n];
	*file = (struct file){ .path = tcpst_copy(path), .listed = listed };
	if (!stat(path, &stat_) && S_ISREG(stat_.st_mode))
		file->size = (u64)stat_.st_size;
	merge->size += file->size;
	merge->n++;
}

static void add_directory(struct tcpst_merge *merge, const char *path,
			  DIR *directory)
{
	struct dirent *entry;
	struct stat stat_;
	char name[4096];

	while ((entry = readdir(directory))) {
		snprintf(name, sizeof(name), "%s/%s", path, entry->d_name);
		if (entry->d_name[0] != '.' && !stat(name, &stat_) &&
		    S_ISREG(stat_.st_mode))
			add_file(merge, name, true);
	}
}

static void add_path(struct tcpst_merge *merge, const char *path)
{
	DIR *directory = opendir(path);

	if (!directory) {
		add_file(merge, path, false);
		return;
	}
	add_directory(merge, path, directory);
	closedir(directory);
}

static void close_file(struct tcpst_merge *merge, struct file *file)
{
	merge->read += file->size;
	tcpst_reader_close(file->reader);
	file->reader = NULL;
}

/* Close a file that has no next frame; @error has the reason if it is broken. */
static TCPST_NOINLINE int end_file(struct tcpst_merge *merge, struct file *file, int result,
				   char *error)
{
	char why[TCPST_READER_ERROR];

	close_file(merge, file);
	if (!result)
		return 0;
	memcpy(why, error, sizeof(why));
	return fail(file, why, error);
}

/* Read the next frame of a file, or close it. Return: as tcpst_reader_next(). */
static int advance(struct tcpst_merge *merge, struct file *file, char *error)
{
	int result = tcpst_reader_next(file->reader, &file->head, error);

	return result == 1 ? 1 : end_file(merge, file, result, error);
}

static int open_file(struct tcpst_merge *merge, struct file *file,
		     char *error)
{
	char why[TCPST_READER_ERROR];

	if (tcpst_reader_open(&file->reader, file->path, merge->ops, why))
		return fail(file, why, error);
	return advance(merge, file, error);
}

/*
 * Find the time of the first frame. The caller skips files of a directory that are not
 * captures; a broken file is reported when its turn comes.
 */
static int look_at(struct tcpst_merge *merge, struct file *file, char *error)
{
	char why[TCPST_READER_ERROR];

	if (tcpst_reader_open(&file->reader, file->path, merge->ops, why))
		return fail(file, why, error);
	if (tcpst_reader_next(file->reader, &file->head, why) == 1)
		file->first = file->head.time_ns;
	tcpst_reader_close(file->reader);
	file->reader = NULL;
	return 0;
}

static void drop(struct tcpst_merge *merge, unsigned int i)
{
	merge->size -= merge->files[i].size;
	free(merge->files[i].path);
	merge->n--;
	memmove(merge->files + i, merge->files + i + 1,
		(merge->n - i) * sizeof(*merge->files));
}

/* Rotated files that begin at the same time are sorted by name. */
static int compare(const void *a, const void *b)
{
	const struct file *first = a, *second = b;

	if (first->first != second->first)
		return first->first < second->first ? -1 : 1;
	return strcmp(first->path, second->path);
}

static int look_at_all(struct tcpst_merge *merge, char *error)
{
	unsigned int i = 0;

	while (i < merge->n) {
		struct file *file = &merge->files[i];

		if (!look_at(merge, file, error)) {
			i++;
			continue;
		}
		if (!file->listed || !*error)
			return -1;
		merge->skipped++;
		drop(merge, i);
	}
	if (merge->n > 1)
		qsort(merge->files, merge->n, sizeof(*merge->files), compare);
	return 0;
}

static int find_files(struct tcpst_merge *merge, const char *const *paths,
		      unsigned int n, char *error)
{
	unsigned int i;

	for (i = 0; i < n; i++)
		add_path(merge, paths[i]);
	/* A single file may be a pipe, which can be read only once. */
	if (merge->n == 1 && !merge->files[0].listed)
		return 0;
	if (look_at_all(merge, error))
		return -1;
	if (merge->n)
		return 0;
	snprintf(error, TCPST_READER_ERROR, "%.200s: contains no capture",
		 paths[0]);
	return -1;
}

/* A single file is opened at once: it may be a pipe that has no frame yet. */
static int open_only(struct tcpst_merge *merge, char *error)
{
	struct file *file = merge->files;
	char why[TCPST_READER_ERROR];

	if (merge->n != 1)
		return 0;
	if (merge->input ?
	    tcpst_reader_begin(&file->reader, merge->input, why) :
	    tcpst_reader_open(&file->reader, file->path, merge->ops, why))
		return fail(file, why, error);
	merge->opened = 1;
	merge->last = file;
	return 0;
}

/* Open the files whose first frame may be the next one. */
static int open_due(struct tcpst_merge *merge, u64 time, bool any, char *error)
{
	int result = 0;

	while (merge->opened < merge->n &&
	       (!any || merge->files[merge->opened].first <= time)) {
		struct file *file = &merge->files[merge->opened++];

		if (open_file(merge, file, error) < 0)
			result = -1;
		else if (file->reader)
			any = true;
		if (any && file->reader && file->head.time_ns < time)
			time = file->head.time_ns;
	}
	return result;
}

static struct file *earliest(const struct tcpst_merge *merge)
{
	struct file *first = NULL;
	unsigned int i;

	for (i = merge->done; i < merge->opened; i++) {
		struct file *file = &merge->files[i];

		if (file->reader &&
		    (!first || file->head.time_ns < first->head.time_ns))
			first = file;
	}
	return first;
}

static int next_of_several(struct tcpst_merge *merge, const struct tcpst_raw **rawp,
			   char *error)
{
	struct file *file = merge->last;

	merge->last = NULL;
	if (file && advance(merge, file, error) < 0)
		return -1;
	while (merge->done < merge->opened &&
	       !merge->files[merge->done].reader)
		merge->done++;
	file = earliest(merge);
	if (merge->opened < merge->n) {
		if (open_due(merge, file ? file->head.time_ns : UINT64_MAX,
			     file, error))
			return -1;
		file = earliest(merge);
	}
	if (!file)
		return 0;
	*rawp = &file->head;
	merge->last = file;
	return 1;
}

static int next_of_only(struct tcpst_merge *merge, const struct tcpst_raw **rawp,
			char *error)
{
	struct file *file = merge->last;
	int result;

	if (!file)
		return 0;
	*rawp = &file->head;
	result = tcpst_reader_next(file->reader, &file->head, error);
	if (result == 1)
		return 1;
	merge->last = NULL;
	return end_file(merge, file, result, error);
}

/**
 * tcpst_merge_open() - open captures
 * @mergep: set; NULL on an error
 * @paths:  files or directories, or "-" alone for standard input
 * @n:      number of @paths
 * @input:  the file, if there is only one and it is already open; closed by
 *          tcpst_merge_close(), or on an error. NULL: it is not
 * @ops:    callbacks; owned by the caller
 * @error:  filled in if they cannot be read, with the name of the file; "" if
 *          the caller wanted no more
 *
 * Return: 0 or -1.
 */
int tcpst_merge_open(struct tcpst_merge **mergep, const char *const *paths,
		     unsigned int n, struct tcpst_input *input,
		     const struct tcpst_input_ops *ops,
		     char error[TCPST_READER_ERROR])
{
	struct tcpst_merge *merge = tcpst_alloc(1, sizeof(*merge));

	*mergep = NULL;
	merge->ops = ops;
	merge->input = input;
	if (find_files(merge, paths, n, error) || open_only(merge, error)) {
		tcpst_merge_close(merge);
		return -1;
	}
	merge->next = merge->n == 1 ? next_of_only : next_of_several;
	*mergep = merge;
	return 0;
}

/**
 * tcpst_merge_next() - read the next frame, by time
 * @merge: the files
 * @rawp:  set; valid until the next call
 * @error: filled in if a file is broken, with its name
 *
 * After an error, reading continues with the other files.
 *
 * Return: 1, 0 at the end, -1 if a file is broken.
 */
int tcpst_merge_next(struct tcpst_merge *merge, const struct tcpst_raw **rawp,
		     char error[TCPST_READER_ERROR])
{
	return merge->next(merge, rawp, error);
}

/** tcpst_merge_files() - number of files */
unsigned int tcpst_merge_files(const struct tcpst_merge *merge)
{
	return merge->n;
}

/** tcpst_merge_file() - number of the file with the latest frame */
unsigned int tcpst_merge_file(const struct tcpst_merge *merge)
{
	return merge->last ? (unsigned int)(merge->last - merge->files) : 0;
}

/** tcpst_merge_name() - path of the file of a number */
const char *tcpst_merge_name(const struct tcpst_merge *merge,
			     unsigned int file)
{
	return name_of(&merge->files[file]);
}

/** tcpst_merge_size() - size of all files, octets; 0 if not known */
u64 tcpst_merge_size(const struct tcpst_merge *merge)
{
	return merge->size;
}

/** tcpst_merge_read() - octets read so far, compressed if files are */
u64 tcpst_merge_read(const struct tcpst_merge *merge)
{
	u64 read = merge->read;
	unsigned int i;

	for (i = merge->done; i < merge->opened; i++)
		if (merge->files[i].reader)
			read += tcpst_input_offset(tcpst_reader_input(
				merge->files[i].reader));
	return read;
}

/** tcpst_merge_repeatable() - are they files, not a pipe? */
bool tcpst_merge_repeatable(const struct tcpst_merge *merge)
{
	return merge->n > 1 || merge->size;
}

/** tcpst_merge_skipped() - number of files in directories that are not captures */
unsigned int tcpst_merge_skipped(const struct tcpst_merge *merge)
{
	return merge->skipped;
}

/** tcpst_merge_close() - close all files; NULL is allowed */
void tcpst_merge_close(struct tcpst_merge *merge)
{
	unsigned int i;

	if (!merge)
		return;
	for (i = 0; i < merge->n; i++) {
		tcpst_reader_close(merge->files[i].reader);
		free(merge->files[i].path);
	}
	free(merge->files);
	free(merge);
}
