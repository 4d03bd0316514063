# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# Results of what runs in the VM, sourced with the stage's name in $stage: a line each,
# shown, and kept in $TCPS_OUT/results for count_guest of tests/stage.sh.

: "${stage:?}"

result() { echo "$*" | tee -a "$TCPS_OUT/results"; }
pass() { result "ok - $stage: $1"; }
fail() { result "not ok - $stage: $1"; }
skip() { result "skip - $stage: $1: $2"; }

# has WHAT PROGRAM: is it there? If not, WHAT is skipped.
has() {
	command -v "$2" >/dev/null && return
	skip "$1" "there is no $2 here"
	return 1
}

# check NAME COMMAND…: its output is shown if it fails.
check() {
	local name=$1
	shift
	if "$@" >/tmp/log 2>&1; then
		pass "$name"
	else
		fail "$name"
		tail -n 40 /tmp/log | cut -c 1-600
	fi
}
