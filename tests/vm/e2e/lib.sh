# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# Sourced by each scenario (*.test.sh), which runs in the VM as root, in a shell of
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

stage=$(basename "$0" .test.sh)
# shellcheck source=SCRIPTDIR/../guest.sh
. "$TCPS_TOP/tests/vm/guest.sh"

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

# is_open NAMESPACE PORT: does tcpst list one connection there, both ends established?
both_open="ESTABLISHED ESTABLISHED"
is_open() {
	[[ $(in_ns "$1" tcpst list --port "$2" --noheadings --raw -o ISTATE,RSTATE) == "$both_open" ]]
}

# traffic_build: /tmp/traffic, which run.sh has made of traffic.c.
traffic_build() { cp "$TCPS_BUILD/traffic" /tmp; }
