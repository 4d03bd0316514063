#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# In the VM: run cells, each a workload on a network, and leave in $TCPS_OUT what
# the kernel's sockets did and what tcpstates saw of it at the client, at the
# router and at the server.
#
#   guest.sh WORKLOAD:NETWORK:COUNT…
#
#   sock.N                   what the kernel traced on processor N:
#   sock.format              the tracepoint sock:inet_sock_set_state,
#   wait.format              and calls of tcp_time_wait()
#   NETNS.jsonl              `tcpst watch --json --notes`
#   NETNS.pcap               what the ends sent and got; what the router got
#   cells.tsv                workload, network, port; begin, when sockets were
#                            listed, end (ns since the epoch)
#   PORT.NETNS.ss            sockets left at the end of the cell of that port
#   PORT.NETNS.nstat         what the kernel counted during the cell
#   clock                    what to add to the traces' clock to get that

set -euo pipefail

# shellcheck source=SCRIPTDIR/../guest.sh
. "$TCPS_TOP/tests/vm/guest.sh"
# shellcheck source=SCRIPTDIR/networks.sh
. "$here/networks.sh"
# shellcheck source=SCRIPTDIR/workloads.sh
. "$here/workloads.sh"

# A cell has the server's ports from $port on.
PORTS=100
tracing=/sys/kernel/tracing
trace=$tracing/instances/agreement
# Not under $TCPS_OUT, which is slow.
work=$(mktemp -d)
watchers=()

trace_start() {
	[[ -d $tracing/events ]] || mount -t tracefs tracefs $tracing
	mkdir $trace
	echo mono >$trace/trace_clock
	echo 16384 >$trace/buffer_size_kb
	# shellcheck disable=SC2016  # the kernel's $arg1, not the shell's
	echo 'p:agreement/time_wait tcp_time_wait sk=$arg1:x64 state=$arg2:s32' \
		>$tracing/kprobe_events
	cp $trace/events/agreement/time_wait/format "$TCPS_OUT/wait.format"
	cp $trace/events/sock/inet_sock_set_state/format "$TCPS_OUT/sock.format"
	echo 'protocol == 6' >$trace/events/sock/inet_sock_set_state/filter
	echo 1 >$trace/events/sock/inet_sock_set_state/enable
	echo 1 >$trace/events/agreement/time_wait/enable
	# Read one clock between two readings of the other, as close as can be.
	python3 -c '
from time import monotonic_ns, time_ns
tries = [(monotonic_ns(), time_ns(), monotonic_ns()) for _ in range(200)]
before, now, after = min(tries, key=lambda t: t[2] - t[0])
print(now - (before + after) // 2)' >"$TCPS_OUT/clock"
}

trace_save() {
	local dir
	for dir in "$trace"/per_cpu/cpu*; do
		# It ends with EAGAIN when there is nothing more.
		dd if="$dir/trace_pipe_raw" bs=4096 iflag=nonblock \
			>>"$work/sock.${dir##*cpu}" 2>/dev/null || true
		grep -q '^overrun: 0$' "$dir/stats" ||
			echo "guest: the trace buffer overflowed" >&2
	done
}

# capture NETNS DEVICE…: what comes in, and at the ends what goes out as well,
# copied to a device of its own before the network (netem) has its way with it.
capture() {
	local ns=$1 device way ways="ingress egress"
	shift
	[[ $ns != router ]] || ways=ingress
	ip -netns "$ns" link add seen type dummy
	in_ns "$ns" sysctl -qw net.ipv6.conf.seen.disable_ipv6=1
	ip -netns "$ns" link set seen up
	for device; do
		tc -netns "$ns" qdisc add dev "$device" clsact
		for way in $ways; do
			tc -netns "$ns" filter add dev "$device" "$way" matchall \
				action mirred egress mirror dev seen
		done
	done
	spawn "$ns" tcpdump -U -Z root -n -i seen -s 120 -B 16384 -w "$work/$ns.pcap" \
		'tcp or icmp or icmp6 or ip6' 2>/dev/null
	watchers+=("$SPAWNED")
	wait_for test -s "$work/$ns.pcap"
}

watch_start() {
	local ns
	for ns in client router server; do
		in_ns $ns sysctl -qw net.tcpstates.recorder_records=65536 \
			net.ipv4.tcp_max_tw_buckets=100000 \
			net.ipv4.tcp_syn_retries=2 net.ipv4.tcp_synack_retries=3 \
			net.ipv4.tcp_retries2=4 net.ipv4.tcp_orphan_retries=4 \
			net.ipv4.ip_local_port_range='40000 59999' \
			net.ipv4.icmp_ratelimit=0 net.ipv6.icmp.ratelimit=0
		spawn $ns "$TCPS_AGREEMENT/tcpst" watch --json --notes --since all \
			>"$work/$ns.jsonl"
		watchers+=("$SPAWNED")
	done
	capture client eth0
	capture router eth0 eth1
	capture server eth0
}

# Has `tcpst watch` written down all that was recorded up to now? So it has once
# it shows the last connection of all.
LAST=3999
last_connection() {
	local port=$LAST count=1
	traffic "$S4" --no-listen "cC cQ cX"
}
watched() { grep -q "\"port\":$LAST\\>" "$work/$1.jsonl"; }

cell_sockets() {
	in_ns "$1" ss -Htan "( sport >= :$port and sport < :$((port + PORTS)) ) or \
		( dport >= :$port and dport < :$((port + PORTS)) )"
}

# Has everything come to its end: no sockets but those in TIME-WAIT, and no
# segment under way, nor, a moment later, an answer to it? What was found last
# stays in the files.
settled() {
	local ns state status=1
	if drained && sleep 0.1 && drained; then
		status=0
	fi
	listed=$(now_ns)
	for ns in client server; do
		cell_sockets $ns >"$work/$port.$ns.ss"
		while read -r state _; do
			[[ $state == TIME-WAIT ]] || status=1
		done <"$work/$port.$ns.ss"
	done
	return $status
}

# Is there a handshake that tcpstates still waits for?
opened() {
	! in_ns "$1" cat /proc/net/tcpstates |
		grep -q ":$port .*\(SYN_SENT\|SYN_RECEIVED\)"
}

now_ns() { echo "${EPOCHREALTIME/./}000"; }

# The kernel's counters since the last call.
counted() { NSTAT_HISTORY="$work/nstat.$1" in_ns "$1" nstat; }

cell() {
	local workload=$1 network=$2 count=$3 begin ended listed ns
	network "$network"
	begin=$(now_ns)
	"workload_$workload" || echo "guest: $workload on $network: status $?" >&2
	ended=$(now_ns)
	wait_at_most 12 settled || true
	printf '%s\t%s\t%s\t%s\t%s\t%s\n' "$workload" "$network" "$port" \
		"$begin" "$listed" "$(now_ns)" >>"$TCPS_OUT/cells.tsv"
	for ns in client server; do
		counted $ns >"$work/$port.$ns.nstat"
	done
	echo "$workload on $network: $(((ended - begin) / 1000000)) ms," \
		"settled after $((($(now_ns) - ended) / 1000000)) ms"
}

insmod "$TCPS_AGREEMENT/tcpstates.ko"
net_up
net_blackhole
trace_start
watch_start
for ns in client server; do
	counted $ns >/dev/null
done
port=4000
for argument; do
	IFS=: read -r workload network count <<<"$argument"
	cell "$workload" "$network" "$count"
	port=$((port + PORTS))
done
network clean
last_connection
trace_save
for ns in client router server; do
	wait_for watched $ns || echo "guest: tcpst watch lags behind in $ns" >&2
done
reap "${watchers[@]}"
cp "$work"/* "$TCPS_OUT"
net_down
rmmod tcpstates
