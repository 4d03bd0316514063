#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# capture.sh FIGURES: how quick `tcpst -r` reads a capture, beside
# `tshark -q -z conv,tcp`. Both read the same file, from memory, in turn.
# Appends lines for report.py to FIGURES.

set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
tcpst=${TCPST:-$here/../../tools/tcpst}
figures=$1
connections=10000 segments=50 rounds=3

message() { printf 'bench: %s\n' "$*" >&2; }

[ -x "$tcpst" ] || { message "no $tcpst: make tools"; exit 1; }
work=$(mktemp -d -p "$([ -w /dev/shm ] && echo /dev/shm || echo /tmp)")
trap 'rm -rf "$work"' EXIT

gcc -O2 -Wall -Wextra -o "$work/generate" "$here/generate.c"
"$work/generate" "$connections" "$segments" >"$work/capture"

# Seconds of the processor that a command takes, its output dropped: what else the
# machine does is not counted.
seconds() {
	local TIMEFORMAT='%3U %3S'

	{
		time "$@" >"$work/out" 2>"$work/err"
	} 2>"$work/time" || { cat "$work/err" >&2; return 1; }
	awk '{ print $1 + $2 }' "$work/time"
}

found() {
	"$tcpst" life -r "$work/capture" | tail -n +2 | wc -l
}

{
	echo "bench: segments.capture $((connections * segments))"
	echo "bench: info capture: $(found) of $connections connections found"
} >>"$figures"
for ((i = 0; i < rounds; i++)); do
	echo "bench: capture.tcpst $(seconds "$tcpst" stats -r "$work/capture")"
	echo "bench: capture.tcpst_life $(seconds "$tcpst" life -r "$work/capture")"
	if command -v tshark >/dev/null; then
		echo "bench: capture.tshark $(seconds tshark -q -z conv,tcp -r "$work/capture")"
	fi
done >>"$figures"
