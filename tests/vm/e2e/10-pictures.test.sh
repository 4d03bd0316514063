#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Output for people, of live connections: show and its picture, the report,
# the full-screen view; and commands that are misused, or read by `head`.

. "$(dirname "$0")/lib.sh"
net_up
net_blackhole
export LC_ALL=C.UTF-8
temp=$(mktemp -d)
ladder=$temp/ladder.svg
page=$temp/report.html

r sysctl -qw net.tcpstates.timeout_closed=1
# Their standard input is held open, and so is the connection.
mkfifo "$temp/input" "$temp/answer"
spawn server nc -l -p 7100 <>"$temp/answer"
check_comes "the server listens" listening server 7100
spawn client nc $S4 7100 <>"$temp/input"
talker=$SPAWNED
check_comes "a connection" is_open router 7100
flow=$(r tcpst list --port 7100 --noheadings --raw -o FLOW)
# One that goes on for as long as it is looked at, however slow the machine.
in_ns client sysctl -qw net.ipv4.tcp_syn_retries=127
r sysctl -qw net.tcpstates.timeout_half_open=3600
spawn client nc $NOBODY4 7101 <>"$temp/input"

# --- all network namespaces ----------------------------------------------------

# One that only a process is in, with a connection to itself.
# shellcheck disable=SC2016
unshare --net bash -c 'ip link set lo up
	{ until ss -Hltn sport = :7102 | grep -q .; do sleep 0.1; done
	exec nc 127.0.0.1 7102 <>"$1"; } &
	exec nc -l -p 7102 <>"$1"' - "$temp/input" >/dev/null 2>&1 &
nameless=$!
spawned+=("$nameless")
of_all() { tcpst list --all-netns --noheadings --raw -o NETNS,RPORT "$@" | sort; }
everywhere() {
	[[ $(of_all --port 7100,7102 --state established | tr '\n' ' ') == \
		"$nameless 7102 client 7100 router 7100 server 7100 " ]]
}
check_comes "list --all-netns: named ones, and that of a process" everywhere
check_equal "it is that of --netns" "$nameless 7102" \
	"$nameless $(tcpst list --netns "$nameless" --port 7102 --noheadings --raw -o RPORT)"
check_equal "JSON has it" '"netns":"router"' "$(tcpst list --all-netns --json --port 7100 |
	grep -o '"netns": *"router"' | tr -d ' ')"
check_equal "a group for each" "client router server" \
	"$(tcpst list --all-netns --port 7100 --by NETNS --noheadings --raw | cut -d' ' -f1 |
	sort | xargs)"
# All that happens in each is shown while it happens, also in one that is made later.
tcpst watch --all-netns --json --port 7105 >"$temp/all" 2>"$temp/all.err" &
watcher=$!
tcpst life --follow --all-netns --json --port 7105 >"$temp/lives" 2>"$temp/lives.err" &
liver=$!
printed() { [[ $(grep -o "\"netns\":\"$1\"" "$temp/$2" | wc -l) -ge $3 ]]; }
spoken() {
	in_ns client nc -w 1 $S4 7105 </dev/null >/dev/null 2>&1
	printed client all 2 && printed router all 2 && printed server all 2
}
check_comes "watch --all-netns: of each" spoken
sockets() { find "/proc/$watcher/fd" -lname 'socket:*' | wc -l; }
before=$(sockets)
ip netns add late
ip -n late link set lo up
late() {
	ip netns exec late nc -w 1 127.0.0.1 7105 >/dev/null 2>&1
	printed late all 2 && printed late lives 1
}
check_comes "watch, life --follow --all-netns: also of one that is made later" late
check_comes "life --follow --all-netns: of each" printed server lives 1
check_equal "watch --all-netns: chosen by it" late "$(tcpst watch --all-netns --since all \
	--duration 1ms --where 'netns==late' --raw --noheadings -o NETNS | sort -u)"
ip netns del late
# A socket in it keeps it alive.
let_go() { (($(sockets) == before)); }
check_comes "watch --all-netns: lets go of one that is gone" let_go
kill "$watcher" "$liver"
wait "$watcher"
check_equal "watch --all-netns: ends when asked to" 0 $?
wait "$liver"
opened() { tcpst stats --json "$@" | python3 -c \
	'import json, sys; print(json.load(sys.stdin)["counters"]["opened"])'; }
sum=0
for ns in client router server "$nameless" 1; do
	sum=$((sum + $(opened --netns "$ns")))
done
check_equal "stats --all-netns: the sum of all" "$sum" "$(opened --all-netns)"
check "check --all-netns: of all" bash -c "tcpst check --all-netns --crit flows=4 --port 7100,7102 |
	grep -q '^TCPST CRITICAL - flows [4-9] '; test \${PIPESTATUS[0]} = 2"
reap "$nameless"

# --- show --------------------------------------------------------------------

shown() { r tcpst show "$@" >"$temp/shown" 2>&1; }
for operand in "$flow" "$S4:7100" "$(r tcpst list --port 7100 --noheadings --raw \
	-o INITIATOR)-$S4:7100" "--port 7100 --state established"; do
	# shellcheck disable=SC2086  # options
	check "show $operand" shown $operand
	check "show $operand: the ladder" grep -q 'SYN_SENT ├─* SYN seq=0' "$temp/shown"
done
check "show: what each end offers" grep -qzE \
	' SYN +mss=1460,[^ ]*wscale=[0-9]+.* SYN-ACK +mss=1460,[^ ]*wscale=[0-9]+' "$temp/shown"
check_equal "show fits 80 columns" 1 "$(($(wc -L <"$temp/shown") <= 80))"
r tcpst show 999999 >"$temp/out" 2>"$temp/err"
check_equal "show: no flow with that id" "1 tcpst: no flow 999999, neither open nor in the recorder" \
	"$? $(<"$temp/err")"
# That the server is established is presumed at first; its ACK of data proves it.
r sysctl -qw net.tcpstates.accounting=1
spawn server nc -l -p 7106 <>"$temp/answer"
check_comes "the server listens to one that talks" listening server 7106
mkfifo "$temp/talk"
spawn client bash -c "exec 3<>/dev/tcp/$S4/7106; read -r <'$temp/talk'; echo data >&3; exec sleep 1000"
state() { r tcpst show --port 7106 2>&1 | grep -o "$1"; }
check_comes "show: presumed" state 'ESTABLISHED?'
echo >"$temp/talk"
check_comes "show: confirmed by what it acknowledged" state 'ESTABLISHED✓'
r sysctl -qw net.tcpstates.accounting=0
check "show --svg" r tcpst show "$flow" --svg "$ladder"
check "it is well-formed" python3 -c 'import sys, xml.dom.minidom as x; x.parse(sys.argv[1])' "$ladder"
check "it has the states" grep -q 'SYN_RECEIVED</text>' "$ladder"

# --- show --follow -------------------------------------------------------------

follow() { r tcpst show --follow "$1" >"$temp/$2" 2>"$temp/$2.err"; echo "status $?" >>"$temp/$2"; }
in_file() { grep -q -- "$1" "$temp/$2"; }
follow "$flow" open &
check_comes "follow: a connection that is open" in_file 'ACK seq=1 ack=1' open
follow :7103 next &
check_comes "follow: it waits for the next one" in_file 'waiting for the next' next.err
in_ns client nc -w 2 $S4 7104 </dev/null >/dev/null 2>&1
in_ns client nc -w 2 $S4 7103 </dev/null >/dev/null 2>&1
check_comes "follow: the next one comes, and ends" in_file '^status 0' next
check "follow: that one and no other" in_file '10.2.0.2:7103' next
check "follow: its last step" in_file 'RST ACK' next
check "follow: how it ended" in_file '^Flow [0-9]*, end: refused' next
in_ns client nc -w 2 $S4 7103 </dev/null >/dev/null 2>&1
check "show: the latest of two that have ended" shown "$S4:7103"
check "show: and that there is another" grep -q 'the latest of 2 flows that match' "$temp/shown"
check "follow: the other is still open" bash -c "! grep -q status '$temp/open'"

# --- top ---------------------------------------------------------------------

pane() { tmux -L top capture-pane -p; }
shows() { pane | grep -qE -- "$1"; }
keys() { tmux -L top send-keys "$@"; }
top_shows() {
	# The module's own network namespace is the router's.
	spawn router tmux -L top -f /dev/null -u new-session -d -x 80 -y 24 \
		"TERM=screen '$TCPS_TOOLS/tcpst' top --interval 200ms; echo status \$?; sleep infinity"
	check_comes "top: its flows" shows "10\.2\.0\.2:7100 +ESTAB +ESTAB"
	check_comes "top: who retries" shows 'stuck: .*retrying SYN'
	keys / ESTAB Enter
	check_comes "top: a filter" shows ', filter ESTAB '
	keys Down Enter
	check_comes "top: a ladder" shows 'SYN_SENT ├─+ SYN seq=0 ─+▶│'
	keys q
	check_comes "top: back" shows ', filter ESTAB '
	tmux -L top resize-window -x 200 -y 50
	check_comes "top: a wide window: the command" shows 'AGAIN .*COMM *$'
	keys / Enter	# no filter
	check_comes "top: who had to repeat a SYN" shows '10\.2\.0\.9:7101 .* [1-9][0-9]* .*(-|[a-z]+) *$'
	tmux -L top resize-window -x 60 -y 10
	check_comes "top: a small window" shows '^ tcpst top'
	keys q
	check_comes "top: quits" shows '^status 0'
	tmux -L top resize-window -x 100 -y 24
	# In the same server: one that was told to end may still answer on the socket.
	tmux -L top respawn-pane -k \
		"TERM=screen '$TCPS_TOOLS/tcpst' top --all-netns --interval 200ms; sleep infinity"
	for ns in client router server; do
		check_comes "top --all-netns: $ns" shows "^$ns +>?[0-9]+ .*10\.2\.0\.2:7100 +ESTAB +ESTAB"
	done
	tmux -L top kill-server
}
if command -v tmux >/dev/null; then
	top_shows
else
	skip "top" "there is no tmux here"
fi

# --- the connection ends -----------------------------------------------------

reap "$talker"
ended() { [[ -n $(r tcpst life --port 7100 --noheadings) ]]; }
closed() { [[ -n $(r tcpst watch --since all --port 7100 --endpoint initiator \
	--state fin-wait-1 --count 1 --duration 1 --noheadings) ]]; }
check_comes "it closes" closed
r sysctl -qw net.tcpstates.timeout_time_wait=1
check_comes "it ends" ended
ended_everywhere() {
	[[ $(tcpst life --all-netns --port 7100 --noheadings --raw -o NETNS,END | sort | xargs) == \
		"client fin router fin server fin" ]]
}
check_comes "life --all-netns: it ended in each" ended_everywhere
check_comes "follow: the end of the connection" in_file '^status 0' open
check "follow: FINs were drawn when they came" in_file 'FIN ACK seq=' open
check "show: it has ended" shown "$flow"
check "show: how it ended" grep -q "^Flow $flow, end: fin" "$temp/shown"

# --- report ------------------------------------------------------------------

check "report" r tcpst report --port 7100-7101 -o "$page"
check "it counts" grep -qE '<b>2</b><span>connections' "$page"
check "it has ladders" grep -q "aria-label=\"Flow " "$page"
check "report --all-netns" tcpst report --all-netns --port 7100 -o "$page"
check "it counts those of each" grep -qE '<b>3</b><span>connections' "$page"
check "it shows of which they are" grep -q '<span class="id">server [0-9]' "$page"
check "report of one end" r tcpst report --end fin -o "$page"
check "it counts only that" grep -qE '<b>1</b><span>connections' "$page"
check "stats of one end" test "$(r tcpst stats --end fin | grep -cE '^  fin +1$')" -eq 1

# --- closed, and not yet forgotten -------------------------------------------

# The table keeps them for a minute; a capture shows that they ended. Both are found
# alike.
r sysctl -qw net.tcpstates.timeout_closed=60
for _ in 1 2; do
	in_ns client nc -w 2 $S4 7102 </dev/null >/dev/null 2>&1
done
refused() { (($(r tcpst list --port 7102 --state initiator:closed --noheadings | wc -l) == 2)); }
check_comes "two connections were refused" refused
latest=$(r tcpst list --port 7102 --noheadings --raw -o FLOW | tail -n 1)
check "show ADDR:PORT: the latest of those that ended" shown "$S4:7102"
check "it is that one" grep -q "^Flow $latest, end: refused" "$temp/shown"

# top as well: it shows since when both ends are in CLOSED.
closed_shows() {
	spawn router tmux -L second-top -f /dev/null -u new-session -d -x 80 -y 24 \
		"TERM=screen '$TCPS_TOOLS/tcpst' top --interval 200ms --port 7102; sleep infinity"
	closed_for() { tmux -L second-top capture-pane -p | grep -qE ' CLOSED  CLOSED +[0-9.]+m?s$'; }
	check_comes "top: for how long both ends are in CLOSED" closed_for
	tmux -L second-top kill-server
}
if command -v tmux >/dev/null; then
	closed_shows
else
	skip "top: how long ago both ends closed" "there is no tmux here"
fi

# --- roles that are a guess ------------------------------------------------------

# The module begins to observe when the connection exists.
r sysctl -qw net.tcpstates.enabled=0
spawn server nc -l -p 7107 <>"$temp/answer"
check_comes "the server listens before it is observed" listening server 7107
mkfifo "$temp/begun" "$temp/late"
spawn client bash -c "exec 3<>/dev/tcp/$S4/7107; echo >'$temp/begun'
	read -r <'$temp/late'; echo data >&3; read -r <'$temp/late'"
talker=$SPAWNED
read -r <"$temp/begun"
r sysctl -qw net.tcpstates.enabled=1 net.tcpstates.accounting=1
echo >"$temp/late"
guessed() { r tcpst "$1" --port 7107 --noheadings | grep -qE ' 10\.[0-9.]+:[0-9]+\? .*10\.[0-9.]+:[0-9]+\? '; }
check_comes "list: roles that are a guess are marked" guessed list
echo >"$temp/late"
wait "$talker"
check_comes "life: they are as well" guessed life

# --- as people err -----------------------------------------------------------

r tcpst list --port 99999 2>"$temp/err"
check_equal "a bad filter: status 2" 2 $?
r setpriv --reuid 65534 --clear-groups "$TCPS_TOOLS/tcpst" list 2>"$temp/err"
check_equal "not root: status 1" 1 $?
check "not root: an error" grep -q CAP_NET_ADMIN "$temp/err"
r tcpst watch --since all 2>"$temp/err" | head -n 1 >"$temp/out"
check_equal "head: quiet" "0 " "${PIPESTATUS[0]} $(<"$temp/err")"
module_unload
r tcpst list 2>"$temp/err"
check_equal "without the module: status 1" 1 $?
check "without the module: an error" grep -q 'not loaded' "$temp/err"
rm -r "$temp"
