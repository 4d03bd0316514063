// SPDX-License-Identifier: GPL-2.0
/*
 * Writing a recording. Events are encoded from struct tcpst_event, not copied from
 * the module's messages: so filters and --anonymize apply to a recording, and it
 * can be made from a capture.
 */
#include "source/recording/writer.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/cgroup.h"
#include "module/uapi/tcpstates.h"
#include "source/kernel/message.h"
#include "source/kernel/wire.h"
#include "source/recording/format.h"
#include "source/recording/pack.h"

/**
 * struct tcpst_writer - a recording being written
 * @pack:    the file
 * @cgroups: ids of control groups whose paths have been written
 * @error:   negative errno of the first failed write, after which nothing is written
 * @message: buffer of the current message
 * @nlh:     the current message; NULL: there is none
 */
struct tcpst_writer {
	struct tcpst_pack *pack;
	GHashTable *cgroups;
	int error;
	char message[TCPST_RECORDING_MESSAGE] __attribute__((aligned(8)));
	struct nlmsghdr *nlh;
};

static void put_octets(struct tcpst_writer *writer, const void *octets,
		       size_t n)
{
	if (!writer->error)
		writer->error = tcpst_pack_write(writer->pack, octets, n);
}

static void finish_message(struct tcpst_writer *writer)
{
	if (!writer->nlh)
		return;
	put_octets(writer, writer->message, NLMSG_ALIGN(writer->nlh->nlmsg_len));
	writer->nlh = NULL;
}

static struct nlmsghdr *begin_message(struct tcpst_writer *writer, u8 command)
{
	finish_message(writer);
	writer->nlh = tcpst_message_begin(writer->message, TCPST_RECORDING_TYPE,
					  command);
	return writer->nlh;
}

/**
 * tcpst_writer_open() - begin a recording
 * @fd: output file; owned by the caller
 */
struct tcpst_writer *tcpst_writer_open(int fd)
{
	struct tcpst_recording_head head = {
		.order = TCPST_RECORDING_ORDER,
		.version = TCPST_RECORDING_VERSION,
	};
	struct tcpst_writer *writer = tcpst_alloc(1, sizeof(*writer));

	memcpy(head.magic, TCPST_RECORDING_MAGIC, sizeof(head.magic));
	writer->pack = tcpst_pack_open(fd);
	writer->cgroups = g_hash_table_new_full(g_int64_hash, g_int64_equal,
						g_free, NULL);
	put_octets(writer, &head, sizeof(head));
	return writer;
}

/**
 * tcpst_writer_start() - write the origin of the recording
 * @writer:  the recording
 * @time_ns: when it begins, ns since the epoch
 * @module:  version of the module, NULL: it is not the source
 * @segments: the segments of its connections will be written
 */
void tcpst_writer_start(struct tcpst_writer *writer, u64 time_ns,
			const char *module, bool segments)
{
	struct nlmsghdr *nlh = begin_message(writer, TCPST_RECORDING_START);
	char host[256] = "";

	gethostname(host, sizeof(host) - 1);
	tcpst_message_put_u64(nlh, TCPST_RECORDING_A_TIME, time_ns);
	tcpst_message_put_string(nlh, TCPST_RECORDING_A_HOST, host);
	tcpst_message_put_string(nlh, TCPST_RECORDING_A_TCPST, TCPST_VERSION);
	if (module)
		tcpst_message_put_string(nlh, TCPST_RECORDING_A_MODULE, module);
	if (segments)
		tcpst_message_put_u64(nlh, TCPST_RECORDING_A_SEGMENTS, 1);
	finish_message(writer);
}

/**
 * tcpst_writer_table() - begin a table: all its flows follow
 * @writer:  the recording
 * @time_ns: when it was read, ns since the epoch; it includes all earlier events
 */
void tcpst_writer_table(struct tcpst_writer *writer, u64 time_ns)
{
	tcpst_message_put_u64(begin_message(writer, TCPST_RECORDING_TABLE),
			      TCPST_RECORDING_A_TIME, time_ns);
	finish_message(writer);
}

static void put_cgroup(struct tcpst_writer *writer, u64 id)
{
	gint64 key = (gint64)id, *kept;
	char path[TCPST_CGROUP_PATH];
	struct nlmsghdr *nlh;

	if (!id || g_hash_table_contains(writer->cgroups, &key) ||
	    !tcpst_cgroup_path(id, path))
		return;
	nlh = begin_message(writer, TCPST_RECORDING_CGROUP);
	tcpst_message_put_u64(nlh, TCPST_RECORDING_A_CGROUP, id);
	tcpst_message_put_string(nlh, TCPST_RECORDING_A_PATH, path);
	finish_message(writer);
	kept = g_new(gint64, 1);
	*kept = key;
	g_hash_table_add(writer->cgroups, kept);
}

/* Write paths of control groups: a reader has none for ids of another machine. */
static void put_cgroups(struct tcpst_writer *writer, const struct tcpst_owner owner[2])
{
	put_cgroup(writer, owner[TCPS_INITIATOR].cgroup);
	put_cgroup(writer, owner[TCPS_RESPONDER].cgroup);
}

/** tcpst_writer_flow() - write a flow of the table */
void tcpst_writer_flow(struct tcpst_writer *writer,
		       const struct tcpst_flow *flow)
{
	put_cgroups(writer, flow->owner);
	tcpst_wire_put_flow(begin_message(writer, TCPSTATES_CMD_FLOW_GET),
			    flow);
	finish_message(writer);
}

/* The current batch of that kind if it has space for another item, otherwise a new one. */
static struct nlmsghdr *batch(struct tcpst_writer *writer, u8 command)
{
	if (writer->nlh && tcpst_message_command(writer->nlh) == command &&
	    writer->nlh->nlmsg_len < TCPST_RECORDING_MESSAGE - 2 * TCPST_WIRE_ITEM)
		return writer->nlh;
	return begin_message(writer, command);
}

/** tcpst_writer_event() - write an event */
void tcpst_writer_event(struct tcpst_writer *writer,
			const struct tcpst_event *event)
{
	put_cgroups(writer, event->owner);
	tcpst_wire_put_event(batch(writer, TCPSTATES_CMD_EVENT_NTF), event);
}

/**
 * tcpst_writer_segment() - write a segment
 * @writer:  the recording
 * @segment: an event of type %TCPST_SEGMENT; events that it caused are written before it
 */
void tcpst_writer_segment(struct tcpst_writer *writer,
			  const struct tcpst_event *segment)
{
	tcpst_wire_put_segment(batch(writer, TCPST_RECORDING_SEGMENTS), segment);
}

/** tcpst_writer_lost() - write that @count events before the next one were lost */
void tcpst_writer_lost(struct tcpst_writer *writer, u64 count)
{
	tcpst_message_put_u64(begin_message(writer, TCPSTATES_CMD_EVENT_NTF),
			      TCPSTATES_A_EVENTS_LOST, count);
}

/**
 * tcpst_writer_flush() - flush pending data to the file
 * @writer: the recording
 *
 * Return: 0, or the negative errno of the first write that failed.
 */
int tcpst_writer_flush(struct tcpst_writer *writer)
{
	finish_message(writer);
	if (!writer->error)
		writer->error = tcpst_pack_flush(writer->pack);
	return writer->error;
}

/**
 * tcpst_writer_end() - write that the recording is complete
 * @writer:  the recording
 * @time_ns: when it ends, ns since the epoch
 * @dropped: packets that could not be captured in time
 */
void tcpst_writer_end(struct tcpst_writer *writer, u64 time_ns, u64 dropped)
{
	struct nlmsghdr *nlh = begin_message(writer, TCPST_RECORDING_END);

	tcpst_message_put_u64(nlh, TCPST_RECORDING_A_TIME, time_ns);
	if (dropped)
		tcpst_message_put_u64(nlh, TCPST_RECORDING_A_DROPPED, dropped);
	finish_message(writer);
}

/** tcpst_writer_close() - free it without flushing; NULL is allowed */
void tcpst_writer_close(struct tcpst_writer *writer)
{
	if (!writer)
		return;
	tcpst_pack_close(writer->pack);
	g_hash_table_destroy(writer->cgroups);
	free(writer);
}
