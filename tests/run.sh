#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# All tests, one stage after the other, each with its output as it comes. A
# stage ends with a line `N passed, N failed`; one that does not, or that fails
# without saying what, counts as one failure. The last line is the sum.
#
#   run.sh [STAGE…]       default: all
#
# What is needed is installed (tests/vm/setup.sh), kernels are built once and
# kept in ${XDG_CACHE_HOME:-~/.cache}/tcpstates.

set -uo pipefail

here=$(dirname "$(realpath "$0")")
top=$(realpath "$here/..")

# STAGE COMMAND, in the order in which they tell most soonest.
stages=(
	"check     $here/check/run.sh"
	"spec      $here/kernel/spec/run.sh"
	"unit      $here/core/unit/run.sh"
	"replay    $here/core/replay/run.sh"
	"fuzz      $here/core/fuzz/run.sh"
	"coverage  $here/core/coverage/run.sh"
	"tcpst     $here/cli/tcpst/run.sh"
	"pictures  $here/cli/pictures/run.sh"
	"e2e       $here/vm/e2e/run.sh"
	"agreement $here/vm/agreement/run.sh --short"
	"wire      $here/vm/wire/run.sh"
	"interop   $here/vm/interop/run.sh"
	"export    $here/vm/export/run.sh"
	"fleet     $here/vm/fleet/run.sh"
	"packages  $here/vm/packages/run.sh"
	"kunit     $here/kernel/kunit/run.sh"
)

wanted() {
	local stage=$1
	shift
	(($# == 0)) && return 0
	[[ " $* " == *" $stage "* ]]
}

passed=0
failed=0
summary=()
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# run_stage NAME COMMAND…
run_stage() {
	local name=$1 began=$SECONDS status=0 line
	shift
	echo "== $name"
	"$@" 2>&1 </dev/null | tee "$log" || status=$?
	line=$(tail -n 1 "$log")
	if [[ $line =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed ]]; then
		passed=$((passed + BASH_REMATCH[1]))
		failed=$((failed + BASH_REMATCH[2]))
		if ((status && BASH_REMATCH[2] == 0)); then
			failed=$((failed + 1))
			line+=", exit status $status"
		fi
	else
		failed=$((failed + 1))
		line="no result (exit status $status)"
	fi
	summary+=("$(printf '%-10s %5d s   %s' "$name" $((SECONDS - began)) "$line")")
}

"$here/vm/prepare.sh" check kunit replay package pictures || {
	echo "test: the preparation failed" >&2
	echo "0 passed, 1 failed"
	exit 1
}
cd "$top" || exit 1
for stage in "${stages[@]}"; do
	read -ra words <<<"$stage"
	if wanted "${words[0]}" "$@"; then
		run_stage "${words[@]}"
	fi
done

echo
printf '%s\n' "${summary[@]}"
echo "$passed passed, $failed failed"
((failed == 0))
