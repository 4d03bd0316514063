# shellcheck shell=bash disable=SC2034  # what is set here is for whoever sources it
# SPDX-License-Identifier: GPL-2.0
#
# Sourced by scripts in the VM at their beginning: where they are
# ($here), the network (net.sh), tcpst in $PATH, the module, results. A result is a line,
# shown, and kept in the file $results for count_guest of tests/stage.sh, so that nothing
# that a program prints can be taken for one. It begins with $stage, the name of the
# script's directory unless it is set.

here=$(dirname "$(realpath "$0")")
: "${stage:=$(basename "$here")}"
results=$TCPS_OUT/results
# shellcheck source=tests/vm/net.sh
. "$TCPS_TOP/tests/vm/net.sh"
PATH=$TCPS_TOOLS:$PATH

result() { echo "$*" | tee -a "$results"; }
pass() { result "ok - $stage: $1"; }

# fail NAME [WHY]: one line, for WHY comes from programs.
fail() {
	local why=${2-}
	result "not ok - $stage: $1${why:+: ${why//$'\n'/ | }}"
}

# skip WHAT WHY: what cannot be tested here.
skip() { result "skip - $stage: $1: $2"; }

# has WHAT PROGRAM: is it there? If not, WHAT is skipped.
has() {
	command -v "$2" >/dev/null && return
	skip "$1" "there is no $2 here"
	return 1
}

# check NAME COMMAND…: its output is part of the result if it fails; what comes next is
# tried all the same.
check() {
	local name=$1 status=0
	shift
	"$@" >/tmp/checked 2>&1 || status=$?
	if ((status == 0)); then
		pass "$name"
	else
		fail "$name" "status $status of '$*': $(tail -n 40 /tmp/checked | cut -c 1-600)"
	fi
}

# check_equal NAME EXPECTED FOUND
check_equal() {
	if [[ $3 == "$2" ]]; then
		pass "$1"
	else
		fail "$1" "expected '$2', found '$3'"
	fi
}

# check_comes NAME COMMAND…: the command succeeds after a while (wait_for of net.sh).
check_comes() {
	local name=$1
	shift
	if wait_for "$@"; then
		pass "$name"
	else
		fail "$name" "not while there was time: $*: $("$@" 2>&1 | tail -n 20)"
	fi
}

module_loaded() { [[ -d /sys/module/tcpstates ]]; }
module_load() { insmod "$TCPS_MODULE" "$@"; }
module_unload() { rmmod tcpstates; }
