#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The state machine on 32 bits (armhf) and with the octets the other way round
# (s390x): `unit`, and of `fuzz` what is about the machine, built by cross compilers
# with UBSan and run by qemu-user. The last line is `N passed, N failed, N skipped`.

set -uo pipefail

. "$(dirname "$(realpath "$0")")/../../stage.sh"

# ends_well COMMAND…: does its last line tell of no failure?
# shellcheck disable=SC2317,SC2329  # called by check
ends_well() {
	local log
	log=$("$@" 2>&1) || { printf '%s\n' "$log"; return 1; }
	printf '%s\n' "$log" | tail -n 1 | grep -E '^[1-9][0-9]* passed, 0 failed$'
}

# on ARCHITECTURE CC QEMU
on() {
	has "$1" "$2" "$3" || return 0
	export CC="$2 -static" EMULATOR=$3 SANITIZE=-fsanitize=undefined BUILD=$temp/$1
	check "$1: unit" ends_well "$top/tests/core/unit/run.sh"
	check "$1: the machine under random segments" \
		ends_well "$top/tests/core/fuzz/run.sh" machine 5000
}

on armhf arm-linux-gnueabihf-gcc qemu-arm
on s390x s390x-linux-gnu-gcc qemu-s390x
finish
