#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Builds the native tests of module/core/ with sanitizers and runs them. The
# last line is "N passed, N failed". CC, SANITIZE, BUILD (a directory) and EMULATOR (a
# command to run it) are for other architectures.
set -uo pipefail

# shellcheck source=SCRIPTDIR/../../stage.sh
. "$(dirname "$(realpath "$0")")/../../stage.sh"
cd "$here" || exit 1
build=${BUILD:-build}
mkdir -p "$build"

# shellcheck disable=SC2086 # lists of words
${CC:-gcc} -std=gnu11 -g -O1 -Wall -Wextra -Werror \
	${SANITIZE:--fsanitize=address,undefined} -fno-sanitize-recover=all \
	-Wl,--wrap=tcps_know_apply -Wl,--wrap=tcps_predict_segment \
	-o "$build/unit" main.c test_*.c vector_run.c tuple.c predict_check.c \
	"$top"/module/core/*.c || give_up "it does not build"
# shellcheck disable=SC2086 # a list of words
counted ${EMULATOR:-} "$build/unit"
finish
