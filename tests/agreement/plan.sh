# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# Which workloads run on which networks, and with how many connections.

# The close of a connection meets every network; what is about one event of the
# handshake or of the host meets those that change its course.
plan_short() {
	cat <<-EOF
		close:clean:42
		abort:clean:30
		close:mixed:70
	EOF
}

plan_full() { plan_short; }

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
