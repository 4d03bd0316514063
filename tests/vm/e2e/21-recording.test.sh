#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Recordings of live connections: read while they are written, when their writer was
# killed, and when it is done, as what they were made of.

. "$(dirname "$0")/lib.sh"
net_up
temp=$(mktemp -d)
whole=$temp/whole.tcpst
cut=$temp/cut.tcpst

r sysctl -qw net.tcpstates.timeout_time_wait=1
mkfifo "$temp/input" "$temp/answer"
# Open before the recording begins.
spawn server nc -l -p 7200 <>"$temp/answer"
check_comes "the server listens" listening server 7200
spawn client nc $S4 7200 <>"$temp/input"
early=$SPAWNED
check_comes "a connection" is_open router 7200
spawn router tcpst save "$whole"
recorder=$SPAWNED
spawn router tcpst save "$cut"
killed=$SPAWNED
has() { [[ $(tcpst list --port "$2" --noheadings --raw -o ISTATE,RSTATE -r "$1" 2>/dev/null) == "$both_open" ]]; }
check_comes "a recording has what was open before" has "$cut" 7200
check_comes "the other one, too" has "$whole" 7200

# Begun, and over, while it is recorded.
spawn server nc -l -p 7201 <>"$temp/answer"
check_comes "the server listens again" listening server 7201
spawn client nc $S4 7201 <>"$temp/input"
late=$SPAWNED
check_comes "it has what began since" has "$cut" 7201
kill -KILL "$killed"
wait "$killed" 2>/dev/null
tcpst show "$S4:7201" -r "$cut" >"$temp/shown" 2>"$temp/err"
check "show of what was cut off: the ladder" grep -q 'SYN_SENT ├─* SYN seq=0' "$temp/shown"
check_equal "one message: it was cut off" 1 "$(grep -c 'was cut off' "$temp/err")"

reap "$late"
# TIME-WAIT included: life has its line before.
ended() { r tcpst life --port 7201 --json | grep -q '"end_ns":[0-9]'; }
check_comes "it ends" ended
kill -INT "$recorder"
wait "$recorder"
check_equal "the recorder ends" 0 $?
for view in "life --json --end fin" \
	"list --raw -o FLOW,INITIATOR,ISTATE,RESPONDER,RSTATE,IBYTES"; do
	# shellcheck disable=SC2086  # a command and its options
	r tcpst $view >"$temp/live" 2>&1
	# shellcheck disable=SC2086
	tcpst $view -r "$whole" >"$temp/read" 2>&1
	check "$view of a recording is as live" cmp "$temp/live" "$temp/read"
done
r tcpst watch --since all --notes --json --duration 1 >"$temp/live"
tcpst watch --since all --notes --json -r "$whole" >"$temp/read"
check "so are its events" cmp "$temp/live" "$temp/read"
check "it names the machine" grep -q "Recorded on $(hostname) from .* by module " \
	<(tcpst stats -r "$whole")
reap "$early"
rm -r "$temp"
