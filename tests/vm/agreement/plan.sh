# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# Which workloads run on which networks, and with how many connections. Cells of
# one network stand together: changing it takes time.

# The most telling workloads in the shortest time: the close of a connection on a network
# that has all faults at once, and everything else on one that has none.
plan_short() {
	cat <<-EOF
		close:clean:28
		both:latent:16
		abort:clean:20
		half_close:clean:6
		refused:clean:6
		deferred:clean:12
		cookies:clean:14
		fast_open:clean:16
		zero_window:clean:8
		reuse:clean:8
		socket_kill:clean:8
		killed:clean:8
		simultaneous_open:latent:8
		snat:clean:14
		dnat:clean:14
		port_unreachable:clean:4
		attack:clean:28
		attack_accounted:clean:28
		close:mixed:140
		abort:mixed:60
	EOF
}

WORKLOADS="close both abort half_close refused black_hole queue_full deferred
	cookies fast_open keepalive zero_window reuse socket_kill killed
	simultaneous_open snat dnat snat_dnat gone attack attack_accounted
	port_unreachable host_unreachable forward_reject too_big"
NETWORKS="clean gro nogro delay50 loss1 duplicate reorder loss10 mixed"

# Every workload on every network; more connections where faults meet the close.
plan_full() {
	local workload network count
	for network in $NETWORKS; do
		for workload in $WORKLOADS; do
			count=28
			case $workload:$network in
			gone:* | black_hole:* | zero_window:* | *_unreachable:* | forward*)
				count=12 ;;
			close:*)	count=140 ;;
			abort:* | both:*)	count=40 ;;
			esac
			echo "$workload:$network:$count"
		done
		# Workloads that occur only if there is delay.
		if [[ $network == clean ]]; then
			echo both_slowed:clean:40
			echo both:latent:100
			echo queue_full:latent:24
			echo simultaneous_open:latent:40
		fi
	done
	echo simultaneous_open:far:40
}

# plan_cells NAME [WORKLOAD[:NETWORK[:COUNT]]…]: the cells of a plan, or of what
# was asked for instead.
plan_cells() {
	local plan=$1 argument workload network count
	shift
	if (($# == 0)); then
		"plan_$plan"
		return
	fi
	for argument; do
		IFS=: read -r workload network count <<<"$argument"
		echo "$workload:${network:-clean}:${count:-40}"
	done
}
