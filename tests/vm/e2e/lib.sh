# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# What a scenario (*.test.sh) sources. It runs in the VM as root, in a shell of
# its own, the module loaded:
#
#   #!/bin/bash
#   # SPDX-License-Identifier: GPL-2.0
#   . "$(dirname "$0")/lib.sh"
#   net_up                              # client, router, server: tests/vm/net.sh
#   check "the router forwards" c ping -c 1 $S4
#   [[ $x == 1 ]] && pass "x" || fail "x" "it is $x"
#
# The network is taken down whatever happens. A scenario that ends with another
# status than 0 has failed, and so has one that has checked nothing.

set -uo pipefail

# shellcheck source=SCRIPTDIR/../net.sh
. "$TCPS_TOP/tests/vm/net.sh"
PATH=$TCPS_TOOLS:$PATH
trap net_down EXIT

scenario=$(basename "$0" .test.sh)

# Results go to the runner by a file of their own and to people by the console,
# so that nothing a program prints can pass for a result.
pass() {
	echo "ok - $scenario: $1"
	echo "ok - $scenario: $1" >>"$TCPS_RESULTS"
}

# fail NAME WHY: one line each, for WHY comes from programs.
fail() {
	local why=${2-}
	why=${why//$'\n'/ | }
	echo "not ok - $scenario: $1: $why"
	echo "not ok - $scenario: $1: $why" >>"$TCPS_RESULTS"
}

# skip WHAT WHY: what cannot be tested here.
skip() {
	echo "skip - $scenario: $1: $2"
	echo "skip - $scenario: $1: $2" >>"$TCPS_RESULTS"
}

# check NAME COMMAND…: the command's success is the result, its output the why.
check() {
	local name=$1 output status
	shift
	output=$("$@" 2>&1)
	status=$?
	if ((status == 0)); then
		pass "$name"
	else
		fail "$name" "status $status of '$*': ${output:-(it said nothing)}"
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

# check_comes NAME COMMAND…: the command comes to succeed (wait_for of net.sh).
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

# scenario_python FILE [ARG…]: run a scenario in Python (tcpst.py); its results are ours.
scenario_python() {
	local line finished=
	while IFS= read -r line; do
		case $line in
		"pass "*)	pass "${line#pass }" ;;
		"fail "*)
			line=${line#fail }
			fail "${line%%$'\t'*}" "${line#*$'\t'}" ;;
		"finished 0")	finished=1 ;;
		*)		echo "$line" ;;
		esac
	done < <(PYTHONDONTWRITEBYTECODE=1 python3 "$@" 2>&1; echo "finished $?")
	[[ -n $finished ]] || fail "$(basename "$1")" "did not get to its end"
}

# traffic_build: /tmp/traffic, which run.sh has made of traffic.c.
traffic_build() { cp "$TCPS_BUILD/traffic" /tmp; }
