# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# The workloads, sourced in the VM: functions workload_NAME. Each finds the port
# of its cell in $port and how many connections it should make in $count. The
# language of the scripts is that of traffic.c.

# shellcheck disable=SC2154  # port and count are guest.sh's
# traffic ADDRESS OPTION… SCRIPT…: connections from the client to ADDRESS.
traffic() {
	local to=$1
	shift
	"$TCPS_AGREEMENT/traffic" --client client --server server \
		--to "$to" --port "$port" --count "$count" "$@"
}

# both_families OPTION… SCRIPT…: half of them each, at the same time.
both_families() {
	local count=$(((count + 1) / 2)) pid
	traffic "$S4" "$@" &
	pid=$!
	traffic "$S6" "$@" || true
	wait "$pid"
}

talk="cC sA cK cW500 sR500 sW3000 cR3000"

workload_close() {
	both_families \
		"$talk cX sE sX" \
		"$talk sX cE cX" \
		"$talk cH sE sX cE cX" \
		"$talk sH cE cX sE sX" \
		"cC cK cX sA sE sX" \
		"cC sA cW200000 cX sE sX" \
		"cC sA sW200000 sX cE cX"
}

# The latent network, at least: FINs and SYNs cross only if they take time.
workload_both() {
	both_families \
		"$talk cX sX" \
		"$talk cH sH cE sE cX sX" \
		"$talk cW10000 cX sW10000 sX" \
		"$talk sX cX"
}

# Each end repeats its FIN before the other's can have come.
workload_both_slowed() {
	local slow="" where
	for where in "client dev eth0" "router dev eth0" "router dev eth1" "server dev eth0"; do
		slow+="tc -netns ${where} root netem limit 20000 delay 150ms && "
	done
	both_families --barrier "${slow// dev / qdisc replace dev } true" \
		"$talk cB cX sX" "$talk cB sX cX" "$talk cB cH sH cE sE cX sX"
	drain
	links unimpair
}

workload_abort() {
	both_families \
		"$talk cZ sQ sX" \
		"$talk sZ cQ cX" \
		"$talk sW1000 cN1000 cX sQ sX" \
		"$talk cW1000 sN1000 sX cQ cX" \
		"cC cK cZ sA sQ sX" \
		"$talk cH sE sZ cQ cX" \
		"$talk cH sE cZ sW100 sQ sX" \
		"$talk cX sZ" \
		"$talk cZ sZ" \
		"$talk cX sE sW100 sQ sX"
}

# Data flow the other way for more than two seconds.
workload_half_close() {
	local flow="sW5000 sD600"
	both_families \
		"$talk cH sE $flow $flow $flow $flow sX cE cX" \
		"$talk sH cE ${flow//s/c} ${flow//s/c} ${flow//s/c} cX sE sX" \
		"$talk cH sE sD1500 sW100000 sX cE cX"
}

workload_refused() {
	both_families --no-listen "cC cQ cX"
}

workload_black_hole() {
	# No answer will come: the host gives up 4 s after its last SYN.
	local ns pid
	for ns in client router; do
		in_ns $ns sysctl -qw net.tcpstates.timeout_half_open=5
	done
	traffic "$NOBODY4" --no-listen "cC cE cX" &
	pid=$!
	traffic "$NOBODY6" --no-listen "cC cE cX" "cC cD500 cX"
	wait "$pid"
	wait_at_most 12 opened client || true
	wait_at_most 12 opened router || true
	for ns in client router; do
		in_ns $ns sysctl -qw net.tcpstates.timeout_half_open=120
	done
}

workload_queue_full() {
	# A cookie leaves no request behind that could answer again.
	s sysctl -qw net.ipv4.tcp_syncookies=0
	both_families --backlog 3 \
		"cC cK cW100 cD1500 sA sR100 cX sE sX" \
		"cC cK cD2500 sA cX sE sX" \
		"cC cK cD1500 sA sW100 cR100 sX cE cX"
	s sysctl -qw net.ipv4.tcp_syncookies=1
}

workload_deferred() {
	both_families --defer 3 \
		"cC cK cW100 sA sR100 cX sE sX" \
		"cC cK cD1500 cW100 sA sR100 sX cE cX" \
		"cC cK cD1500 cX sA sE sX"
}

workload_cookies() {
	s sysctl -qw net.ipv4.tcp_syncookies=2
	workload_close
	s sysctl -qw net.ipv4.tcp_syncookies=1
}

workload_fast_open() {
	c sysctl -qw net.ipv4.tcp_fastopen=0x5
	s sysctl -qw net.ipv4.tcp_fastopen=0x203
	both_families --fastopen \
		"cF300 sA sR300 sW500 cR500 cX sE sX" \
		"cF300 sA sR300 sW500 sX cE cX" \
		"cF300 cX sA sE sX" \
		"cF300 sA sZ cQ cX"
}

workload_keepalive() {
	both_families "$talk cL cD2600 cX sE sX" "$talk sL sD2600 sX cE cX"
}

workload_zero_window() {
	both_families \
		"cC sA cK cO sD500 cH sD300 sE sX cE cX" \
		"cC sA cK sO cD500 sX cD300 cE cX" \
		"cC sA cK cO cX sD300 sE sX" \
		"cC sA cK cO cZ sQ sX"
}

workload_reuse() {
	c sysctl -qw net.ipv4.tcp_tw_reuse=1
	both_families --bind 60000 \
		"$talk sX cE cX cD600 $talk cX sE sX" \
		"$talk cX sE sX cD1400 $talk sX cE cX" \
		"$talk cZ sQ sX cD600 $talk cX sE sX" \
		"$talk sX cE cX cD600 $talk sX cE cX cD600 $talk sX cE cX"
}

workload_socket_kill() {
	both_families --barrier "nsenter --net=/run/netns/client ss -K dport = :$port >/dev/null" \
		"$talk cB sQ sX cX" "cC sA cK cH sE cB sW10 sQ sX cX" \
		"$talk sW1000 cN1000 cB sQ sX cX" "$talk sH cE cB sX cX"
}

workload_killed() {
	local count=$((count / 2))
	both_families --barrier kill:c "$talk cB sQ sX" "$talk sW100 cN100 cB sQ sX"
	both_families --barrier kill:s "$talk sB cQ cX" "$talk cW100 sN100 sB cQ cX"
}

workload_simultaneous_open() {
	traffic "$S4" --no-listen --from "$C4" --bind 60000 \
		"cC sC cK sK cW100 sR100 sW100 cR100 cX sE sX" \
		"sC cC cK sK cW100 sR100 sX cE cX"
	traffic "$S6" --no-listen --from "$C6" --bind 60000 \
		"cC sC cK sK cW100 sR100 sW100 cR100 cX sE sX"
}

translate() {
	r nft -f - <<-EOF
		table inet agreement {
			chain output {
				type nat hook postrouting priority srcnat
				oif eth1 $1
			}
			chain input {
				type nat hook prerouting priority dstnat
				$2
			}
		}
	EOF
}

workload_snat_dnat() {
	translate masquerade "iif eth0 ip daddr $R4 tcp dport $port dnat ip to $S4
		iif eth0 ip6 daddr $R6 tcp dport $port dnat ip6 to $S6"
	S4=$R4 S6=$R6 workload_close
	untranslate
}

untranslate() { r nft delete table inet agreement; }

workload_snat() {
	translate masquerade ""
	workload_close
	untranslate
}

workload_dnat() {
	translate "" "iif eth0 ip daddr $R4 tcp dport $port dnat ip to $S4
		iif eth0 ip6 daddr $R6 tcp dport $port dnat ip6 to $S6"
	S4=$R4 S6=$R6 workload_close
	untranslate
}

workload_gone() {
	both_families --barrier "ip -netns router link set eth1 down" \
		"$talk cB cW100 cE cX" "$talk sB sW100 sE sX cX" \
		"$talk cB cX sW100 sE sX"
	ip -netns router link set eth1 up
	ip -netns router -batch - <<-EOF
		addr replace fd02::1/64 dev eth1 nodad
	EOF
}

# A segment with wrong numbers, then proof that the connection goes on.
attack() {
	local kind scripts=()
	for kind in 1 2 3 4 5 6 7 8 9 10 11 12 13 14; do
		scripts+=("$talk cJ$kind cD50 cW200 sR200 sW200 cR200 cX sE sX")
	done
	both_families --router router "${scripts[@]}"
}

workload_attack() { attack; }
workload_attack_accounted() {
	local ns
	for ns in client router server; do
		in_ns "$ns" sysctl -qw net.tcpstates.accounting=1
	done
	attack
	for ns in client router server; do
		in_ns "$ns" sysctl -qw net.tcpstates.accounting=0
	done
}

# Behind the router no host answers for that address: it forwards the SYN, asks
# in vain whose it is, and reports that.
workload_host_unreachable() {
	ip -netns router -batch - <<-EOF
		neigh del $NOBODY4 dev eth1
		neigh del $NOBODY6 dev eth1
	EOF
	S4=$NOBODY4 S6=$NOBODY6 both_families --no-listen "cC cE cX"
	net_blackhole
}

# rejecting WHO HOOK "NFT STATEMENT": the SYN is answered with an ICMP error.
rejecting() {
	"$1" nft -f - <<-EOF
		table inet agreement {
			chain refusal {
				type filter hook $2 priority filter
				tcp dport $port tcp flags syn $3
			}
		}
	EOF
	both_families --no-listen "cC cE cX"
	"$1" nft delete table inet agreement
}

workload_port_unreachable() { rejecting s input "reject with icmpx port-unreachable"; }
workload_forward_reject() { rejecting r forward "reject with icmpx host-unreachable"; }

workload_too_big() {
	ip -netns router link set eth1 mtu 1300
	workload_close
	ip -netns router link set eth1 mtu 1500
	# Or the next time nobody needs to be asked.
	ip -netns client route flush cache
	# It also reports entries that were gone by then.
	ip -netns client -6 route flush cache 2>/dev/null || true
}
