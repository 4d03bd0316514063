#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2317,SC2329  # functions are called by check and wait_for
#
# In the VM: a connection through a router, and what perf, trace-cmd, bpftrace and
# the YNL client of $YNL see of it, held against what tcpst reports. Run by run.sh.

set -uo pipefail

# shellcheck source=SCRIPTDIR/../guest.sh
. "$TCPS_TOP/tests/vm/guest.sh"
# The interpreter that Debian's Python packages are built for.
python=/usr/bin/python3

# A connection, to its end: what is left of it is TIME-WAIT, unless a RST ends that, with
# which a server that is gone answers a late ACK.
gone_through() {
	local states
	states=$(tcpst list --netns router --noheadings --raw -o ISTATE,RSTATE) &&
		[[ -n $states ]] && ! grep -vE '^(TIME_WAIT|CLOSED) (TIME_WAIT|CLOSED)$' <<<"$states"
}
visit() {
	c curl -fsS -o /dev/null "http://$S4/" && wait_for gone_through
}
# For programs that trace while a command runs.
if [[ ${1-} == visit ]]; then
	visit
	exit
fi

# known: what tcpst reports of it, to /tmp/known
known() {
	local n
	n=$(tcpst stats --netns router --json | sed 's/.*"transitions":\([0-9]*\).*/\1/')
	tcpst watch --netns router --since all --json --count "$n" >/tmp/known
}

# agrees WORD…: does compare.py find no difference from what tcpst reports?
agrees() { "$python" "$here/compare.py" "$@"; }

insmod "$TCPS_MODULE" || { fail "the module loads"; exit 0; }
net_up
# Nothing is sent again where the machine is slow: there would be transitions after the end.
c ip route replace default via "$R4" rto_min 20s
s ip route replace default via 10.2.0.1 rto_min 20s
# Nothing that is compared is to expire meanwhile.
r sysctl -qw net.tcpstates.timeout_time_wait=3600 net.tcpstates.timeout_closed=3600
netns=$(stat -L -c %i /run/netns/router)
spawn server python3 -m http.server 80 --bind "$S4" >/dev/null 2>&1
wait_for listening server 80

event=tcpstates:tcpstates_transition

perf_traces() {
	echo "--- perf"
	check "perf record" perf record -q -a -e "$event" -o /tmp/perf.data -- "$0" visit
	known
	perf script -i /tmp/perf.data >/tmp/perf.txt
	check "perf script shows each transition" agrees trace /tmp/perf.txt "$netns" /tmp/known
	perf stat -a -e "$event" -- "$0" visit 2>/tmp/stat
	check "perf stat counts them" grep -E "^ +[1-9][0-9]* +$event" /tmp/stat
}
! has perf perf || perf_traces

trace_cmd_traces() {
	echo "--- trace-cmd"
	check "trace-cmd record" trace-cmd record -q -e "$event" -o /tmp/trace.dat "$0" visit
	known
	trace-cmd report -i /tmp/trace.dat >/tmp/trace.txt
	check "trace-cmd report shows each transition" \
		agrees trace /tmp/trace.txt "$netns" /tmp/known
}
! has trace-cmd trace-cmd || trace_cmd_traces

bpftrace_traces() {
	echo "--- bpftrace"
	bpftrace -e 'tracepoint:tcpstates:tcpstates_transition {
		printf("%u %lu %u %u %u\n", args->netns, args->flow, args->endpoint,
		       args->from, args->to); @to[args->to] = count(); }' \
		>/tmp/bpftrace.txt 2>/tmp/bpftrace.err &
	tracer=$!
	attached() { visit && grep -q "^$netns " /tmp/bpftrace.txt; }
	check "bpftrace attaches" wait_for attached
	visit
	known
	check "bpftrace prints each transition" \
		wait_for agrees fields /tmp/bpftrace.txt "$netns" /tmp/known
	kill -INT "$tracer"
	wait "$tracer"
	# The states by number, as in Documentation/tracepoint.rst: 4 is ESTABLISHED.
	check "... and counts them by state" grep -E '^@to\[4\]: [1-9]' /tmp/bpftrace.txt
}
! has bpftrace bpftrace || bpftrace_traces

echo "--- ynl"
# The client looks for the schema of specs beside the directory of the spec.
spec=/tmp/netlink/specs/tcpstates.yaml
mkdir -p /tmp/netlink/specs
cp "$YNL"/Documentation/netlink/*.yaml /tmp/netlink/
cp "$TCPS_TOP/Documentation/netlink/specs/tcpstates.yaml" "$spec"
client=$YNL/tools/net/ynl/cli.py
[[ -e $client ]] || client=$YNL/tools/net/ynl/pyynl/cli.py
ynl() {
	nsenter --net=/run/netns/router -- "$python" "$client" \
		--spec "$spec" --output-json "$@"
}
listen=--sleep		# until Linux 6.12; --duration since
! ynl --help | grep -- --duration >/dev/null || listen=--duration
ynl --subscribe events "$listen" $((40 * TCPS_SLOWNESS / 100)) >/tmp/heard 2>/tmp/heard.err &
subscriber=$!
hears() { r cat /proc/net/netlink | awk '$2 == 16 && $4 != "00000000"' | grep .; }
wait_for hears
visit
known
ynl --do stats-get >/tmp/stats
tcpst stats --netns router --json >/tmp/stats.known
check "ynl --do stats-get" agrees stats /tmp/stats /tmp/stats.known
# In TIME-WAIT nothing changes but the time in it, which is the responder's.
ynl --dump flow-get >/tmp/flows
tcpst list --netns router --json >/tmp/flows.known
check "ynl --dump flow-get" agrees flows /tmp/flows /tmp/flows.known
ynl --dump event-get --json '{"from": 0}' >/tmp/events
check "ynl --dump event-get" agrees events /tmp/events /tmp/known
last=$(tail -n 1 /tmp/known)
from=${last#*\"seqno\":}
from=${from%%,*}
ynl --dump event-get --json "{\"from\": $from}" >/tmp/events
check "... from a number on" agrees events /tmp/events - <<<"$last"
wait "$subscriber"
check "ynl --subscribe events" agrees heard /tmp/heard /tmp/known
cat /tmp/heard.err
ynl --do flow-get --json '{"id": 999999}' >/tmp/error 2>&1
check "ynl shows an error in words" grep "no flow" /tmp/error

net_down
check "the module unloads" module_unload
exit 0
