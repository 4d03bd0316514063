#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# run.sh [--update] [NAME...]   captures through tcpst, held against what it
#                               must say; see run.py
#
# The captures are made anew each time, the same to the octet, and left in
# build/. The last line is "N passed, N failed".
set -eu
cd "$(dirname "$0")"
mkdir -p build

${CC:-gcc} -std=gnu11 -O1 -Wall -o build/dump_vectors dump_vectors.c
${CC:-gcc} -std=gnu11 -O2 -Wall -o build/generate ../../bench/generate.c
make -s -C ../../../tools >build/make.log 2>&1 || {
	cat build/make.log
	echo "0 passed, 1 failed"
	exit 1
}
exec python3 -B run.py ../../../tools/tcpst build/dump_vectors build/generate \
	build "$@"
