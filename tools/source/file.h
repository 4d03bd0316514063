/* SPDX-License-Identifier: GPL-2.0 */
/* A file as a source: a capture, or a recording. */
#ifndef TCPST_FILE_H
#define TCPST_FILE_H

#include "model/query.h"
#include "model/stats.h"
#include "source/capture/replay.h"
#include "source/recording/reader.h"

/**
 * struct tcpst_file - a capture or recording, and the results of reading it
 * @paths:       its files, directories of files, or "-": standard input; a
 *               recording is one file
 * @n_paths:     number of @paths
 * @no_checksum: accept segments whose checksum is wrong
 * @tunnels:     look for connections inside tunnels
 * @until:       time at which it was taken to end when its events were last read, ns;
 *               UINT64_MAX: at its real end
 * @counts:      counts of the last reading of a capture
 * @recording:   findings of the last reading of a recording
 * @error:       why it could not be read, or not completely; "": no error
 */
struct tcpst_file {
	const char *const *paths;
	unsigned int n_paths;
	bool no_checksum;
	bool tunnels;
	u64 until;
	struct tcpst_replay_stats counts;
	struct tcpst_recording_findings recording;
	char error[TCPST_REPLAY_ERROR];
};

bool tcpst_file_is_recording(const char *path);
int tcpst_file_events(struct tcpst_file *file,
			 const struct tcpst_query *query, bool follow,
			 const struct tcpst_sink *sink);
int tcpst_file_flows(struct tcpst_file *file,
			void (*take)(const struct tcpst_flow *flow, void *arg),
			void *arg);
int tcpst_file_replay(struct tcpst_file *file,
		      const struct tcpst_replay_ops *ops);
int tcpst_file_stats(struct tcpst_file *file,
			const struct tcpst_query *query,
			struct tcpst_stats *stats);

#endif /* TCPST_FILE_H */
