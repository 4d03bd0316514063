#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# run.sh [PART]...: measure tcpstates beside its peers, in one run.
#
#   packet connection event expiry drop retransmit scale memory count
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

# shellcheck source=SCRIPTDIR/../stage.sh
. "$(dirname "$(realpath "$0")")/../stage.sh"
in_kernel="packet connection event expiry drop retransmit scale memory"
all="$in_kernel count capture vm"

message() { echo "$stage: $*" >&2; }
die() { message "$*"; exit 1; }

# The memory of User Mode Linux is a file: keep it off the disk. Its random numbers have the
# seed of main_bench.c (trust_bootloader): on a quiet machine it might wait for others forever.
memory_dir=/dev/shm
[ -w "$memory_dir" ] || memory_dir=$temp

uml() {
	local log=$temp/uml-$1.log wrap=()

	shift
	[ -z "${BENCH_CPU:-}" ] || wrap=(taskset -c "$BENCH_CPU")
	TMPDIR=$memory_dir timeout "${BENCH_LIMIT:-900}" "${wrap[@]}" "${runner[@]}" \
		"$kernel" mem=7G con=null con0=fd:0,fd:1 ssl=null \
		random.trust_bootloader=on tcpstates.max_flows=4194304 "$@" \
		</dev/null >"$log" 2>&1 || true
	tr -d '\r' <"$log" | { grep -aoE '(bench|icount): .*' || true; } \
		>>"$temp/figures"
	grep -qa 'bench: done' "$log" ||
		{ tail -n 20 "$log" >&2; die "the kernel did not get to its end"; }
}

link_kernel() {
	[ -z "$kernel" ] || return 0
	kernel=$("$top/tests/kernel/uml-link.sh" TCPS_BENCH=y)
}

kernel='' runner=()
[ $# -gt 0 ] || read -ra parts <<<"$all"
[ $# -eq 0 ] || parts=("$@")
: >"$temp/figures"

for part in "${parts[@]}"; do
	message "$part"
	runner=()
	case $part in
	packet|connection|event|expiry|drop|retransmit|scale|memory)
		link_kernel
		uml "$part" "tcpstates.bench=$part"
		;;
	count)
		link_kernel
		gcc -O2 -Wall -Wextra -o "$temp/icount" "$here/icount.c"
		runner=("$temp/icount")
		[ -z "${BENCH_PROFILE:-}" ] ||
			export ICOUNT_PROFILE="$temp/profile"
		uml count tcpstates.bench=count tcpstates.bench_counting=1
		[ -z "${BENCH_PROFILE:-}" ] ||
			"$here/profile.py" "$kernel" "$temp/profile" "$temp/figures"
		;;
	capture|vm)
		[ -x "$here/$part.sh" ] || { message "no $part.sh"; continue; }
		"$here/$part.sh" "$temp/figures"
		;;
	*)
		die "no such part: $part (there are: $all)"
		;;
	esac
done

"$here/report.py" "$temp/figures" ${BENCH_JSON:+"$BENCH_JSON"}
