#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2317,SC2329  # functions are called by check
#
# Hold the uapi header against the netlink spec, and the checker against both
# with a mistake in one of them. The last line is `N passed, N failed`.

set -uo pipefail

# shellcheck source=SCRIPTDIR/../../stage.sh
. "$(dirname "$(realpath "$0")")/../../stage.sh"
header=$top/module/uapi/tcpstates.h
spec=$top/Documentation/netlink/specs/tcpstates.yaml

check "the header is that of the spec" /usr/bin/python3 "$here/check.py"

# noticed WHAT FILE SED-SCRIPT: the mistake is made, and it is noticed.
noticed() {
	local what=$1 file=$2 script=$3
	cp "$header" "$temp/header"
	cp "$spec" "$temp/spec"
	sed -i -E "$script" "$temp/$file"
	if cmp -s "$temp/header" "$header" && cmp -s "$temp/spec" "$spec"; then
		fail "$what: the mistake could not be made"
	elif /usr/bin/python3 "$here/check.py" "$temp/header" "$temp/spec" >"$temp/out"; then
		fail "$what is not noticed"
	else
		pass "$what is noticed ($(wc -l <"$temp/out") differences)"
	fi
}

# noticed_in_module WHAT FILE SED-SCRIPT: the same for a file of the module.
noticed_in_module() {
	rm -rf "$temp/module"
	cp -r "$top/module" "$temp"
	sed -i -E "$3" "$temp/module/$2"
	if cmp -s "$temp/module/$2" "$top/module/$2"; then
		fail "$1: the mistake could not be made"
	elif /usr/bin/python3 "$here/check.py" "$header" "$spec" "$temp/module" >"$temp/out"; then
		fail "$1 is not noticed"
	else
		pass "$1 is noticed ($(wc -l <"$temp/out") differences)"
	fi
}

noticed "a type of a request" spec '/name: family/{n;s/u8/u16/}'
noticed_in_module "a policy of another type" filter_parse.c 's/(FILTER_FLOW\] = .*)NLA_U64/\1NLA_U32/'
noticed_in_module "a policy less" netlink.c '/A_EVENTS_FROM\] =/d'
noticed_in_module "a policy more" netlink.c 's/^(.*A_FLOW_ID)\] = .*$/&\n\1X] = { .type = NLA_U8 },/'
noticed_in_module "a cause of the machine in another order" core/state.h '/CAUSE_SYN,/{h;d};/CAUSE_SYN_ACK,/{p;x}'
noticed_in_module "an end more" core/state.h 's/^(.*END_EVICTED,.*)$/\1\n\tTCPS_END_LOST,/'
noticed "a changed number" header 's/(_FLOW_FLAGS_ACCOUNTED = )4/\18/'
noticed "a first number" header 's/(TCPSTATES_A_EVENT_PAD = )1/\12/'
noticed "an attribute more" header 's/^(.*TCPSTATES_A_FLOW_UID,)/TCPSTATES_A_FLOW_GID,\n\1/'
noticed "an attribute less" header '/TCPSTATES_A_FLOW_UID,/d'
noticed "a last attribute less" header '/TCPSTATES_A_FLOW_FILTER,/d'
noticed "two in another order" header '/STATE_FIN_WAIT_1,/{h;d};/STATE_FIN_WAIT_2,/{p;x}'
noticed "a name" header 's/TCPSTATES_CAUSE_ADOPT/TCPSTATES_CAUSE_ADOPTED/'
noticed "an enum's name" header 's/enum tcpstates_zeek/enum tcpstates_zeke/'
noticed "an enum less" header '/^enum tcpstates_side/,/^\};/d'
noticed "an enum more" header 's/^(enum tcpstates_role )/enum tcpstates_new { A };\n\1/'
noticed "a command more" header 's/^(.*TCPSTATES_CMD_STATS_GET,)/\1 TCPSTATES_CMD_STATS_SET,/'
noticed "the family's name" header 's/"tcpstates"/"tcpstate"/'
noticed "the version" header 's/(FAMILY_VERSION) 1/\1 2/'
noticed "the group's name" header 's/"events"/"event"/'
noticed "an entry more in the spec" spec 's/^      - time-wait$/      - time-wait\n      - time-out/'
noticed "an unknown enum in the spec" spec '0,/enum: state$/s//enum: stat/'
noticed "an unknown attribute in the spec" spec 's/\[ from, filter \]/[ since, filter ]/'

finish
