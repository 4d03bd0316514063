#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Recordings with the headers of all segments: those that the module's flows have, captured
# beside it, are the segments that are captured on an interface at the same time.

. "$(dirname "$0")/lib.sh"
net_up
temp=$(mktemp -d)
export LC_ALL=C.UTF-8

r sysctl -qw net.tcpstates.timeout_time_wait=1
mkfifo "$temp/input" "$temp/answer"

# capturing NAMESPACE N: are there N packet sockets that capture?
packet_sockets() { in_ns "$1" cat /proc/net/packet; }
capturing() { (($(packet_sockets "$1" | wc -l) > $2)); }

# arrows FILE PORT: of the last connection to that port, as "> SYN seq=0".
arrows() {
	tcpst show ":$2" --segments -r "$1" 2>/dev/null | grep -o '[├◀].*[▶┤]' |
		sed 's/^├/>/; s/^◀/</; s/[─▶┤◀]//g; s/ *$//; s/  */ /g'
}
# The directions are captured at different places: compare each of them.
direction() { arrows "$1" "$3" | grep "^$2"; }

# Open before the recording begins.
spawn server nc -l -p 7302 <>"$temp/answer" >/dev/null
check_comes "the server listens" listening server 7302
spawn client nc $S4 7302 <>"$temp/input"
early=$SPAWNED
check_comes "a connection" is_open router 7302

spawn router tcpst save --segments --port 7300,7302,7303 "$temp/module.tcpst"
recorder=$SPAWNED
spawn router tcpst save --segments --port 7300,7303 -i eth0 "$temp/eth0.tcpst"
interface=$SPAWNED
spawn router tcpst save --segments --port 7300,7303 "$temp/cut.tcpst"
killed=$SPAWNED
spawn client tcpst save --segments "$temp/client.tcpst"
at_client=$SPAWNED
check_comes "all capture" capturing router 3
check_comes "the client, too" capturing client 1

spawn server nc -l -p 7301 </dev/null
spawn server nc -l -p 7300 <<<"what the server answers" >/dev/null
check_comes "the server listens" listening server 7300
check_comes "the server listens twice" listening server 7301
spawn server nc -6 -l -p 7303 <<<"what the server answers" >/dev/null
check_comes "and over IPv6" listening server 7303
printf '%0500d' 7 | c nc -N $S4 7300 >/dev/null
printf '%0500d' 7 | c nc -N $S6 7303 >/dev/null
check "a connection that is not wanted" c nc -z $S4 7301
echo more >"$temp/input"
ended() { [[ $(r tcpst life --port "$1" --noheadings --raw -o END) == fin ]]; }
check_comes "it ends" ended 7300
check_comes "over IPv6, too" ended 7303
# Held for a second, and written a second later at most.
has_end() { direction "$1" '> ACK seq=502' "$2" | grep -q .; }
check_comes "what is written meanwhile has it" has_end "$temp/cut.tcpst" 7300
check_comes "over IPv6, too" has_end "$temp/cut.tcpst" 7303
kill -KILL "$killed"
wait "$killed" 2>/dev/null
kill -INT "$recorder" "$interface" "$at_client"
wait "$recorder"
check_equal "the recorder ends" 0 $?
wait "$interface"
check_equal "so does the one of the interface" 0 $?
wait "$at_client"
check_equal "so does that of the client" 0 $?

check "data are among the segments" grep -q 'PSH ACK len=500 seq=1 ' \
	<(direction "$temp/module.tcpst" '>' 7300)
check "over IPv6, too" grep -q 'PSH ACK len=500 seq=1 ' \
	<(direction "$temp/module.tcpst" '>' 7303)
for port in 7300 7303; do
	for to in '>' '<'; do
		for file in module client cut; do
			check_equal "$file: the segments $to of the interface, each once, port $port" \
				"$(direction "$temp/eth0.tcpst" "$to" $port)" \
				"$(direction "$temp/$file.tcpst" "$to" $port)"
		done
	done
done
check_equal "only connections that are wanted" 0 \
	"$(tcpst life --port 7301 --noheadings -r "$temp/module.tcpst" | wc -l)"
check "segments of what was open before" grep -q 'PSH ACK len=5' \
	<(tcpst show :7302 --segments -r "$temp/module.tcpst")
check "transitions are as without segments" cmp \
	<(tcpst watch --port 7300 --raw --notes -o TIME,FLOW,TRANSITION,CAUSE \
		-r "$temp/module.tcpst" 2>/dev/null) \
	<(r tcpst watch --since all --port 7300 --raw --notes --duration 1 \
		-o TIME,FLOW,TRANSITION,CAUSE)
reap "$early"
rm -r "$temp"
