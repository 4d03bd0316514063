#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Places compared that are network namespaces: what the module has recorded in each.

. "$(dirname "$0")/lib.sh"
net_up
temp=$(mktemp -d)
mkfifo "$temp/input" "$temp/answer"

# One that is over, one that is open and for which the router lowers the MSS, and one whose
# SYN the router drops.
spawn server nc -l -p 7300 <>"$temp/answer"
check_comes "the server listens" listening server 7300
spawn client nc "$S4" 7300 <>"$temp/input"
over=$SPAWNED
check_comes "a connection" is_open server 7300
reap "$over"
ended() { in_ns server tcpst life --port 7300 --json | grep -q '"end":"fin"\|"end":"reset"'; }
check_comes "it ends" ended
spawn server nc -l -p 7301 <>"$temp/answer"
check_comes "the server listens again" listening server 7301
r nft add table ip compare
r nft 'add chain ip compare clamp { type filter hook forward priority 0; }'
r nft 'add rule ip compare clamp tcp dport 7301 tcp flags syn tcp option maxseg size set 1000'
spawn client nc "$S4" 7301 <>"$temp/input"
open=$SPAWNED
check_comes "another one, at the client" is_open client 7301
check_comes "and at the server" is_open server 7301
r nft 'add chain ip compare f { type filter hook postrouting priority 300; }'
r nft 'add rule ip compare f tcp dport 7302 drop'
spawn client nc "$S4" 7302
lost=$SPAWNED
sent() { [[ $(in_ns client tcpst list --port 7302 --noheadings --raw -o ISTATE) == SYN_SENT ]]; }
check_comes "a SYN that the router drops" sent

places=(netns:client netns:router netns:server)
tcpst compare "${places[@]}" >"$temp/table" 2>&1
check_equal "compare: its status" 0 $?
seen() { awk -v end=":$1" '$3 ~ end "$" { print $4 }' "$temp/table"; }
check_equal "what is over was seen everywhere" ABC "$(seen 7300)"
check_equal "so was what is open" ABC "$(seen 7301)"
check "what was dropped was not seen at the server" grep -q "^A[B-]-$" <(seen 7302)
check "which connections are compared" grep -q \
	"A is a network namespace: only its segments with SYN, FIN or RST are compared" \
	"$temp/table"
check "the router lowered the MSS" grep -qF '{"what":"MSS","from":"1460","to":"1000"}' \
	<(tcpst compare "${places[@]}" --port 7301 --json)
# shellcheck disable=SC2016  # of awk
check "no segment of the first two was lost" \
	awk '$3 ~ /:730[01]$/ && /[ABC]>[ABC] [0-9]+( |,|$)/ { exit 1 }' "$temp/table"
tcpst compare "${places[@]}" --port 7302 --json >"$temp/json" 2>&1
check "the SYN is seen before the server" grep -q '"file":"netns:server","flow":null' "$temp/json"
tcpst compare "${places[@]}" --port 7300 --show 1 --svg "$temp/svg"
check "a picture" grep -q '>netns:router</text>' "$temp/svg"
tcpst compare netns:client netns:nowhere >"$temp/out" 2>&1
check_equal "a namespace that is not there" "1 tcpst: no such network namespace: 'nowhere'" \
	"$? $(cat "$temp/out")"
kill "$lost" 2>/dev/null
reap "$open"
rm -r "$temp"
