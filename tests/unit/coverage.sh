#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# How much of module/core/ the native tests and the captures reach, by gcov:
# lines and branches of each file. Lines that nothing reaches are listed.
set -eu
cd "$(dirname "$0")"
here=$PWD
top=$here/../..
out=$here/build/coverage

# A copy of the command, built for gcov with the machine inside it; the native
# tests use the same objects of the machine, so that their counts add up.
rm -rf "$out"
mkdir -p "$out/src/module" "$out/captures"
cp -r "$top/tools" "$out/src/"
cp -r "$top/module/core" "$top/module/uapi" "$out/src/module/"
make -s -C "$out/src/tools" clean
make -s -C "$out/src/tools" CFLAGS="-O0 -g --coverage"
core=$out/src/tools/obj/core

${CC:-gcc} -std=gnu11 -g -O0 --coverage -Wl,--wrap=tcps_conn_apply \
	-Wl,--wrap=tcps_predict_segment -o "$out/unit" \
	main.c test_*.c vector_run.c predict_check.c "$core"/*.o
"$out/unit"
${CC:-gcc} -std=gnu11 -o "$out/dump_vectors" ../replay/dump_vectors.c
python3 -B ../replay/run.py "$out/src/tools/tcpst" "$out/dump_vectors" \
	"$out/captures"

cd "$out/src/tools"
gcov -b obj/core/*.gcda 2>/dev/null |
	awk '/^File/ { name = $2 } /^Lines/ { lines = $0 }
	     /^Taken/ { print name, lines, $0 }' |
	grep "module/core/.*\.c" | sort
grep -H '#####:' ./*.c.gcov || true
