// SPDX-License-Identifier: GPL-2.0
/*
 * Files in /proc: net/tcpstates with one line per flow, net/stat/tcpstates with the
 * counters, and tcpstates, a link to the first.
 */
#include "procfs.h"

#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/seq_file_net.h>

#include "core/names.h"
#include "core/verdict.h"
#include "observer.h"
#include "snapshot.h"

/**
 * struct flow_seq - a reader of net/tcpstates
 * @net:      the namespace; a reference is held
 * @iter:     the walk through the table; iter.ht is NULL before the first
 * @snapshot: the flow of the current line
 */
struct flow_seq {
	struct net *net;
	struct rhashtable_iter iter;
	struct tcps_snapshot snapshot;
};

/*
 * The walker of a file that is read in pieces stays registered in the table in
 * between. If the table was resized meanwhile it starts over in the new one: a
 * line may come twice, or be missed, as Documentation/procfs.rst explains.
 */
static struct tcps_flow *next_flow(struct flow_seq *walk)
{
	struct tcps_flow *flow;

	while ((flow = rhashtable_walk_next(&walk->iter)))
		if (!IS_ERR(flow))
			return flow;
	return NULL;
}

static void *flow_start(struct seq_file *file, loff_t *pos)
	__acquires(RCU)
{
	struct flow_seq *walk = file->private;
	struct tcps_flow *flow;

	if (!*pos) {
		/* From the start, perhaps again. */
		if (walk->iter.ht)
			rhashtable_walk_exit(&walk->iter);
		rhashtable_walk_enter(&tcps_observer_of(walk->net)->table.hash,
				      &walk->iter);
		rhashtable_walk_start(&walk->iter);
		return SEQ_START_TOKEN;
	}
	rhashtable_walk_start(&walk->iter);
	flow = rhashtable_walk_peek(&walk->iter);
	return IS_ERR(flow) ? next_flow(walk) : flow;
}

static void *flow_next(struct seq_file *file, void *v, loff_t *pos)
{
	++*pos;
	return next_flow(file->private);
}

static void flow_stop(struct seq_file *file, void *v)
	__releases(RCU)
{
	struct flow_seq *walk = file->private;

	rhashtable_walk_stop(&walk->iter);
}

static void show_end(struct seq_file *file, const struct tcps_ends *ends,
		     unsigned int side)
{
	if (tcps_ends_are_ipv4(ends))
		seq_printf(file, " %pI4:%u", &ends->addr[side].s6_addr32[3],
			   ntohs(ends->port[side]));
	else
		seq_printf(file, " [%pI6c]:%u", &ends->addr[side],
			   ntohs(ends->port[side]));
}

static void show_ns(struct seq_file *file, u64 ns)
{
	if (ns == TCPS_UNKNOWN_NS)
		seq_puts(file, " -");
	else
		seq_printf(file, " %llu", div_u64(ns, NSEC_PER_USEC));
}

static void show_owner(struct seq_file *file, const struct tcps_record *record,
		       unsigned int side)
{
	const struct tcps_owner *owner = &record->owner[side];
	u32 pid;

	if (!(record->owned & BIT(side))) {
		seq_puts(file, " - - - -");
		return;
	}
	if (owner->pid) {
		pid = tcps_owner_reader_pid(owner);
		if (pid)
			seq_printf(file, " %u ", pid);
		else
			seq_puts(file, " - ");
		/* A task may have an empty name; a column may not. */
		seq_escape(file, owner->comm[0] ? owner->comm : "-",
			   " \t\n\\");
	} else {
		seq_puts(file, " - -");
	}
	seq_printf(file, " %u %llu", owner->uid, owner->cookie);
}

static int flow_show(struct seq_file *file, void *v)
{
	struct flow_seq *walk = file->private;
	struct tcps_observer *observer = tcps_observer_of(walk->net);
	struct tcps_snapshot *snapshot = &walk->snapshot;
	const struct tcps_record *record = &snapshot->record;
	struct tcps_verdict verdict;
	u32 timeout, age;

	if (v == SEQ_START_TOKEN) {
		seq_puts(file,
			 "id initiator responder initiator_state responder_state roles class expires_s age_s initiator_bytes responder_bytes syn_synack_us synack_ack_us syn_repeats synack_repeats pid comm uid cookie responder_pid responder_comm responder_uid responder_cookie\n");
		return 0;
	}
	if (!tcps_snapshot_take(observer, v, ktime_get_ns(), snapshot))
		return SEQ_SKIP;
	tcps_verdict_make(&verdict, &record->life.conn, record->time);
	age = div_u64((u64)snapshot->age << TCPS_TICK_SHIFT, NSEC_PER_SEC);
	timeout = READ_ONCE(observer->settings.timeout[snapshot->class]);

	seq_printf(file, "%llu", record->flow);
	show_end(file, &record->ends, record->initiator);
	show_end(file, &record->ends, !record->initiator);
	seq_printf(file, " %s %s %s %s %u %llu %llu %llu",
		   tcps_state_name(verdict.state[TCPS_INITIATOR]),
		   tcps_state_name(verdict.state[TCPS_RESPONDER]),
		   verdict.roles_known ? "known" : "unknown",
		   tcps_class_name(snapshot->class),
		   timeout > age ? timeout - age : 0,
		   div_u64(verdict.stop - verdict.start, NSEC_PER_SEC),
		   verdict.bytes[TCPS_INITIATOR],
		   verdict.bytes[TCPS_RESPONDER]);
	show_ns(file, verdict.syn_to_syn_ack);
	show_ns(file, verdict.syn_ack_to_ack);
	seq_printf(file, " %u %u", verdict.syn_repeats,
		   verdict.syn_ack_repeats);
	show_owner(file, record, record->initiator);
	show_owner(file, record, !record->initiator);
	seq_putc(file, '\n');
	return 0;
}

static const struct seq_operations flow_seq_ops = {
	.start = flow_start,
	.next = flow_next,
	.stop = flow_stop,
	.show = flow_show,
};

/* seq_open_net() cannot be used with a release function of our own. */
static int flow_open(struct inode *inode, struct file *file)
{
	struct net *net = maybe_get_net(pde_data(inode));
	struct flow_seq *walk;

	if (!net)
		return -ENXIO;
	walk = __seq_open_private(file, &flow_seq_ops, sizeof(*walk));
	if (!walk) {
		put_net(net);
		return -ENOMEM;
	}
	walk->net = net;
	return 0;
}

static int flow_release(struct inode *inode, struct file *file)
{
	struct flow_seq *walk =
		((struct seq_file *)file->private_data)->private;

	if (walk->iter.ht)
		rhashtable_walk_exit(&walk->iter);
	put_net(walk->net);
	return seq_release_private(inode, file);
}

static const struct proc_ops flow_proc_ops = {
	.proc_open = flow_open,
	.proc_read = seq_read,
	.proc_lseek = seq_lseek,
	.proc_release = flow_release,
};

/* The counters, one line per CPU in hexadecimal, as lnstat(8) reads them. */

static void *stat_start(struct seq_file *file, loff_t *pos)
{
	if (!*pos)
		return SEQ_START_TOKEN;
	for (; *pos <= nr_cpu_ids; ++*pos)
		if (cpu_possible(*pos - 1))
			return per_cpu_ptr(tcps_observer_of(seq_file_net(file))->
					   stats, *pos - 1);
	return NULL;
}

static void *stat_next(struct seq_file *file, void *v, loff_t *pos)
{
	++*pos;
	return stat_start(file, pos);
}

static void stat_stop(struct seq_file *file, void *v)
{
}

static int stat_show(struct seq_file *file, void *v)
{
	struct tcps_observer *observer = tcps_observer_of(seq_file_net(file));
	const struct tcps_stats *stats = v;
	unsigned int i;

	if (v == SEQ_START_TOKEN) {
		seq_puts(file, "flows recorder_kib");
		for (i = 0; i < TCPS_STAT_MAX; i++)
			seq_printf(file, " %s", tcps_stats_name(i));
	} else {
		/* The same on each line: there is one table, and one recorder. */
		seq_printf(file, "%08x %08x", tcps_table_count(&observer->table),
			   tcps_recorder_pages(&observer->recorder) <<
			   (PAGE_SHIFT - 10));
		for (i = 0; i < TCPS_STAT_MAX; i++)
			seq_printf(file, " %08lx",
				   READ_ONCE(stats->count[i]));
	}
	seq_putc(file, '\n');
	return 0;
}

static const struct seq_operations stat_seq_ops = {
	.start = stat_start,
	.next = stat_next,
	.stop = stat_stop,
	.show = stat_show,
};

/** tcps_procfs_register() - create the files of a namespace; -ENOMEM */
int tcps_procfs_register(struct net *net)
{
	kuid_t uid = make_kuid(net->user_ns, 0);
	kgid_t gid = make_kgid(net->user_ns, 0);
	struct proc_dir_entry *flows, *stat;

	flows = proc_create_data("tcpstates", 0440, net->proc_net,
				 &flow_proc_ops, net);
	if (!flows)
		return -ENOMEM;
	stat = proc_create_net("tcpstates", 0444, net->proc_net_stat,
			       &stat_seq_ops, sizeof(struct seq_net_private));
	if (!stat) {
		remove_proc_entry("tcpstates", net->proc_net);
		return -ENOMEM;
	}
	if (uid_valid(uid) && gid_valid(gid))
		proc_set_user(flows, uid, gid);
	return 0;
}

/** tcps_procfs_unregister() - remove them; waits for reads in progress */
void tcps_procfs_unregister(struct net *net)
{
	remove_proc_entry("tcpstates", net->proc_net_stat);
	remove_proc_entry("tcpstates", net->proc_net);
}

/** tcps_procfs_init() - create /proc/tcpstates; -ENOMEM */
int tcps_procfs_init(void)
{
	return proc_symlink("tcpstates", NULL, "self/net/tcpstates") ?
	       0 : -ENOMEM;
}

/** tcps_procfs_exit() - remove it */
void tcps_procfs_exit(void)
{
	remove_proc_entry("tcpstates", NULL);
}
