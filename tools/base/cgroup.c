// SPDX-License-Identifier: GPL-2.0
/*
 * Paths of control groups. The kernel names a group by its id in cgroup2; a walk of the
 * mounted hierarchy, as `ss --cgroup` makes it, finds the path of each. No permission is
 * required, and a group that has been removed keeps the path it had. All functions may be
 * called by several threads, because the exporters have some.
 */
#include "base/cgroup.h"

#include <dirent.h>
#include <fcntl.h>
#include <glib.h>
#include <inttypes.h>
#include <mntent.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"

/* An id that is not known is the reason for another walk, at most once in this time. */
#define WALK_NS 1000000000ULL

/* Paths kept, of removed groups too; a walk that finds more begins anew. */
#define PATHS_MAX 65536

/* Protects all below. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* By id; NULL: there are none yet. */
static GHashTable *paths;

static uint64_t walked;		/* tcpst_clock_steady() of the last walk, 0: never */
static bool recorded;		/* the ids are of a recording */

/*
 * A terminal must not get escape sequences from whoever made a group, and JSON is UTF-8;
 * systemd and the container engines use only printable ASCII.
 */
static char *clean(const char *path)
{
	char *copy = g_strdup(path), *at;

	for (at = copy; *at; at++)
		if (*at < ' ' || *at > '~')
			*at = '?';
	return copy;
}

static void add(uint64_t id, const char *path)
{
	gint64 *key = g_new(gint64, 1);

	if (!paths)
		paths = g_hash_table_new_full(g_int64_hash, g_int64_equal,
					      g_free, g_free);
	*key = (gint64)id;
	g_hash_table_replace(paths, key, clean(path));
}

/* The id of a group is the file handle of its directory. */
static bool read_id(int fd, uint64_t *id)
{
	union {
		struct file_handle handle;
		char space[sizeof(struct file_handle) + sizeof(*id)];
	} at = { .handle.handle_bytes = sizeof(*id) };
	int mount;

	if (name_to_handle_at(fd, "", &at.handle, &mount, AT_EMPTY_PATH) ||
	    at.handle.handle_bytes != sizeof(*id))
		return false;
	memcpy(id, at.handle.f_handle, sizeof(*id));
	return true;
}

static bool is_group(const struct dirent *entry)
{
	return entry->d_type == DT_DIR && strcmp(entry->d_name, ".") &&
	       strcmp(entry->d_name, "..");
}

/* Add a group and those below it; @path is "" for the root. Closes @fd. */
static void walk(int fd, const char *path)
{
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	const struct dirent *entry;
	uint64_t id;

	if (!dir) {	/* it has been removed meanwhile */
		if (fd >= 0)
			close(fd);
		return;
	}
	if (read_id(fd, &id))
		add(id, *path ? path : "/");
	while ((entry = readdir(dir))) {
		char below[TCPST_CGROUP_PATH];

		if (is_group(entry) &&
		    snprintf(below, sizeof(below), "%s/%s", path,
			     entry->d_name) < (int)sizeof(below))
			walk(openat(fd, entry->d_name,
				    O_RDONLY | O_DIRECTORY | O_CLOEXEC), below);
	}
	closedir(dir);
}

/* Return: the root of the hierarchy, open; -1: it is not mounted. */
static int open_root(void)
{
	FILE *mounts = setmntent("/proc/self/mounts", "re");
	const struct mntent *mount;
	int fd = -1;

	while (mounts && fd < 0 && (mount = getmntent(mounts)))
		if (!strcmp(mount->mnt_type, "cgroup2"))
			fd = open(mount->mnt_dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (mounts)
		endmntent(mounts);
	return fd;
}

static void walk_all(void)
{
	if (paths && g_hash_table_size(paths) > PATHS_MAX)
		g_hash_table_remove_all(paths);
	walk(open_root(), "");
	walked = tcpst_clock_steady();
}

static const char *find(uint64_t id)
{
	const gint64 key = (gint64)id;

	return paths ? g_hash_table_lookup(paths, &key) : NULL;
}

/**
 * tcpst_cgroup_path() - path of a control group below the root of the hierarchy
 * @id:   its id
 * @path: set, such as to "/user.slice"; "" if it is not known
 *
 * Return: false if it is not known: the group has been removed, is outside our cgroup
 * namespace, or cgroup2 is not mounted.
 */
bool tcpst_cgroup_path(uint64_t id, char path[TCPST_CGROUP_PATH])
{
	const char *found;

	pthread_mutex_lock(&lock);
	found = find(id);
	if (!found && !recorded &&
	    (!walked || tcpst_clock_steady() - walked >= WALK_NS)) {
		walk_all();
		found = find(id);
	}
	snprintf(path, TCPST_CGROUP_PATH, "%s", found ? found : "");
	pthread_mutex_unlock(&lock);
	return *path;
}

/** tcpst_cgroup_text() - write the path of a control group, or "id:N" if it is not known */
const char *tcpst_cgroup_text(char text[TCPST_CGROUP_PATH], uint64_t id)
{
	if (!tcpst_cgroup_path(id, text))
		snprintf(text, TCPST_CGROUP_PATH, "id:%" PRIu64, id);
	return text;
}

/**
 * tcpst_cgroup_is_below() - is it that control group, or one below it?
 * @id:   id of a group
 * @path: path of the other, without a slash at the end; "": the root
 */
bool tcpst_cgroup_is_below(uint64_t id, const char *path)
{
	char own[TCPST_CGROUP_PATH];
	size_t n = strlen(path);

	return tcpst_cgroup_path(id, own) && !strncmp(own, path, n) &&
	       (!own[n] || own[n] == '/');
}

/**
 * tcpst_cgroup_recorded() - the ids are those of a recording from now on
 *
 * It may have been made on another machine: only the paths that it contains are known.
 */
void tcpst_cgroup_recorded(void)
{
	pthread_mutex_lock(&lock);
	recorded = true;
	if (paths)
		g_hash_table_remove_all(paths);
	pthread_mutex_unlock(&lock);
}

/**
 * tcpst_cgroup_add() - add a group that a recording contains
 * @id:   its id
 * @path: below the root of the hierarchy; copied. Octets other than printable ASCII
 *        become question marks
 */
void tcpst_cgroup_add(uint64_t id, const char *path)
{
	pthread_mutex_lock(&lock);
	add(id, path);
	pthread_mutex_unlock(&lock);
}

/**
 * tcpst_cgroup_each() - list the control groups of this machine
 * @take: called for the path of each, in no order; calls no function of this file
 * @arg:  passed to @take
 */
void tcpst_cgroup_each(void (*take)(const char *path, void *arg), void *arg)
{
	GHashTableIter iter;
	gpointer path;

	pthread_mutex_lock(&lock);
	walk_all();
	if (paths) {
		g_hash_table_iter_init(&iter, paths);
		while (g_hash_table_iter_next(&iter, NULL, &path))
			take(path, arg);
	}
	pthread_mutex_unlock(&lock);
}
