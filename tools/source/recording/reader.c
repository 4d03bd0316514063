// SPDX-License-Identifier: GPL-2.0
/*
 * Reading a recording. Its events are passed on as they were recorded; flows that are open
 * at its end are then reported, each by a verdict, as for a capture.
 */
#include "source/recording/reader.h"

#include <inttypes.h>
#include <linux/genetlink.h>
#include <stdio.h>
#include <string.h>

#include "base/cgroup.h"
#include "module/uapi/tcpstates.h"
#include "source/kernel/message.h"
#include "source/kernel/wire.h"
#include "source/recording/format.h"
#include "source/recording/open.h"
#include "source/recording/segment.h"

#define HEADERS (NLMSG_HDRLEN + GENL_HDRLEN)

/**
 * struct reader - a recording being read
 * @input:    its octets
 * @ops:      callbacks
 * @found:    findings
 * @error:    why it cannot be read further; "": no error
 * @open:     open connections
 * @messages: number of messages read
 * @last:     number of the last event
 * @time_ns:  time of the latest event, or of the end
 * @until:    time at which it is taken to end
 * @begun:    there was an event
 * @over:     stop reading: the end, or @until, was reached
 * @ended:    the message END was read
 * @stopped:  the caller wants no more
 */
struct reader {
	struct tcpst_input *input;
	const struct tcpst_replay_ops *ops;
	struct tcpst_recording_findings *found;
	char *error;
	struct tcpst_open *open;
	u64 messages;
	u64 last;
	u64 time_ns;
	u64 until;
	bool begun;
	bool over;
	bool ended;
	bool stopped;
};

/** tcpst_recording_is() - is it a recording of any version? */
bool tcpst_recording_is(struct tcpst_input *input)
{
	const u8 *head = tcpst_input_need(input,
					  sizeof(struct tcpst_recording_head));

	return head && !memcmp(head, TCPST_RECORDING_MAGIC,
			       sizeof(TCPST_RECORDING_MAGIC) - 1);
}

static bool wait_for_more(void *arg)
{
	struct reader *reader = arg;

	if (reader->ops->idle)
		reader->ops->idle(reader->ops->arg);
	if (reader->ops->stopped && reader->ops->stopped(reader->ops->arg))
		reader->stopped = true;
	return !reader->stopped;
}

static int fail(struct reader *reader, const char *why)
{
	snprintf(reader->error, TCPST_REPLAY_ERROR,
		 "the recording is damaged after %" PRIu64 " messages: %s",
		 reader->messages, why);
	return -1;
}

static int read_head(struct reader *reader)
{
	struct tcpst_recording_head head;

	memcpy(&head, tcpst_input_need(reader->input, sizeof(head)),
	       sizeof(head));
	tcpst_input_consume(reader->input, sizeof(head));
	if (head.order == __builtin_bswap32(TCPST_RECORDING_ORDER)) {
		snprintf(reader->error, TCPST_REPLAY_ERROR,
			 "the recording was written in another byte order: read it on a machine like the one that wrote it");
		return -1;
	}
	if (head.order == TCPST_RECORDING_ORDER &&
	    head.version == TCPST_RECORDING_VERSION)
		return 0;
	snprintf(reader->error, TCPST_REPLAY_ERROR,
		 "recordings of format %u are not supported, only format %u",
		 head.version, TCPST_RECORDING_VERSION);
	return -1;
}

/* The file ends within a message: it was cut off, or it is broken. */
static const struct nlmsghdr *cut_off(struct reader *reader)
{
	const char *why = tcpst_input_error(reader->input);

	if (why && !tcpst_input_truncated(reader->input))
		fail(reader, why);
	else
		reader->found->cut = !tcpst_input_stopped(reader->input);
	return NULL;
}

/* Return: the next message; NULL: there is none. */
static const struct nlmsghdr *next_message(struct reader *reader)
{
	const struct nlmsghdr *nlh =
		(const void *)tcpst_input_need(reader->input, HEADERS);
	u32 length;

	if (!nlh)
		return cut_off(reader);
	length = nlh->nlmsg_len;
	if (length < HEADERS || length > TCPST_RECORDING_MESSAGE ||
	    nlh->nlmsg_type != TCPST_RECORDING_TYPE) {
		fail(reader, "invalid message header");
		return NULL;
	}
	nlh = (const void *)tcpst_input_need(reader->input, NLMSG_ALIGN(length));
	return nlh ? nlh : cut_off(reader);
}

static u64 time_of(const struct nlmsghdr *nlh)
{
	return tcpst_message_number(nlh, TCPST_RECORDING_A_TIME);
}

/* Read a name; it may hold any octets, so replace those that a terminal interprets. */
static void take_name(char name[TCPST_RECORDED_NAME], const struct nlmsghdr *nlh,
		      u16 type)
{
	char *at;

	if (!tcpst_message_string(nlh, type, name, TCPST_RECORDED_NAME))
		return;
	for (at = name; *at; at++)
		if (*at <= ' ' || *at > '~')
			*at = '_';
}

/* Return: false if segments are wanted, and it has none. */
static bool take_start(struct reader *reader, const struct nlmsghdr *nlh)
{
	struct tcpst_recorded *recorded = &reader->found->recorded;

	recorded->start = time_of(nlh);
	take_name(recorded->host, nlh, TCPST_RECORDING_A_HOST);
	take_name(recorded->module, nlh, TCPST_RECORDING_A_MODULE);
	if (!reader->ops->segments ||
	    tcpst_message_number(nlh, TCPST_RECORDING_A_SEGMENTS))
		return true;
	snprintf(reader->error, TCPST_REPLAY_ERROR,
		 "it was recorded without --segments, so it has only segments that change a state or are notable");
	return false;
}

static void take_cgroup(const struct nlmsghdr *nlh)
{
	char path[TCPST_CGROUP_PATH];

	if (tcpst_message_string(nlh, TCPST_RECORDING_A_PATH, path, sizeof(path)))
		tcpst_cgroup_add(tcpst_message_number(nlh, TCPST_RECORDING_A_CGROUP),
				 path);
}

static void take_event(const struct tcpst_event *event, void *arg)
{
	struct reader *reader = arg;
	const struct tcpst_replay_ops *ops = reader->ops;

	if (!reader->begun && ops->begin)
		reader->until = ops->begin(event->time_ns, ops->arg);
	reader->begun = true;
	if (event->time_ns > reader->until) {
		reader->over = true;
		reader->time_ns = reader->until;
	}
	if (reader->over)
		return;
	reader->last = event->seqno;
	if (event->time_ns > reader->time_ns)
		reader->time_ns = event->time_ns;
	tcpst_open_event(reader->open, event);
	if (ops->event)
		ops->event(event, ops->arg);
}

static bool take_segment(struct tcpst_event *segment, void *arg)
{
	struct reader *reader = arg;

	if (!tcpst_segment_complete(segment))
		return false;
	segment->seqno = reader->last;
	take_event(segment, reader);
	return true;
}

static void take_lost(u64 count, void *arg)
{
	const struct reader *reader = arg;

	if (reader->ops->lost)
		reader->ops->lost(count, reader->ops->arg);
}

static void take_number(u64 number, void *arg)
{
	(void)number;
	(void)arg;
}

static bool take_message(struct reader *reader, const struct nlmsghdr *nlh)
{
	const struct tcpst_nl_sink sink = {
		.event = take_event,
		.lost = take_lost,
		.next = take_number,
		.arg = reader,
	};
	struct tcpst_flow flow;

	switch (tcpst_message_command(nlh)) {
	case TCPSTATES_CMD_EVENT_NTF:
		return tcpst_wire_events(nlh, NULL, &sink);
	case TCPSTATES_CMD_FLOW_GET:
		if (!tcpst_wire_flow(nlh, &flow))
			return false;
		tcpst_open_flow(reader->open, &flow);
		return true;
	case TCPST_RECORDING_START:
		return take_start(reader, nlh);
	case TCPST_RECORDING_SEGMENTS:
		return !reader->ops->segments ||
		       tcpst_wire_segments(nlh, take_segment, reader);
	case TCPST_RECORDING_TABLE:
		tcpst_open_table(reader->open, time_of(nlh));
		return true;
	case TCPST_RECORDING_END:
		reader->ended = true;
		reader->over = true;
		if (reader->ops->segments)
			reader->found->dropped =
				tcpst_message_number(nlh, TCPST_RECORDING_A_DROPPED);
		if (time_of(nlh) > reader->time_ns)
			reader->time_ns = time_of(nlh) < reader->until ?
					  time_of(nlh) : reader->until;
		return true;
	case TCPST_RECORDING_CGROUP:
		take_cgroup(nlh);
		return true;
	default:	/* written by a later tcpst */
		return true;
	}
}

static int read_messages(struct reader *reader)
{
	const struct nlmsghdr *nlh;

	while (!reader->over && !reader->stopped) {
		nlh = next_message(reader);
		if (!nlh)
			return reader->error[0] ? -1 : 0;
		if (!take_message(reader, nlh))
			return reader->error[0] ? -1 : fail(reader, "invalid message");
		reader->messages++;
		tcpst_input_consume(reader->input, NLMSG_ALIGN(nlh->nlmsg_len));
	}
	if (reader->ended && tcpst_input_need(reader->input, 1))
		return fail(reader, "there is more after its end");
	return 0;
}

static void take_open(const struct tcpst_flow *flow, void *arg)
{
	struct reader *reader = arg;
	struct tcpst_event event = {
		.seqno = ++reader->last,
		.type = TCPST_LIFE,
		.time_ns = reader->time_ns,
		.flow = flow->id,
		.ends = flow->ends,
		.endpoint = TCPS_ROLE_NONE,
		.owner = { flow->owner[0], flow->owner[1] },
		.iface = flow->iface,
		.tunnel = flow->tunnel,
		.life = *flow,
	};

	reader->ops->event(&event, reader->ops->arg);
}

/**
 * tcpst_recording_read() - read a recording to its end
 * @input: a recording according to tcpst_recording_is()
 * @ops:   callbacks that take its events
 * @found: filled in
 * @error: filled in if it is broken; the part before has been read
 *
 * Return: 0, or -1 if it is broken; one that was merely cut off is not.
 */
int tcpst_recording_read(struct tcpst_input *input,
			 const struct tcpst_replay_ops *ops,
			 struct tcpst_recording_findings *found,
			 char error[TCPST_REPLAY_ERROR])
{
	struct reader reader = {
		.input = input, .ops = ops, .found = found, .error = error,
		.until = UINT64_MAX,
	};
	const struct tcpst_input_ops waits = {
		.wait = wait_for_more,
		.arg = &reader,
	};
	int result;

	*found = (struct tcpst_recording_findings){ .recorded.is = true };
	error[0] = '\0';
	tcpst_input_attend(input, &waits);
	result = read_head(&reader);
	if (result)
		return result;
	tcpst_cgroup_recorded();
	reader.open = tcpst_open_make();
	result = read_messages(&reader);
	if (!reader.stopped && ops->event)
		tcpst_open_finish(reader.open, reader.time_ns, take_open,
				  &reader);
	tcpst_open_free(reader.open);
	return result;
}
