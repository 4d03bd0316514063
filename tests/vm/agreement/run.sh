#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Does the shadow agree with the kernel's own sockets? Makes connections between
# real sockets in a VM, over networks good and bad, and compares what tcpstates
# saw at the client, at the router and at the server with the transitions that
# the kernel itself reports.
#
#   run.sh [--short] [--keep DIR] [VM-OPTION…] [WORKLOAD[:NETWORK[:COUNT]]…]
#
#   --short      what belongs to `make test`: fewer cells, fewer connections
#   --keep DIR   keep what was recorded there, each run of the VM by itself;
#                compare.py makes the report of it again
#   VM-OPTION    an option of tests/vm/run.sh and its value (--kernel, --mem, …)
#
# The report goes to standard output; the last line is `N passed, N failed`, a
# check for each workload on each network, and one of the reasons that are named in it
# (reasons_test.py). Exit status 0 if nothing failed.

set -euo pipefail

# shellcheck source=SCRIPTDIR/../../stage.sh
. "$(dirname "$(realpath "$0")")/../../stage.sh"

keep=
plan=full
asked=()
vm=()
while (($#)); do
	case $1 in
	--short)	plan=short; shift ;;
	--keep)		keep=$2; shift 2 ;;
	-h | --help)	usage; exit 0 ;;
	--*)		vm+=("$1" "$2"); shift 2 ;;
	-*)		refuse "unknown option $1 (--help lists them)" ;;
	*)		asked+=("$1"); shift ;;
	esac
done

# shellcheck source=SCRIPTDIR/plan.sh
. "$here/plan.sh"
mapfile -t cells < <(plan_cells "$plan" ${asked[@]+"${asked[@]}"})

check 'reasons: each is proven by its case, and by nothing less' \
	python3 "$here/reasons_test.py" || true
temp_for_vm
copy_built
cc -O2 -Wall -Wextra -Werror -o "$temp/traffic" "$here"/traffic.c "$here"/operation.c \
	"$here"/inject.c

# record NUMBER CELL…: in a VM of its own, for so much it can hold.
record() {
	local out=$recorded/$1
	shift
	mkdir -p "$out"
	"$top/tests/vm/run.sh" --strict --timeout $((120 + 60 * $#)) \
		${vm[@]+"${vm[@]}"} --env TCPS_AGREEMENT="$temp" --out "$out" \
		--log "$out/kernel.log" -- "$here/guest.sh" "$@"
}

# The report shows workloads that did not run.
AT_ONCE=30
recorded=${keep:-$temp/recorded}
for ((at = 0; at < ${#cells[@]}; at += AT_ONCE)); do
	record $((at / AT_ONCE)) "${cells[@]:at:AT_ONCE}" ||
		echo "agreement: the VM failed, status $?" >&2
done
counted python3 "$here/compare.py" "$recorded" "${cells[@]}"
finish
