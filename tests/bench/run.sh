#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# run.sh [PART]...: measure tcpstates beside its peers, in one run.
#
#   packet connection event expiry scale memory count
#             in User Mode Linux, which executes kernel code at native speed,
#             the module compiled in, beside nf_conntrack in the same kernel
#   capture   `tcpst -r` beside tshark
#   vm        end to end and at scale in a virtual machine, see vm.sh
#
# Without PART all of them.  Every figure is the median of several rounds in
# which those compared take turns, with the lowest and the highest beside it.
# Targets are judged, not asserted: a missed one is printed, no failure.
# BENCH_JSON=FILE writes the same as JSON.  BENCH_CPU=N keeps the measured
# process on one processor.  BENCH_PROFILE=1 prints, after count, where the
# instructions of a whole connection go, function by function.

set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
in_kernel="packet connection event expiry scale memory"
all="$in_kernel count capture vm"

message() { printf 'bench: %s\n' "$*" >&2; }
die() { message "$*"; exit 1; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# What User Mode Linux takes for memory is a file: keep it off the disk.
memory_dir=/dev/shm
[ -w "$memory_dir" ] || memory_dir=$work

uml() {
	local log=$work/uml-$1.log wrap=()

	shift
	[ -z "${BENCH_CPU:-}" ] || wrap=(taskset -c "$BENCH_CPU")
	TMPDIR=$memory_dir timeout "${BENCH_LIMIT:-900}" "${wrap[@]}" "${runner[@]}" \
		"$kernel" mem=7G con=null con0=fd:0,fd:1 ssl=null \
		tcpstates.max_flows=4194304 "$@" </dev/null >"$log" 2>&1 || true
	tr -d '\r' <"$log" | { grep -aoE '(bench|icount): .*' || true; } \
		>>"$work/figures"
	grep -qa 'bench: done' "$log" ||
		{ tail -n 20 "$log" >&2; die "the kernel did not get to its end"; }
}

link_kernel() {
	[ -z "$kernel" ] || return 0
	kernel=$("$here/../kernel/uml-link.sh" TCPS_BENCH=y)
}

kernel='' runner=()
[ $# -gt 0 ] || read -ra parts <<<"$all"
[ $# -eq 0 ] || parts=("$@")
: >"$work/figures"

for part in "${parts[@]}"; do
	message "$part"
	runner=()
	case $part in
	packet|connection|event|expiry|scale|memory)
		link_kernel
		uml "$part" "tcpstates.bench=$part"
		;;
	count)
		link_kernel
		gcc -O2 -Wall -Wextra -o "$work/icount" "$here/icount.c"
		runner=("$work/icount")
		[ -z "${BENCH_PROFILE:-}" ] ||
			export ICOUNT_PROFILE="$work/profile"
		uml count tcpstates.bench=count tcpstates.bench_counting=1
		[ -z "${BENCH_PROFILE:-}" ] ||
			"$here/profile.py" "$kernel" "$work/profile" "$work/figures"
		;;
	capture|vm)
		[ -x "$here/$part.sh" ] || { message "no $part.sh"; continue; }
		"$here/$part.sh" "$work/figures"
		;;
	*)
		die "no such part: $part (there are: $all)"
		;;
	esac
done

"$here/report.py" "$work/figures" ${BENCH_JSON:+"$BENCH_JSON"}
