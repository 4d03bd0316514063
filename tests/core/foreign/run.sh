#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The state machine on 32 bits (armhf) and with the octets the other way round
# (s390x): the vectors of unit and the random segments of fuzz, built by cross
# compilers with UBSan and run by qemu-user. The last line is
# `N passed, N failed, N skipped`.

set -uo pipefail

. "$(dirname "$(realpath "$0")")/../../stage.sh"

core=$top/tests/core
flags=(-static -std=gnu11 -g -O1 -Wall -Wextra -Werror -D_GNU_SOURCE
	-fsanitize=undefined -fno-sanitize-recover=all)
wrap=('-Wl,--wrap=tcps_conn_apply' '-Wl,--wrap=tcps_predict_segment')

# shellcheck disable=SC2317,SC2329  # called by check
# build_and_run CC QEMU NAME WORD… -- ARG…
build_and_run() {
	local cc=$1 qemu=$2 program=$temp/$3 words=()
	shift 3
	while [[ $1 != -- ]]; do
		words+=("$1")
		shift
	done
	shift
	"$cc" "${flags[@]}" "${words[@]}" -o "$program" && "$qemu" "$program" "$@"
}

# on ARCHITECTURE CC QEMU
on() {
	local arch=$1
	shift
	has "$arch" "$@" || return 0
	check "$arch: vectors" build_and_run "$@" unit "${wrap[@]}" \
		"$core"/unit/{main,test_*,vector_run,predict_check}.c "$top"/module/core/*.c --
	check "$arch: random segments" build_and_run "$@" random_fsm "${wrap[@]}" \
		-I"$top/tools" -I"$top" "$core"/fuzz/{random_fsm,drive}.c \
		"$core/unit/predict_check.c" "$top"/module/core/*.c -- 5000
	check "$arch: honest hosts" build_and_run "$@" honest -I"$top/tools" -I"$top" \
		"$core"/fuzz/{honest,host}.c "$top"/module/core/*.c -- 2000
}

on armhf arm-linux-gnueabihf-gcc qemu-arm
on s390x s390x-linux-gnu-gcc qemu-s390x
finish
