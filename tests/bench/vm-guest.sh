#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# In the VM, client ── router ── server:
#
# 1. Rounds of connect-request-close, and of bulk transfer, with nothing
#    loaded, with tcpstates, with nf_conntrack in use in all three, and with
#    libbpf-tools' tcpstates running, in turn.
# 2. A SYN flood from random addresses through the router, and connections that
#    are made meanwhile: every one must be traced to its end, and the counters
#    must add up.

set -euo pipefail

here=$(dirname "$(realpath "$0")")
. "$here/../vm/net.sh"
traffic=$BENCH_DIR/traffic
module=$BENCH_DIR/module/tcpstates.ko
rounds=${BENCH_ROUNDS:-5} seconds=2 flood_seconds=${BENCH_FLOOD:-60}

report() { echo "bench: $*"; }

conntrack_on() {
	local ns
	for ns in client router server; do
		in_ns "$ns" nft -f - <<-'NFT'
		table ip bench {
			chain in { type filter hook input priority 0; ct state invalid counter; }
			chain out { type filter hook output priority 0; ct state invalid counter; }
			chain through { type filter hook forward priority 0; ct state invalid counter; }
		}
		NFT
	done
}

conntrack_off() {
	local ns
	for ns in client router server; do
		in_ns "$ns" nft delete table ip bench
	done
}

watcher=
begin() {
	case $1 in
	tcpstates) insmod "$module" ;;
	conntrack) conntrack_on ;;
	bpf) tcpstates >/dev/null 2>/tmp/bpf.err & watcher=$!; sleep 3
	     kill -0 "$watcher" ;;
	esac
}

finish() {
	case $1 in
	tcpstates) rmmod tcpstates ;;
	conntrack) conntrack_off ;;
	bpf) reap "$watcher" ;;
	esac
}

compare() {
	local round who made octets

	for ((round = 0; round <= rounds; round++)); do
		for who in nothing tcpstates conntrack bpf; do
			[[ $who != bpf ]] || command -v tcpstates >/dev/null || continue
			begin "$who" || { report info "$who: not to be had"; continue; }
			made=$(c "$traffic" request "$S4" 7000 "$seconds")
			octets=$(c "$traffic" bulk "$S4" 7000 "$seconds")
			finish "$who"
			((round)) || continue	# the first only warms up
			report "request.$who $((made / seconds))"
			report "bulk.$who $((octets * 8 / seconds / 1000000))"
		done
	done
}

# add_up SYNS CONNECTIONS: do the router's counters account for every one?
add_up() {
	r cat /proc/net/stat/tcpstates | python3 -c '
import sys
syns, made = int(sys.argv[1]), int(sys.argv[2])
rows = [line.split() for line in sys.stdin]
sums = {name: sum(int(row[i], 16) for row in rows[1:])
        for i, name in enumerate(rows[0])}
flows = int(rows[1][0], 16)
def check(what, left, right):
    print(f"bench: info flood: {what}: {left} = {right}:",
          "yes" if left == right else "NO")
check("opened = SYNs + connections", sums["opened"], syns + made)
check("opened - ended = flows", sums["opened"] - sums["ended"], flows)
check("ended = evicted half-open + connections",
      sums["ended"], sums["evicted_half_open"] + made)
' "$1" "$2"
}

flood() {
	local mac sent made before begin

	insmod "$module"
	r sysctl -qw net.tcpstates.timeout_time_wait=1 \
		net.tcpstates.timeout_closed=1
	mac=$(r cat /sys/class/net/eth0/address 2>/dev/null ||
		r ip -br link show eth0 | awk '{ print $3 }')
	before=$(awk '/^MemAvailable/ { print $2 }' /proc/meminfo)
	c "$traffic" flood eth0 "$mac" "$NOBODY4" "$flood_seconds" >/tmp/sent &
	made=$(c "$traffic" request "$S4" 7000 "$((flood_seconds - 2))" 20)
	report info "memory during the flood: $((before - $(awk '/^MemAvailable/ { print $2 }' /proc/meminfo))) KiB"
	wait $!
	sent=$(cat /tmp/sent)
	sleep 4
	report info "flood: $sent SYNs in $flood_seconds s; $made connections made meanwhile"
	add_up "$sent" "$made"
	report info "flood: lines of /proc/net/tcpstates: $(r cat /proc/net/tcpstates | wc -l)"
	begin=${EPOCHREALTIME/./}
	rmmod tcpstates
	report info "rmmod after the flood: $(((${EPOCHREALTIME/./} - begin) / 1000)) ms"
}

net_up
net_blackhole
spawn server "$traffic" serve 7000
wait_for 10 listening server 7000
compare
flood
net_down
