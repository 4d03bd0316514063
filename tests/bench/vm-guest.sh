#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2317,SC2329 # parts are called by name
#
# vm-guest.sh PART...: runs in the VM, in the network of net.sh,
# client ── router ── server. Prints lines for report.py.
#
#   compare   requests and bulk transfer, with and without tcpstates and peers
#   contest   events at rising rates, read by tcpst and by conntrack
#   full      a table full of established flows, and connections meanwhile
#   flood     SYNs from random addresses, and connections meanwhile
#   million   dumps of 100,000 and of 1,000,000 flows, and unloading
#
# Segments that no socket sends come from inject.c; the router forwards them to
# a device that drops everything.

set -euo pipefail

. "$TCPS_TOP/tests/vm/guest.sh"
. "$here/vm-compare.sh"
. "$here/vm-contest.sh"
. "$here/vm-scale.sh"
traffic=$BENCH_DIR/traffic
inject=$BENCH_DIR/inject
dump=$BENCH_DIR/dump
module=$BENCH_DIR/module/tcpstates.ko
tcpst=$TCPS_TOOLS/tcpst
: "$traffic $inject $dump $module $tcpst"	# for the parts

report() { echo "bench: $*"; }

# ms_since MICROSECONDS: since then
ms_since() { echo $(((${EPOCHREALTIME/./} - $1) / 1000)); }

# inject OPTION... KIND: into the router, from the client's side.
inject() {
	c "$inject" "$@" eth0 "$router_mac"
}

# counters: those of the router, summed over processors, "NAME VALUE" a line,
# and the number of flows.
counters() {
	r cat /proc/net/stat/tcpstates | awk '
	function hex(text, i, n) {
		n = 0
		for (i = 1; i <= length(text); i++)
			n = n * 16 + index("0123456789abcdef", substr(text, i, 1)) - 1
		return n
	}
	NR == 1 { for (i = 1; i <= NF; i++) name[i] = $i; n = NF; next }
	NR == 2 { for (i = 1; i <= 2; i++) print name[i], hex($i) }
	{ for (i = 3; i <= NF; i++) sum[i] += hex($i) }
	END { for (i = 3; i <= n; i++) printf "%s %d\n", name[i], sum[i] }'
}

# load_counters: each as a variable, n_NAME.
load_counters() {
	local name value
	while read -r name value; do
		printf -v "n_$name" %s "$value"
	done < <(counters)
}

# equal WHAT LEFT RIGHT: a sum that must be exact.
equal() {
	if (($2 == $3)); then
		report info "$1: $2 = $3: yes"
	else
		report info "$1: $2 = $3: NO"
		wrong=1
	fi
}

network() {
	net_up
	net_blackhole
	r sysctl -qw net.ipv4.conf.all.rp_filter=0 \
		net.ipv4.conf.default.rp_filter=0 net.ipv4.conf.eth0.rp_filter=0
	ip -netns router -batch - <<-EOF
		link add sink type dummy
		link set sink arp off up
		route add 11.0.0.0/8 dev sink
		route add 12.0.0.0/8 dev sink
	EOF
	router_mac=$(ip -netns router -br link show eth0 | awk '{ print $3 }')
	spawn server "$traffic" serve 7000
	wait_for listening server 7000
}

wrong=0
network
for part; do
	report info "part $part"
	"$part"
done
net_down
exit "$wrong"
