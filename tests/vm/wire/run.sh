#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The same packets, the same answers? Sends the captures of tests/core/replay and of
# tests/core/captures through a router in a VM, each in a network of its own, and
# compares what the module reports of each connection with what `tcpst watch -r` reads
# from the capture: every transition and note, in order, but for times and for what
# timers bring; of those of tests/core/captures the verdicts as well. These go
# through a second time without accounting, where what expected.json has of them
# must hold.
#
#   run.sh [--keep DIR] [CAPTURE…]
#
#   --keep DIR   keep what was sent and heard there
#
# A check for each capture; those that cannot go over a wire are listed with the
# reason. The last line is `N passed, N failed`. Exit status 0 if nothing failed.

set -euo pipefail

# shellcheck source=SCRIPTDIR/../../stage.sh
. "$(dirname "$(realpath "$0")")/../../stage.sh"

keep=
names=()
while (($#)); do
	case $1 in
	--keep)		keep=$2; shift 2 ;;
	-h | --help)	usage; exit 0 ;;
	-*)		refuse "unknown option $1 (--help lists them)" ;;
	*)		names+=("$1"); shift ;;
	esac
done

temp_for_vm
copy_built
cc -std=gnu11 -O1 -Wall -o "$temp/dump_vectors" "$top/tests/core/replay/dump_vectors.c"
python3 -B "$here/plan.py" "$temp/tcpst" "$temp/dump_vectors" "$temp" \
	${names[@]+"${names[@]}"}

# One processor, so that what is sent in order arrives in order, and a clock that
# counts instructions: the machine goes by the time between two segments, and what
# else the host does must not stretch it.
status=0
"$top/tests/vm/run.sh" --strict --cpus 1 --counted --timeout 900 --out "$temp" -- \
	python3 -B "$here/guest.py" "$temp" || status=$?
if [[ -n $keep ]]; then
	mkdir -p "$keep"
	cp "$temp/plan" "$temp/heard" "$keep" || true
fi
((status == 0)) || give_up "the VM ended with status $status"
counted python3 -B "$here/compare.py" "$temp/plan" "$temp/heard"
finish
