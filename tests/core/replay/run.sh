#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# run.sh [--update] [NAME...]   captures through tcpst, compared with the expected
#                               output; see run.py
#
# The captures are generated each time, identical to the octet, and left in build/. The last
# line is "N passed, N failed".
set -uo pipefail

# shellcheck source=SCRIPTDIR/../../stage.sh
. "$(dirname "$(realpath "$0")")/../../stage.sh"
cd "$here" || exit 1
mkdir -p build

build() {
	${CC:-gcc} -std=gnu11 -O1 -Wall -o build/dump_vectors dump_vectors.c &&
		${CC:-gcc} -std=gnu11 -O2 -Wall -o build/generate "$top/tests/bench/generate.c" &&
		make -s -C "$top/tools"
}
build >"$temp/log" 2>&1 || {
	cat "$temp/log"
	give_up "it does not build"
}
counted python3 -B run.py "$top/tools/tcpst" build/dump_vectors build/generate build "$@"
finish
