#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The module is removed, and namespaces come and go, under traffic.

. "$(dirname "$0")/lib.sh"

no_leftovers() { ! compgen -G '/sys/kernel/slab/*tcps_*' && ! grep tcps_ /proc/slabinfo; }
unloads() { wait_for module_unload; }

net_up
check "traffic builds" traffic_build

/tmp/traffic connect /run/netns/client /run/netns/server $S4 9000 0 &
traffic=$!
flowing() { (($(r tcpst stats --json | grep -o '"opened":[0-9]*' | cut -d: -f2) > ${1:-50})); }
check_comes "traffic flows" flowing

# --- namespaces --------------------------------------------------------------

# Each dies with open connections and its recorder full of events.
churn() {
	local i
	for i in 1 2 3 4 5 6; do
		ip netns add "n$i"
		ip -netns "n$i" link set lo up
		nsenter --net="/run/netns/n$i" -- /tmp/traffic connect \
			"/run/netns/n$i" "/run/netns/n$i" 127.0.0.1 80 0 &
		pids+=("$!")
	done
	for i in 1 2 3 4 5 6; do
		wait_for opened_in "n$i" || fail "n$i" "no traffic in it"
		# A watcher outlives the name of its namespace.
		nsenter --net="/run/netns/n$i" -- "$(command -v tcpst)" \
			watch --json >"/tmp/watched.n$i" &
		pids+=("$!")
		wait_for test -s "/tmp/watched.n$i" ||
			fail "n$i" "nothing to watch in it"
		ip netns del "n$i"
		{ kill -9 "${pids[i - 1]}" "$!"; wait "${pids[i - 1]}" "$!"; } \
			2>/dev/null
	done
}
opened_in() { in_ns "$1" grep -q ":80 " /proc/net/tcpstates; }
pids=()
churn
pass "namespaces come and go under traffic"
before=$(r tcpst stats --json | grep -o '"opened":[0-9]*' | cut -d: -f2)
check_comes "the others go on" flowing $((before + 50))

# --- removal -----------------------------------------------------------------

for round in 1 2 3; do
	# A reader in the middle of the file, one that reads on, a watcher.
	exec 5< <(exec nsenter --net=/run/netns/router -- python3 -c '
import signal
file = open("/proc/net/tcpstates")
file.read(10)
print("open", flush=True)
signal.pause()')
	opener=$!
	read -r _ <&5
	nsenter --net=/run/netns/router -- bash -c '
	while [ -e /proc/net/tcpstates ]; do cat /proc/net/tcpstates; done' \
		>/dev/null 2>&1 &
	reader=$!
	nsenter --net=/run/netns/router -- "$(command -v tcpst)" watch \
		--json >/tmp/watched 2>/tmp/watch-errors &
	watcher=$!
	check_comes "round $round: tcpst watches" test -s /tmp/watched
	check "round $round: rmmod under traffic with open readers" unloads
	check "round $round: it is gone" test ! -e /sys/module/tcpstates
	check "round $round: no file is left" test ! -e /proc/net/stat/tcpstates
	check "round $round: no cache is left" no_leftovers
	check "round $round: traffic never noticed" kill -0 $traffic
	kill -9 $opener $reader $watcher 2>/dev/null
	wait $opener $reader $watcher 2>/dev/null
	exec 5<&-
	check "round $round: load again under traffic" module_load
	check_comes "round $round: it sees traffic" flowing 5
done
kill -9 $traffic
wait $traffic 2>/dev/null
true
