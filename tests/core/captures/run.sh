#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# run.sh [NAME...]   what tcpst reports of captures whose truth is known from
#                    elsewhere: from the RFCs, from the sockets that one end was,
#                    or from a person who read them (expected.json explains why)
#
# The last line is "N passed, N failed".
set -uo pipefail

# shellcheck source=SCRIPTDIR/../../stage.sh
. "$(dirname "$(realpath "$0")")/../../stage.sh"

make -s -C "$top/tools" >"$temp/log" 2>&1 || {
	cat "$temp/log"
	give_up "tcpst does not build"
}
counted python3 -B "$here/check.py" "$top/tools/tcpst" "$@"
finish
