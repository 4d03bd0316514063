#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# run.sh [CONNECTIONS]   random octets, the same each time: through the machine,
#                        a tenth as many captures through their reader, as many
#                        recordings through theirs, cut at each octet as well,
#                        and messages through what reads netlink; and the
#                        machine between honest hosts on a bad network, and
#                        where their segments are seen badly, and with several
#                        incarnations under way at once
# run.sh machine [CONNECTIONS]    the first and the last of these; CC, SANITIZE,
#                        BUILD (a directory) and EMULATOR (what runs it) are for
#                        other architectures
# run.sh fuzz [SECONDS]  the machine under libFuzzer, which needs clang
# run.sh fuzz-capture [SECONDS]   the reader of captures under it
#
# The last line of the first is "N passed, N failed".
set -uo pipefail

# shellcheck source=SCRIPTDIR/../../stage.sh
. "$(dirname "$(realpath "$0")")/../../stage.sh"
cd "$here" || exit 1
build=${BUILD:-build}
mkdir -p build "$build"

core=../../../module/core
tools=../../../tools
sanitize="${SANITIZE:--fsanitize=address,undefined} -fno-sanitize-recover=all"
flags="-std=gnu11 -g -O1 -Wall -Wextra -D_GNU_SOURCE
	-DTCPST_VERSION=__FILE__ -I$tools -I../../.."
machine="-Wl,--wrap=tcps_know_apply,--wrap=tcps_predict_segment
	drive.c ../unit/predict_check.c ../unit/tuple.c $core/*.c"
# Sources that parts of the command need besides the state machine.
parts="$tools/model/*.c $tools/base/*.c $core/*.c
	$(pkg-config --cflags --libs glib-2.0 2>/dev/null || true)"
reader="capture_drive.c $tools/source/capture/*.c $parts -lpcap"
kernel=$tools/source/kernel
wire="$kernel/wire.c $kernel/wire_fields.c $kernel/attribute.c $kernel/stats.c
	$kernel/filter.c $parts -lmnl"
recording="$tools/source/recording/*.c $tools/source/capture/*.c
	$kernel/wire.c $kernel/wire_fields.c $kernel/wire_put.c $kernel/attribute.c
	$kernel/message.c $parts -lmnl -lpcap"

case ${1:-} in
fuzz | fuzz-capture)
	mkdir -p build/corpus build/captures
	corpus=build/corpus
	target="fuzz_fsm.c $machine"
	if [ "$1" = fuzz-capture ]; then
		python3 -B corpus.py build/captures
		corpus=build/captures
		target="fuzz_capture.c $reader"
	fi
	# shellcheck disable=SC2086 # lists of words
	${CLANG:-clang} $flags $sanitize -fsanitize=fuzzer -o "build/$1" $target || exit 1
	"build/$1" -max_total_time="${2:-60}" -max_len=65536 \
		-artifact_prefix=build/ "$corpus"
	exit
	;;
esac

all=1
if [ "${1:-}" = machine ]; then
	all=
	shift
fi
connections=${1:-50000}

# part NAME WORDS…: builds NAME.c with WORDS, the arguments before `--`, and
# runs it with those after it.
part() {
	name=$1
	words=
	shift
	while [ "$1" != -- ]; do
		words="$words $1"
		shift
	done
	shift
	# shellcheck disable=SC2086 # lists of words
	if ${CC:-gcc} $flags -Werror $sanitize -o "$build/$name" "$name.c" \
		$words >"$build/log" 2>&1; then
		counted ${EMULATOR:-} "$build/$name" "$@"
	else
		cat "$build/log"
		fail "$name does not build"
	fi
}

# shellcheck disable=SC2086 # lists of words
{
	part random_fsm $machine -- "$connections"
	part honest -O2 network.c host.c ../unit/tuple.c $core/*.c -- $((connections * 2 / 5))
	part ports -O2 trip.c host.c ../shadow.c ../unit/tuple.c $core/*.c -- 500
	part incarnations -O2 host.c ../unit/tuple.c $core/*.c -- $((connections * 3 / 5))
}
# shellcheck disable=SC2086 # lists of words
if [ -n "$all" ]; then
	python3 -B corpus.py build/captures || give_up "there are no captures"
	part random_capture $reader -- $((connections / 10)) build/captures/*.pcap
	part random_recording $recording -- $((connections / 10)) \
		build/captures/[rs]*.pcap
	part random_wire $wire -- "$connections"
fi
finish
