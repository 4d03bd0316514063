#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A namespace is no longer observed, and then again, with readers and under traffic;
# and what a new namespace begins with.

. "$(dirname "$0")/lib.sh"
net_up
scenario_python "$(dirname "$0")/enabled.py"

# --- under traffic ------------------------------------------------------------

check "traffic builds" traffic_build
/tmp/traffic connect /run/netns/client /run/netns/server $S4 9000 0 &
traffic=$!
opened() { r tcpst stats --json 2>/dev/null | grep -o '"opened":[0-9]*' | cut -d: -f2; }
flowing() { (($(opened) > $1 + 5)); }
switch() { r bash -c "echo $1 >/proc/sys/net/tcpstates/enabled"; }
no_flows() { [[ $(r bash -c 'wc -l </proc/net/tcpstates') == 1 ]]; }

# A function in the background would be a shell whose child outlives it.
spawn router bash -c 'while :; do
	cat /proc/net/tcpstates /proc/net/stat/tcpstates; sleep 0.2; done' >/dev/null
spawn router bash -c 'while :; do tcpst list; sleep 0.2; done' >/dev/null 2>&1
spawn router tcpst watch --json >/tmp/watched 2>/dev/null
watcher=$SPAWNED
for round in 1 2 3; do
	before=$(opened)
	check_comes "round $round: on, it sees traffic" flowing "$before"
	check "round $round: off under traffic, with readers" switch 0
	check "round $round: no flow is left" no_flows
	check "round $round: off again changes nothing" switch 0
	check "round $round: on" switch 1
done
check "the watcher is there yet" kill -0 $watcher
switch 0
before=$(opened)
check "off: tcpst reports it" grep -q "enabled is 0" <(r tcpst list 2>&1)
check "traffic never noticed" kill -0 $traffic
check_equal "off: nothing is counted" "$before" "$(opened)"
reap "$traffic" "${spawned[@]}"
# The namespace goes as it is, switched off, and later the module with others.
true
