#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Results of `tcpst compare` for real connections, in network namespaces of their own.
#
#   run.sh [--long] [SCENARIO…]     --long: more connections, three times

set -uo pipefail

# shellcheck source=SCRIPTDIR/../../stage.sh
. "$(dirname "$(realpath "$0")")/../../stage.sh"

if ! { make -C "$top/tools" && cc -O2 -Wall -Wextra -Werror -o "$temp/cable" "$here/cable.c"; } \
	>"$temp/make" 2>&1; then
	cat "$temp/make"
	give_up "it does not build"
fi
if ((EUID != 0)); then
	skip "places" "network namespaces and their devices need root"
	finish
fi
python3 -B "$here/places.py" "$top/tools/tcpst" "$temp/cable" "$@"
