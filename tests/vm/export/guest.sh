#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2317,SC2329  # functions are called by check and wait_for
#
# In the VM: the exporters on live connections, without privileges but one, and
# with a collector that is away. Run by run.sh.

set -uo pipefail

stage="export: live"
# shellcheck source=SCRIPTDIR/../guest.sh
. "$TCPS_TOP/tests/vm/guest.sh"

insmod "$TCPS_MODULE" || { fail "the module loads"; exit 0; }
net_up
r sysctl -qw net.tcpstates.timeout_time_wait=1 net.tcpstates.timeout_closed=1
ip link set lo up

# follow N: do N programs get the router's events?
follow() { (($(r cat /proc/net/netlink | awk '$2 == 16 && $4 != "00000000"' | wc -l) == $1)); }

# For later: a collector by UDP may be restarted without a word.
python3 "$here/datagrams.py" 4740 >/tmp/datagrams &
receiver=$!
udp_bound() { [[ -n $(ss -Hlun 'sport = :4740') ]]; }
wait_for udp_bound
tcpst export ipfix --netns router --udp --to 127.0.0.1:4740 2>/dev/null &
by_udp=$!

echo "--- prometheus"
# The flows are the router's, the metrics are served here.
tcpst export prometheus --netns router --listen 127.0.0.1:9853 &
exporters=($!)
# Nothing but CAP_NET_ADMIN, as the units have it.
nsenter --net=/run/netns/router -- setpriv --reuid 65534 --regid 65534 --clear-groups --no-new-privs \
	--inh-caps -all,+net_admin --ambient-caps -all,+net_admin \
	--bounding-set -all,+net_admin \
	"$TCPS_TOOLS/tcpst" export prometheus --listen 127.0.0.1:9854 &
exporters+=($!)
here_metrics() { curl -fsS http://127.0.0.1:9853/metrics; }
router_metrics() { r curl -fsS http://127.0.0.1:9854/metrics; }
check "it serves another namespace's flows in this one" wait_for here_metrics
# Whom it refuses while it does not listen yet is a connection of the router, too.
wait_for listening router 9854
check "CAP_NET_ADMIN is all it needs" router_metrics
wait_for follow 3

spawn server python3 -m http.server 80 --bind 10.2.0.2 >/dev/null 2>&1
wait_for listening server 80
for ((i = 0; i < 5; i++)); do
	c curl -fsS -o /dev/null "http://$S4/"
	c nc -z "$S4" 81
done
metric() { here_metrics | grep -x "$1" >/dev/null; }
# Also closed: those by which the router's own exporter was asked.
check "closed connections are counted by the module" wait_for metric \
	'tcpstates_flows_ended_total{end="fin"} [5-9]'
check "refused ones as well" wait_for metric 'tcpstates_flows_ended_total{end="refused"} 5'
# These each exporter counts by itself, when it has read the event.
check "their handshakes are in the histogram" wait_for metric \
	'tcpstates_handshake_seconds_count{leg="synack_to_ack"} [5-9]'
check "those of refused ones are not, but their lifetimes" wait_for metric \
	'tcpstates_lifetime_seconds_count{end="refused"} 5'
# Each flow is in one class, and each of its ends in one state.
by_state_fits() {
	router_metrics >/dev/null	# a connection of the router that is there yet
	here_metrics | awk '/^tcpstates_flows[{]/ { all += $2 }
		/^tcpstates_flows_by_state[{]endpoint="initiator"/ { initiator += $2 }
		/^tcpstates_flows_by_state[{]endpoint="responder"/ { responder += $2 }
		END { exit !(all && initiator == all && responder == all) }'
}
check "of each end the states add up to all flows" wait_for by_state_fits
router_metric() { router_metrics | grep -x "$1" >/dev/null; }
check "the unprivileged one has the same" wait_for router_metric \
	'tcpstates_lifetime_seconds_count{end="refused"} 5'
here_metrics >/tmp/metrics
check "promtool finds nothing wrong" promtool check metrics </tmp/metrics
for exporter in "${exporters[@]}"; do
	kill "$exporter"
	wait "$exporter"
	check "SIGTERM ends it well" test $? = 0
done

echo "--- ipfix"
# Twenty of thirty find no space while the collector is away.
tcpst export ipfix --netns router --queue 10 --to 127.0.0.1:4739 2>/tmp/messages &
exporter=$!
wait_for grep -q 'queueing flows' /tmp/messages
wait_for follow 2
for ((i = 0; i < 30; i++)); do
	c nc -z "$S4" 81
done
# A refused one is reported when it is certain that the RST was not ignored.
ended() { r tcpst stats --json | grep "\"flows\":0,.*\"refused\":35," >/dev/null; }
check "thirty connections end" wait_for ended
python3 "$here/collector.py" 4739 $((200 * TCPS_SLOWNESS)) >/tmp/collected &
collector=$!
check "the collector comes back" wait_for grep -q 'is back; 20 flows dropped' /tmp/messages
kill "$exporter"
wait "$exporter"
check "what was dropped makes it a failure" test $? = 1
check "... and reports how many" grep -qx 'tcpst: 10 flows sent, 20 dropped' /tmp/messages
wait "$collector"
check "the collector got ten, and the number of twenty dropped" \
	grep -q '"flows": 10, .*"dropped": 20' /tmp/collected
cat /tmp/messages

echo "--- ipfix by udp"
# Among the types of elements is this one's.
templates_again() { (($(grep -ao tcpstatesInitiatorState /tmp/datagrams | wc -l) > 1)); }
check "types and templates are sent again" wait_for templates_again
kill "$by_udp"
wait "$by_udp"
check "SIGTERM ends it well" test $? = 0
kill "$receiver"

echo "--- silence"
# One dumps the table every second, one once.
tcpst export prometheus --netns router --silence 1s --listen 127.0.0.1:9855 &
often=$!
silence() { curl -fsS http://127.0.0.1:9855/metrics | grep -xF "tcpstates_$1" >/dev/null; }
# talk N: client N connects, and sends what is written to /tmp/talk.N.
talk() {
	mkfifo "/tmp/talk.$1"
	spawn client nc "$S4" 80 <>"/tmp/talk.$1"
	wait_for talks "$1"
}
talks() { (($(c ss -Htn state established dport = :80 | wc -l) == $1)); }
talk 1
check_comes "without accounting it is not known who owes an answer" \
	silence 'silence_unknown_flows 1'
r sysctl -qw net.tcpstates.accounting=1
talk 2
check "no one has been asked" silence 'silent_seconds_count{endpoint="responder"} 0'
ip -netns router neigh replace "$S4" lladdr 02:00:00:00:00:09 dev eth1 nud permanent
echo hello >/tmp/talk.1
echo hello >/tmp/talk.2
check_comes "a server that does not answer is counted" \
	silence 'silent_seconds_count{endpoint="responder"} 1'
check "... with what it has not acknowledged" silence 'silent_unacked_bytes{endpoint="responder"} 6'
check "... of those that are known" silence 'silence_unknown_flows 1'
check "the client owes nothing" silence 'silent_seconds_count{endpoint="initiator"} 0'
tcpst export prometheus --netns router --silence 1h --listen 127.0.0.1:9856 &
once=$!
dumped() { curl -fsS http://127.0.0.1:9856/metrics >/tmp/once && grep -q _silence_age_ /tmp/once; }
wait_for dumped
age() { awk '/^tcpstates_silence_age_seconds/ { print int($2 * 1000) }' /tmp/once; }
check "promtool finds nothing wrong with it" promtool check metrics </tmp/once
before=$(age)
ip -netns router neigh del "$S4" dev eth1
check_comes "when it answers it is not counted any more" \
	silence 'silent_seconds_count{endpoint="responder"} 0'
dumped
check "... but where the table was dumped before that" \
	grep -xF 'tcpstates_silent_seconds_count{endpoint="responder"} 1' /tmp/once
check "... so long ago" test "$(age)" -gt "$before"
for exporter in "$often" "$once"; do
	kill "$exporter"
	wait "$exporter"
	check "SIGTERM ends it well, also between two dumps" test $? = 0
done

net_down
check "the module unloads" module_unload
exit 0
