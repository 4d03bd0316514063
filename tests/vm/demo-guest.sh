#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# In the VM: real connections of ordinary programs through a router, and what
# tcpstates on that router makes of them. Run by demo.sh.

set -euo pipefail

# shellcheck source=SCRIPTDIR/guest.sh
. "$TCPS_TOP/tests/vm/guest.sh"

timewait=5
transitions=$TCPS_OUT/transitions.jsonl
lives=$TCPS_OUT/lives.jsonl
judge() { python3 "$here/demo-check.py" "$@"; }

step=0
heading() {
	step=$((step + 1))
	printf '\n── %d. %s\n\n' "$step" "$*"
}
note() { printf '   # %s\n' "$*"; }
show() { printf '   $ %s\n' "$*"; "$@"; }

fetch() {
	show c curl -fsS -o /tmp/page "$1" || give_up "curl cannot fetch $1"
	note "curl: $(wc -c </tmp/page) bytes"
}

give_up() {
	printf '\ndemo: %s\n' "$*" >&2
	[[ ! -s $transitions ]] || { echo "seen:"; judge print "$transitions"; } >&2
	exit 1
}

trap 'give_up "step $step: failed: $BASH_COMMAND"' ERR

# seen FAMILY RESPONDER-PORT ENDPOINT STATE: has that endpoint reached it? Asked
# several times a second, hence grep and not demo-check.py.
seen() {
	local line='"family": ?"'$1'".*"responder": ?\{[^}]*"port": ?'$2'\}'
	grep -Eqs "$line.*\"endpoint\": ?\"$3\".*\"to\": ?\"$4\"" "$transitions"
}
expect() {
	wait_for seen "$@" ||
		give_up "the $3 of the $1 connection to port $2 was never seen in $4"
}

# ---------------------------------------------------------------------------

heading "Load the module, build client ── router ── server"
insmod "$TCPS_MODULE"
net_up
net_blackhole
note "client $C4 $C6, server $S4 $S6; tcpstates watches on the router only"
note "so that you need not wait a minute for 2MSL, nor long for what a RST ended:"
show r sysctl -w net.tcpstates.timeout_time_wait=$timewait
show r sysctl -w net.tcpstates.timeout_closed=2

spawn router tcpst watch --json --since all >"$transitions"
if [[ -n ${TCPS_CAPTURE-} ]]; then	# for the pictures of the README
	spawn router tcpdump -q -i eth0 -U -w "$TCPS_OUT/demo.pcap" tcp or icmp
	wait_for test -s "$TCPS_OUT/demo.pcap" || give_up "tcpdump does not begin"
fi
spawn server python3 -m http.server 80 --bind :: --protocol HTTP/1.1 \
	--directory /usr/share/common-licenses >/dev/null 2>&1
# A server that goes on after the client's FIN, until it is told to finish; nc
# would be done with the first FIN.
mkfifo /tmp/finish
spawn server python3 -c '
import socket
conn = socket.create_server(("", 7000)).accept()[0]
while conn.recv(1000):
    pass
open("/tmp/finish").read()
conn.sendall(b"That was all.\n")
conn.close()'
spawn server nc -6 -l 7001 >/dev/null
for port in 80 7000 7001; do
	wait_for listening server "$port" || give_up "no server listens on port $port"
done

heading "A whole connection, as it happens (the client closes first)"
note "r tcpst watch &"
spawn router tcpst watch --since all
watch=$SPAWNED
fetch "http://$S4/GPL-2"
expect ipv4 80 initiator TIME_WAIT
note "both have closed; the client remembers for 2MSL, here $timewait s"
expect ipv4 80 initiator CLOSED

heading "The same over IPv6, one that is refused, one that is aborted by RST"
fetch "http://[$S6]/GPL-2"
expect ipv6 80 initiator TIME_WAIT
show c nc -z "$S4" 81 || note "nc: refused, as it should be"
expect ipv4 81 initiator CLOSED
note "python3: connect to $S6 port 7001, SO_LINGER 0, close"
c python3 -c '
import socket, struct, sys
s = socket.create_connection((sys.argv[1], 7001))
s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
s.close()' "$S6"
expect ipv6 7001 initiator CLOSED

heading "One to a black hole, and one half-closed: the client has no more to say"
note "c curl http://$NOBODY4/ &"
spawn client curl -s -m 60 "http://$NOBODY4/"
expect_blackhole() { grep -Eqs "\"responder\": ?\{\"addr\": ?\"$NOBODY4\"" "$transitions"; }
wait_for expect_blackhole || give_up "the SYN to $NOBODY4 was never seen"
note "c nc -N $S4 7000 &"
spawn client nc -N "$S4" 7000 < <(echo hello) >/dev/null
expect ipv4 7000 initiator FIN_WAIT_2
reap "$watch"

heading "All of this in brief, in /proc and by tcpst"
show r cat /proc/tcpstates
echo
show r tcpst list
echo
note "and the server of the half-closed connection sends its last words"
: >/tmp/finish
expect ipv4 7000 responder CLOSED

heading "The ladder of the first connection, as the router saw it"
flow=$(judge flow "$transitions" ipv4 80) || give_up "the first connection is nowhere"
show r tcpst show "$flow"

heading "A line for each finished connection, and the counters"
expect ipv6 80 initiator CLOSED
expect ipv4 7000 initiator CLOSED
ended() { r tcpst life --json >"$lives" && (($(wc -l <"$lives") >= 5)); }
wait_for ended || give_up "five connections have ended, tcpst life reports $(wc -l <"$lives")"
show r tcpst life
echo
show r tcpst stats

heading "Was every transition there, in its order?"
judge all "$transitions" "$lives" || give_up "a transition is missing or wrong"
net_down
module_unload || give_up "the module does not unload"
echo
echo "demo: done. 'make vm' gives you a shell in such a VM."
