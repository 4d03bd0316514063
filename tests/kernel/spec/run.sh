#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Check the generated files against the netlink specification, and check that a mistake in
# either is detected. The last line is `N passed, N failed`.

set -uo pipefail

# shellcheck source=SCRIPTDIR/../../stage.sh
. "$(dirname "$(realpath "$0")")/../../stage.sh"
spec=Documentation/netlink/specs/tcpstates.yaml

generate() { /usr/bin/python3 "$here/generate.py" "$@" 2>&1; }

if ! "$top/tests/kernel/ynl.sh" generator >/dev/null; then
	skip "what the specification makes" "no kernel source here has the generator of 6.12"
	finish
fi

check "the files are those that the specification makes" generate "$top"

# Displayed names of causes that are missing in the tables of the reference.
unexplained() {
	local name tables
	tables=$(sed -n '/^Causes$/,$p' "$top/Documentation/netlink.rst")
	sed -n '/define TCPS_CAUSE_NAMES/,/^}/s/.*"\(.*\)".*/\1/p' "$top/module/core/enums.h" |
		while read -r name; do
			grep -qE "^([A-Z_-]+, )*$name(,|  )" <<<"$tables" || echo "$name"
		done
}
check_equal "netlink.rst explains each cause" "" "$(unexplained)"

# noticed WHAT FILE SED-SCRIPT: a mistake made in a copy must be detected.
noticed() {
	local what=$1 file=$2 script=$3
	rm -rf "$temp/tree"
	mkdir -p "$temp/tree/${spec%/*}"
	cp -r "$top/module" "$temp/tree"
	cp "$top/$spec" "$temp/tree/$spec"
	sed -i -E "$script" "$temp/tree/$file"
	if cmp -s "$temp/tree/$file" "$top/$file"; then
		fail "$what: the mistake could not be made"
	elif generate "$temp/tree" >"$temp/out"; then
		fail "$what is not noticed"
	else
		pass "$what is noticed"
	fi
}

# In generated files ...
noticed "a changed number" module/uapi/tcpstates.h 's/(TCPSTATES_A_EVENT_PAD = )1/\12/'
noticed "an attribute less" module/uapi/tcpstates.h '/TCPSTATES_A_FLOW_UID,/d'
noticed "two in another order" module/uapi/tcpstates.h '/STATE_FIN_WAIT_1,/{h;d};/STATE_FIN_WAIT_2,/{p;x}'
noticed "a policy of another type" module/policy.c 's/(FILTER_FLOW\] = .*)NLA_U64/\1NLA_U32/'
noticed "a cause of the machine in another order" module/core/enums.h '/CAUSE_SYN,/{h;d};/CAUSE_SYN_ACK,/{p;x}'
noticed "a state that the tracepoint does not know" module/trace_enums.h '/TCPS_CLOSING/d'
noticed "another name of an end" module/core/enums.h 's/"half-open"/"half_open"/'

# ... in the specification, which then differs ...
noticed "a type of a request" "$spec" '/name: family/{n;s/u8/u16/}'
noticed "an entry more" "$spec" 's/^        name: time-wait$/        name: time-out\n      -\n&/'
noticed "the version" "$spec" 's/^protocol: /version: 2\n&/'

# ... or which the generator does not understand.
noticed "an unknown enum" "$spec" '0,/enum: state$/s//enum: stat/'
noticed "an unknown attribute" "$spec" 's/\[ from, filter \]/[ since, filter ]/'
noticed "an unknown set" "$spec" 's/nested-attributes: life/nested-attributes: live/'
noticed "a member that the schema does not have" "$spec" 's/^protocol: /vresion: 2\n&/'

finish
