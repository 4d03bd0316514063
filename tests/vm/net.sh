# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# A small network in the test VM, sourced by what runs there.
#
#   ┌──── client ────┐        ┌──────── router ────────┐        ┌──── server ────┐
#   │           eth0 ├────────┤ eth0              eth1 ├────────┤ eth0           │
#   └────────────────┘        └────────────────────────┘        └────────────────┘
#       10.1.0.2/24         10.1.0.1/24     10.2.0.1/24            10.2.0.2/24
#       fd01::2/64          fd01::1/64       fd02::1/64            fd02::2/64
#
# Each is a network namespace, each line a veth pair. 10.1.0.9 and fd01::9 are
# nobody, and so are 10.2.0.9 and fd02::9: with `net_blackhole` what is sent there
# vanishes at the router without an answer.
#
# c, r, s run a command in the client, the router, the server. sysctls of TCP and
# of tcpstates are per namespace: `r sysctl -qw net.tcpstates.timeout_time_wait=5`.

C4=10.1.0.2 C6=fd01::2
S4=10.2.0.2 S6=fd02::2
R4=10.1.0.1 R6=fd01::1
NOBODY4=10.2.0.9 NOBODY6=fd02::9
# For whoever sources this.
: "$C4 $C6 $S4 $S6 $R4 $R6 $NOBODY4 $NOBODY6"

# nsenter, where `ip netns exec` would mount a /sys of its own for each command.
in_ns() { local ns=$1; shift; nsenter --net="/run/netns/$ns" -- "$@"; }
c() { in_ns client "$@"; }
r() { in_ns router "$@"; }
s() { in_ns server "$@"; }

# wait_for COMMAND…: until COMMAND succeeds, however long that takes; fails when the
# time of the whole script is up (see run.sh). The command is a simple one or a
# function, its output is dropped.
wait_for() {
	local uptime
	until "$@" >/dev/null 2>&1; do
		read -r uptime _ </proc/uptime
		((${uptime%.*} < TCPS_DEADLINE)) || return 1
		# Polling must not starve what is waited for.
		sleep 0.1
	done
}

# wait_at_most SECONDS COMMAND…: what may as well never come. More seconds where the
# machine is slower.
wait_at_most() {
	local uptime
	read -r uptime _ </proc/uptime
	local TCPS_DEADLINE=$((${uptime%.*} + $1 * TCPS_SLOWNESS / 100))
	shift
	wait_for "$@"
}

# listening NAMESPACE PORT: is there a TCP listener?
listening() { [[ -n $(in_ns "$1" ss -Hltn "sport = :$2") ]]; }

# no_socket NAMESPACE PORT: has every connection of that port left the namespace,
# TIME-WAIT included?
no_socket() {
	[[ -z $(in_ns "$1" ss -Htan "( sport = :$2 or dport = :$2 ) and not state listening") ]]
}

# spawn NAMESPACE COMMAND…: in the background; its pid is in $SPAWNED. All that
# is spawned ends with the network. Its standard input is the caller's, which
# the shell would make /dev/null.
spawned=()
spawn() {
	local ns=$1
	shift
	nsenter --net="/run/netns/$ns" -- "$@" <&0 &
	SPAWNED=$!
	spawned+=("$SPAWNED")
}

# reap PID…: end what was spawned, and wait, without a word from the shell.
reap() {
	kill "$@" 2>/dev/null || true
	wait "$@" 2>/dev/null || true
}

# An address in each family on each end, no duplicate address detection (it would
# make every address unusable for a second or two). In batches: under emulation
# each process costs a tenth of a second. The network goes with the script, at the latest.
net_up() {
	local ns forward
	trap net_down EXIT
	for ns in client router server; do
		forward=0
		[[ $ns != router ]] || forward=1
		ip netns add "$ns"
		in_ns "$ns" sysctl -qw net.ipv6.conf.all.accept_dad=0 \
			net.ipv6.conf.default.accept_dad=0 \
			net.ipv4.ip_forward=$forward \
			net.ipv6.conf.all.forwarding=$forward
	done
	ip -batch - <<-EOF
		link add eth0 netns client type veth peer name eth0 netns router
		link add eth0 netns server type veth peer name eth1 netns router
	EOF
	ip -netns client -batch - <<-EOF
		link set lo up
		addr add $C4/24 dev eth0
		addr add $C6/64 dev eth0 nodad
		link set eth0 up
		route add default via $R4
		route add default via $R6
	EOF
	ip -netns server -batch - <<-EOF
		link set lo up
		addr add $S4/24 dev eth0
		addr add $S6/64 dev eth0 nodad
		link set eth0 up
		route add default via 10.2.0.1
		route add default via fd02::1
	EOF
	ip -netns router -batch - <<-EOF
		link set lo up
		addr add $R4/24 dev eth0
		addr add $R6/64 dev eth0 nodad
		link set eth0 up
		addr add 10.2.0.1/24 dev eth1
		addr add fd02::1/64 dev eth1 nodad
		link set eth1 up
	EOF
}

# A black hole: packets vanish without an ICMP error, to a neighbour that does not
# exist, behind the router, so that the router forwards them.
net_blackhole() {
	ip -netns router -batch - <<-EOF
		neigh replace $NOBODY4 lladdr 02:00:00:00:00:09 dev eth1 nud permanent
		neigh replace $NOBODY6 lladdr 02:00:00:00:00:09 dev eth1 nud permanent
	EOF
}

net_down() {
	local ns
	if ((${#spawned[@]})); then
		reap "${spawned[@]}"
		spawned=()
	fi
	for ns in client router server; do
		[[ ! -e /run/netns/$ns ]] || ip netns del "$ns"
	done
}
