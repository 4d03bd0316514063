# shellcheck shell=bash disable=SC2154 # set in vm-guest.sh
# SPDX-License-Identifier: GPL-2.0
#
# Part of vm-guest.sh. Many short rounds of connect-request-close and of bulk
# transfer: with nothing loaded, with tcpstates, with nf_conntrack in use in all
# three namespaces, with either in that of the router only (gateway_*), as on a
# machine that only forwards, and with libbpf-tools' tcpstates running. Each
# round has all of them, and begins with another one, so that report.py can
# compare within a round what the host did to all alike.

conntrack_on() {
	local ns
	for ns; do
		in_ns "$ns" nft -f - <<-'NFT'
		table ip bench {
			chain in { type filter hook input priority 0; ct state invalid counter; }
			chain out { type filter hook output priority 0; ct state invalid counter; }
			chain through { type filter hook forward priority 0; ct state invalid counter; }
		}
		NFT
	done
}

conntrack_off() {
	local ns
	for ns; do
		in_ns "$ns" nft delete table ip bench
	done
}

watcher=
begin() {
	case $1 in
	tcpstates) insmod "$module" ;;
	gateway_tcpstates)
		insmod "$module"
		c sysctl -qw net.tcpstates.enabled=0
		s sysctl -qw net.tcpstates.enabled=0 ;;
	conntrack) conntrack_on client router server ;;
	gateway_conntrack) conntrack_on router ;;
	bpf)	tcpstates >/dev/null 2>/tmp/bpf.err & watcher=$!
		# Attached: it holds a link of a program to an event.
		wait_for grep -qs link_type -r "/proc/$watcher/fdinfo" ;;
	esac
}

finish() {
	case $1 in
	tcpstates | gateway_tcpstates) rmmod tcpstates ;;
	conntrack) conntrack_off client router server ;;
	gateway_conntrack) conntrack_off router ;;
	bpf) reap "$watcher" ;;
	esac
}

# measure ROUND WHO
measure() {
	local made us longest octets
	begin "$2"
	# Costs of only the first connections are not part of a rate: such as memory
	# for the recorder, which is full after some 1,300 of them.
	c "$traffic" request "$S4" 7000 "$warm_up" >/dev/null
	read -r made us longest < <(c "$traffic" request "$S4" 7000 "$seconds")
	octets=$(c "$traffic" bulk "$S4" 7000 "$seconds")
	finish "$2"
	(($1)) || return 0	# the first only warms up
	report "request$suffix.$2" "$(awk "BEGIN { print $made / $us * 1e6 }")"
	report "bulk$suffix.$2" "$(awk "BEGIN { print $octets * 8 / $seconds / 1e6 }")"
	: "$longest"
}

compare() {
	local all=(nothing tcpstates conntrack gateway_tcpstates gateway_conntrack) round i
	local rounds=${BENCH_ROUNDS:-12} seconds=${BENCH_SECONDS:-1}
	local warm_up=4
	local suffix=${BENCH_SUFFIX:-}
	! command -v tcpstates >/dev/null || all+=(bpf)
	for ((round = 0; round <= rounds; round++)); do
		for ((i = 0; i < ${#all[@]}; i++)); do
			measure "$round" "${all[(i + round) % ${#all[@]}]}"
		done
	done
}
