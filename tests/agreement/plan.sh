# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# Which workloads run on which networks, and with how many connections. Cells of
# one network stand together: changing it takes time.

# What tells most in the shortest time: the close of a connection on a network
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

plan_full() {
	local workload network
	for workload in close abort half_close refused black_hole deferred cookies \
		fast_open keepalive zero_window reuse socket_kill killed snat \
		dnat gone attack attack_accounted port_unreachable \
		host_unreachable too_big; do
		case $workload in
		gone | black_hole)		echo "$workload:clean:24" ;;
		attack*)			echo "$workload:clean:84" ;;
		*_unreachable | zero_window)	echo "$workload:clean:16" ;;
		*)				echo "$workload:clean:140" ;;
		esac
	done
	echo close:nogro:140
	echo zero_window:nogro:16
	for network in delay50 loss1 duplicate reorder loss10 mixed; do
		for workload in close both abort half_close deferred cookies \
			fast_open reuse; do
			case $workload:$network in
			close:*)		echo "$workload:$network:350" ;;
			*)			echo "$workload:$network:100" ;;
			esac
		done
	done
	# It takes time for two FINs, or two SYNs, to cross.
	echo both:latent:140
	echo queue_full:latent:24
	echo simultaneous_open:latent:60
	echo simultaneous_open:delay50:40
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
