#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The parts of the campaign that /campaign/parts names, one after the other, in the
# guest of tests/kernel/kunit/run.sh, whose init has loaded the module. A line of
# /campaign/parts is a part and its size. The checks that init makes afterwards (leaks,
# lockdep) are for all parts together.

# shellcheck disable=SC2317,SC2329  # the parts are called by their names

# init runs it by busybox.
[ -n "${BASH_VERSION-}" ] || exec bash "$0"

set -uo pipefail

# For tests/vm/net.sh: no limit on how long anything is waited for.
export TCPS_DEADLINE=1000000000
# shellcheck source=SCRIPTDIR/../../vm/net.sh
. /campaign/net.sh
PATH=/campaign:$PATH
seed=$(cat /campaign/seed)

report() { echo "$*" | tee "/dev/$(cat /etc/channel)"; }
message() { echo "campaign: $*"; }
because() { message "$part: $*"; return 1; }

module_load() {
	# shellcheck disable=SC2046  # a list of parameters
	insmod /lib/tcpstates.ko $(cat /etc/parameters)
}
# A reader may hold it for a moment.
module_unload() { wait_for rmmod tcpstates; }

# The sum of a counter of the router. awk there has no strtonum.
counter() {
	local field n=0 sum=0
	local -a names values
	{
		read -ra names
		for field in "${names[@]}"; do
			[[ $field != "$1" ]] || break
			n=$((n + 1))
		done
		while read -ra values; do
			sum=$((sum + 16#${values[n]}))
		done
	} < <(r cat /proc/net/stat/tcpstates)
	echo "$sum"
}

# Connections and attempts through the router, for as long as this runs.
traffic_on() {
	net_blackhole
	traffic connect /run/netns/client /run/netns/server "$S4" 7000 0 >/dev/null &
	spawned+=("$!")
	(
		while traffic flood /run/netns/client 10.66.0.1 "$NOBODY4" 80 500; do
			:
		done
	) >/dev/null &
	spawned+=("$!")
}

# flowing N: did more than N flows begin at the router?
flowing() { (($(counter opened) > $1)); }
# Wait until more flows begin from now on.
still_flowing() { wait_for flowing "$(counter opened)"; }

# Their child processes continue for a moment.
traffic_off() {
	reap "${spawned[@]}"
	spawned=()
	wait_for quiet
}
# quiet: do no flows begin?
quiet() {
	local before
	before=$(counter opened)
	sleep 1
	(($(counter opened) == before))
}

# Readers are always running.
readers_on() {
	(
		while :; do
			r cat /proc/net/tcpstates /proc/net/stat/tcpstates
		done
	) >/dev/null 2>&1 &
	spawned+=("$!")
	(
		while :; do
			r tcpst list
			r timeout 5 tcpst watch
		done
	) >/dev/null 2>&1 &
	spawned+=("$!")
}

# --- the parts: each is called with its size ------------------------------------

# send_segments COUNT: from the client, for the router to forward.
send_segments() {
	local mac
	mac=$(ip -netns router -o link show eth0 |
		sed -n 's/.*link\/ether \([^ ]*\) .*/\1/p')
	c segments eth0 "$mac" "$C4" "$S4" "$C6" "$S6" "$1" "$seed"
}

segments() {
	r sysctl -qw net.tcpstates.accounting=1
	net_blackhole
	send_segments "$1" || because "they are not sent" || return
	examined segments
}

# examined NAME: print how many of them the router examined.
examined() {
	message "$1: $(counter examined) examined, $(counter bad_header) with a bad header," \
		"$(counter truncated) truncated, $(counter fragments) fragments," \
		"$(counter opened) flows, $(counter transitions) transitions"
	(($(counter examined) && $(counter bad_header) && $(counter truncated) &&
		$(counter fragments) && $(counter transitions))) ||
		because "the router did not see all kinds of them"
}

# Parameters of the module; its build for the campaign has additional ones.
parameters=/sys/module/tcpstates/parameters

hooks() {
	local sent part round=0
	for ((sent = 0; sent < $1; sent += part)); do
		part=$(($1 - sent < 100000 ? $1 - sent : 100000))
		# Every second time only few of them are examined.
		r sysctl -qw net.tcpstates.accounting=$((++round % 2))
		r sh -c "echo $part $((seed * 1000000 + round)) >$parameters/segments" ||
			because "they are not sent" || return
		((round % 10)) || message "hooks: $((sent + part)) of $1 segments"
	done
	examined hooks
}

netlink() {
	traffic_on
	still_flowing || because "no traffic" || return
	r requests "$1" "$seed" || because "see above" || return
	r tcpst stats >/dev/null || because "the family does not answer any more"
}

unload_under_traffic() {
	traffic_on
	readers_on
	r unload /lib/tcpstates.ko "$(cat /etc/parameters)" "$1" || because "see above"
}

namespaces() {
	traffic_on
	command namespaces 4 "$1" || because "see above" || return
	still_flowing || because "the others do not go on"
}

# A CPU goes offline while it has timers, counters and segments of flows.
processors() {
	local round online=/sys/devices/system/cpu/cpu1/online
	traffic_on
	readers_on
	for ((round = 1; round <= $1; round++)); do
		echo 0 >"$online" || because "round $round" || return
		still_flowing || because "not without processor 1" || return
		echo 1 >"$online" || because "round $round" || return
		still_flowing || because "not with it again" || return
	done
	message "processors: $1 times off and on"
}

# Does the router have that many flows of a port?
of_port() { (($(r grep -c ":$1 " /proc/net/tcpstates) == $2)); }

# The same, but that file may lack a flow, or have it twice, if the table is resized meanwhile.
still_of_port() {
	local try
	for try in 1 2 3 4 5; do
		! of_port "$@" || return 0
		message "read $try: not $2 flows of port $1"
	done
	return 1
}

# The wall clock jumps. Events are reported in it, durations measured by another clock.
clock() {
	local round now steps=(86400 -86400 315360000 -315360000 3600 -3600 1 -1)
	r sysctl -qw net.tcpstates.timeout_time_wait=1
	(sleep 1000000 | s nc -l -p 7100 >/dev/null) &
	spawned+=("$!")
	wait_for of_listener 7100 || because "nobody listens" || return
	(sleep 1000000 | c nc "$S4" 7100 >/dev/null) &
	spawned+=("$!")
	wait_for of_port 7100 1 || because "no connection" || return
	traffic_on
	for ((round = 0; round < $1; round++)); do
		now=$(date +%s)
		date -s "@$((now + steps[round % ${#steps[@]}]))" >/dev/null ||
			because "date" || return
		still_flowing || because "no flow begins, step $round" || return
		still_of_port 7100 1 || because "the connection is gone, step $round" ||
			return
	done
	reap "${spawned[@]:2}"
	wait_for of_port 7000 0 || because "flows in TIME-WAIT do not end" || return
	message "clock: $1 steps"
}
of_listener() { s netstat -ltn | grep -q ":$1 "; }

# --- memory ---

# Kernel messages about lack of memory are not complaints about the module. The reason of a
# panic is still printed, and any warning causes a panic.
quietly() {
	local status=0
	dmesg -n 1
	"$@" || status=$?
	dmesg -n 7
	return "$status"
}

# A process that takes all memory, until the kernel kills it.
exhausted() {
	local before
	before=$(awk '$1 == "oom_kill" { print $2 }' /proc/vmstat)
	hungry >/dev/null 2>&1 || true
	(($(awk '$1 == "oom_kill" { print $2 }' /proc/vmstat) > before))
}

exhaust() {
	local round
	for ((round = 1; round <= $1; round++)); do
		exhausted || because "memory lasts, round $round" || return
		still_flowing || because "no flow begins, round $round" || return
	done
}

memory() {
	traffic_on
	quietly exhaust "$1" || return
	message "memory: $1 times exhausted, $(counter no_memory) no_memory"
}

# --- failing allocations (faults.c) ---

# Each failed call is logged once per load of the module.
failed_places() { dmesg | sed -n 's/.* fault: //p' | sort -u; }

# each_once NAME COMMAND…: its first allocation fails, then its second, and so on, until it
# makes no more. Then it must succeed. There is no traffic meanwhile, whose allocations
# would fail instead.
each_once() {
	local name=$1 n
	shift
	for ((n = 1; ; n++)); do
		echo "$n" >"$parameters"/fault_nth
		"$@" >/dev/null 2>&1 || true
		(($(cat "$parameters"/fault_nth) == 0)) || break
	done
	echo 0 >"$parameters"/fault_nth
	message "faults: $name: $((n - 1)) failed"
	"$@" >/dev/null || because "$name does not work afterwards"
}

# Loading: the parameter is given with it, and lost if it fails.
load_with_faults() {
	local n left
	for ((n = 1; ; n++)); do
		left=0
		if insmod /lib/tcpstates.ko fault_nth="$n" 2>/dev/null; then
			left=$(cat "$parameters"/fault_nth)
			module_unload
		fi
		((left == 0)) || break
	done
	message "faults: loading: $((n - 1)) failed"
	((n > 10)) || because "only $n allocations"
}

new_namespace() {
	local made=0
	ip netns add fault && made=1
	ip netns del fault || true
	((made))
}
resize() {
	r sysctl -qw net.tcpstates.recorder_records=2048 &&
		r sysctl -qw net.tcpstates.recorder_records=16384
}
# Hooks and tracepoints of a namespace, off and on.
switch_on() {
	c sysctl -qw net.tcpstates.enabled=0 net.tcpstates.drops=0 net.tcpstates.retransmits=0 &&
		c sysctl -qw net.tcpstates.enabled=1 net.tcpstates.drops=1 \
			net.tcpstates.retransmits=1
}
recorded() { r timeout 100 tcpst watch --since all --count 1; }

# prohibited N PORT: N connections that ICMP errors end. The errors pass the router, as do
# the SYNs.
prohibited() {
	traffic flood /run/netns/client "$C4" 203.0.113.1 "$2" "$1" >/dev/null
}
prohibit() {
	s sysctl -qw net.ipv4.ip_forward=1 net.ipv4.icmp_ratelimit=0 \
		net.ipv4.icmp_msgs_per_sec=100000
	r ip route replace 203.0.113.0/24 via "$S4"
	s ip route replace prohibit 203.0.113.0/24
}

# A new namespace gets memory for its recorder with its first record, for strays with its first
# stray segment, and for its histograms when its first flow ends; each only once, so it may
# have had it before anything fails. It is made without failures: one of its own seven
# allocations would nearly always fail.
first_uses() {
	local each
	each=$(cat "$parameters"/fault_each)
	echo 0 >"$parameters"/fault_each
	ip netns add fault
	ip -n fault link add eth0 type dummy
	ip netns exec fault sysctl -qw net.tcpstates.accounting=1
	echo "$each" >"$parameters"/fault_each
	ip -n fault link set lo up
	traffic flood /run/netns/fault 127.0.0.1 127.0.0.1 1 10 >/dev/null
	ip netns exec fault sh -c "echo 300 $seed >$parameters/segments"
	ip netns exec fault sysctl -qw net.tcpstates.enabled=0
	ip netns del fault
}

# Each of our calls fails in turn, in softirq and in workers too: failures are counted,
# nothing else happens, and all continues afterwards.
fail_by_turns() {
	local reason round
	r sysctl -qw net.tcpstates.accounting=1
	readers_on
	prohibit
	echo 2 >"$parameters"/fault_each
	traffic_on
	send_segments 1000 >/dev/null || because "segments are not sent" || return
	for reason in no_memory insert_failed record_no_memory; do
		wait_for counted "$reason" || because "$reason is not counted" || return
	done
	for ((round = 0; round < 100; round++)); do
		! all_failed || break
		# The calls of two namespaces may alternate: not always every second.
		echo $((2 + round % 2)) >"$parameters"/fault_each
		send_segments 300 >/dev/null
		prohibited 100 "$((100 + round))"
		first_uses
		r requests 300 "$seed" >/dev/null || true
		seed=$((seed + 1))
	done
	echo 0 >"$parameters"/fault_each
	still_flowing || because "no flow begins afterwards" || return
	message "faults: by turns: $(counter no_memory) no_memory," \
		"$(counter insert_failed) insert_failed," \
		"$(counter record_no_memory) record_no_memory," \
		"$(counter strays_lost) strays_lost, $(counter ntf_lost) ntf_lost"
}
counted() { (($(counter "$1") > 0)); }
# $places is the number of such calls.
all_failed() { (($(failed_places | wc -l) >= places)); }

faults() {
	local round places
	places=$((16#$(readelf -SW /lib/tcpstates.ko |
		awk '/ tcps_faults / { for (i = 1; i <= NF; i++) if ($i == "PROGBITS") print $(i + 3) }') / 8))
	net_down
	module_unload || because "it does not unload" || return
	load_with_faults || return
	module_load || because "it does not load afterwards" || return
	net_up
	for ((round = 1; round <= $1; round++)); do
		# Flows must be kept for as long as this takes.
		r sysctl -qw net.tcpstates.timeout_time_wait=3600 \
			net.tcpstates.timeout_half_open=3600
		traffic_on
		still_flowing || because "no traffic" || return
		traffic_off
		each_once "a namespace" new_namespace || return
		each_once "resizing the recorder" resize || return
		each_once "switching a namespace on" switch_on || return
		each_once "reading flows" r cat /proc/net/tcpstates || return
		each_once "reading counters" r cat /proc/net/stat/tcpstates || return
		each_once "listing flows" r tcpst list || return
		each_once "one flow" one_flow || return
		each_once "counters by netlink" r tcpst stats || return
		# The recorder is empty since its resize: two events, of a refused SYN.
		traffic flood /run/netns/client "$C4" "$S4" "$round" 1 >/dev/null
		each_once "recorded events" recorded || return
		fail_by_turns || return
		traffic_off
	done
	failed_places | sed 's/^/campaign: failed: /'
	message "faults: $(failed_places | wc -l) of $places places failed"
	all_failed || because "some never failed"
}
one_flow() { r tcpst show "$(r tcpst list --noheadings --raw -o flow | head -n 1)"; }

# --- all of them -------------------------------------------------------------------

ip link set lo up
mkdir -p /run/netns
# bash needs it for <(…).
ln -s /proc/self/fd /dev/fd
status=0
while read -r part size; do
	began=$(cut -d. -f1 /proc/uptime)
	message "$part ($size) begins"
	net_up
	case $part in
	unload)	name=unload_under_traffic ;;
	*)	name=$part ;;
	esac
	if "$name" "$size"; then
		report "ok $part: $size in $(($(cut -d. -f1 /proc/uptime) - began)) s"
	else
		report "not ok $part: $size"
		status=1
	fi
	net_down
done </campaign/parts
exit $status
