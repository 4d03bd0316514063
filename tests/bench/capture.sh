#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# capture.sh FIGURES: how quick `tcpst -r` reads a capture, beside
# `tshark -q -z conv,tcp`. Both read the same file, from memory, in turn.
# Appends lines for report.py to FIGURES. And what the command itself takes: for a flow of
# `tcpst list`, from a stand-in for the module (module_stub.c), and for an event of
# `tcpst watch --json` beside reading the same capture.

set -euo pipefail

[[ ! -w /dev/shm ]] || TMPDIR=/dev/shm
# shellcheck source=SCRIPTDIR/../stage.sh
. "$(dirname "$(realpath "$0")")/../stage.sh"
tcpst=${TCPST:-$top/tools/tcpst}
figures=$1
connections=10000 segments=50 rounds=3 flows=1000000 events_of=100000

need_built "$tcpst"

gcc -O2 -Wall -Wextra -o "$temp/generate" "$here/generate.c"
"$temp/generate" "$connections" "$segments" >"$temp/capture"
"$temp/generate" "$events_of" 9 >"$temp/short"
gcc -O2 -Wall -Wextra -fPIC -shared -o "$temp/module_stub.so" "$here/module_stub.c" -lmnl
events=$("$tcpst" watch --json -r "$temp/short" | wc -l)

# Seconds of the processor that a command takes, its output dropped: what else the
# machine does is not counted.
seconds() {
	local TIMEFORMAT='%3U %3S'

	{
		time "$@" >/dev/null 2>"$temp/err"
	} 2>"$temp/time" || { cat "$temp/err" >&2; return 1; }
	awk '{ print $1 + $2 }' "$temp/time"
}

# list ARGUMENT...: ns of the processor for each flow of the stand-in, and peak MiB.
list() {
	STUB_FLOWS=$flows STUB_FIGURES=$temp/figures LD_PRELOAD=$temp/module_stub.so \
		"$tcpst" list "$@" >/dev/null
	awk -v n="$flows" -v name="list$(printf '.%s' "${@#--}")" '{
		sub(/\.$/, "", name)
		print "bench: " name, $1 / n
		print "bench: memory." name, $2 / 1024
	}' "$temp/figures"
}

# ns of the processor for each event, without reading the capture.
event() {
	awk -v with="$(seconds "$tcpst" watch --json -r "$temp/short")" \
		-v without="$(seconds "$tcpst" stats -r "$temp/short")" -v n="$events" \
		'BEGIN { print (with - without) * 1e9 / n }'
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
	list
	list --json
	echo "bench: watch.json $(event)"
	if command -v tshark >/dev/null; then
		echo "bench: capture.tshark $(seconds tshark -q -z conv,tcp -r "$temp/capture")"
	fi
done >>"$figures"
