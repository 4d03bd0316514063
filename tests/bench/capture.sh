#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# capture.sh FIGURES: how quick `tcpst -r` reads a capture, beside
# `tshark -q -z conv,tcp`. Both read the same file, from memory, in turn.
# Appends lines for report.py to FIGURES.

set -euo pipefail

[[ ! -w /dev/shm ]] || TMPDIR=/dev/shm
# shellcheck source=SCRIPTDIR/../stage.sh
. "$(dirname "$(realpath "$0")")/../stage.sh"
tcpst=${TCPST:-$top/tools/tcpst}
figures=$1
connections=10000 segments=50 rounds=3

need_built "$tcpst"

gcc -O2 -Wall -Wextra -o "$temp/generate" "$here/generate.c"
"$temp/generate" "$connections" "$segments" >"$temp/capture"

# Seconds of the processor that a command takes, its output dropped: what else the
# machine does is not counted.
seconds() {
	local TIMEFORMAT='%3U %3S'

	{
		time "$@" >"$temp/out" 2>"$temp/err"
	} 2>"$temp/time" || { cat "$temp/err" >&2; return 1; }
	awk '{ print $1 + $2 }' "$temp/time"
}

found() {
	"$tcpst" life -r "$temp/capture" | tail -n +2 | wc -l
}

{
	echo "bench: segments.capture $((connections * segments))"
	echo "bench: info capture: $(found) of $connections connections found"
} >>"$figures"
for ((i = 0; i < rounds; i++)); do
	echo "bench: capture.tcpst $(seconds "$tcpst" stats -r "$temp/capture")"
	echo "bench: capture.tcpst_life $(seconds "$tcpst" life -r "$temp/capture")"
	if command -v tshark >/dev/null; then
		echo "bench: capture.tshark $(seconds tshark -q -z conv,tcp -r "$temp/capture")"
	fi
done >>"$figures"
