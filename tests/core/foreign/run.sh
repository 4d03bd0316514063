#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The state machine on 32 bits (armhf) and big endian (s390x), built by cross compilers and
# run by qemu-user: `unit` with UBSan, and the part of `fuzz` about the state machine;
# `captures`, and those of `replay` whose results are kept in files, including all link
# layers and file formats, through a tcpst built with the libraries of a release that has
# both. The last line is `N passed, N failed, N skipped`.

set -uo pipefail

. "$(dirname "$(realpath "$0")")/../../stage.sh"

# ends_well COMMAND…: does its last line report no failure?
# shellcheck disable=SC2317,SC2329  # called by check
ends_well() {
	local log
	log=$("$@" 2>&1) || { printf '%s\n' "$log"; return 1; }
	printf '%s\n' "$log" | tail -n 1 | grep -E '^[1-9][0-9]* passed, 0 failed$'
}

suite=bookworm
libraries="libc6-dev libmnl-dev libjson-c-dev libpcap-dev libncurses-dev
	libglib2.0-dev"

# build_tcpst ARCHITECTURE TRIPLET QEMU: $temp/ARCHITECTURE/run/tcpst, which QEMU runs. A
# cross compiler looks for headers in its own C library first, which may be later than that
# of the release, so those of the release are named.
# shellcheck disable=SC2317,SC2329  # called by check
build_tcpst() {
	local place=$temp/$1/run
	mkdir -p "$place" &&
		cp -r "$top/VERSION" "$top/module" "$top/tools" "$place/" &&
		rm -rf "$place/tools/obj" "$place/tools/tcpst" &&
		PKG_CONFIG_SYSROOT_DIR=$root \
		PKG_CONFIG_LIBDIR=$root/usr/lib/$2/pkgconfig:$root/usr/share/pkgconfig \
			make -s -C "$place/tools" -j"$(nproc)" tcpst AR="$2-ar" \
			CC="$2-gcc --sysroot=$root -isystem $root/usr/include/$2 -isystem $root/usr/include" \
			CFLAGS=-O1 || return
	printf '#!/bin/sh\nexec %q -L %q %q "$@"\n' "$3" "$root" "$place/tools/tcpst" \
		>"$place/tcpst"
	chmod +x "$place/tcpst"
}

# kept_captures TCPST: the captures of `replay` with results in files.
# shellcheck disable=SC2317,SC2329  # called by check
kept_captures() {
	local replay=$top/tests/core/replay names
	mkdir -p "$temp/captures" &&
		gcc -std=gnu11 -o "$temp/dump_vectors" "$replay/dump_vectors.c" &&
		names=$(cd "$replay" && python3 -B -c 'import captures; print(*captures.ALL)') ||
		return
	# shellcheck disable=SC2086  # words
	python3 -B "$replay/run.py" "$1" "$temp/dump_vectors" - "$temp/captures" $names
}

# reading ARCHITECTURE TRIPLET QEMU
reading() {
	local root
	# shellcheck disable=SC2086  # words
	root=$("$top/tests/kernel/suite.sh" --bare "$suite" "$1" $libraries 2>"$temp/suite.log") || {
		skip "$1: captures" "the mirror does not have the libraries of $suite"
		cat "$temp/suite.log"
		return
	}
	check "$1: tcpst builds" build_tcpst "$@" || return
	check "$1: captures with known results" ends_well \
		python3 -B "$top/tests/core/captures/check.py" "$temp/$1/run/tcpst"
	check "$1: captures of replay" ends_well kept_captures "$temp/$1/run/tcpst"
}

# on ARCHITECTURE TRIPLET QEMU
on() {
	has "$1" "$2-gcc" "$3" || return 0
	local -x CC="$2-gcc -static" EMULATOR=$3 SANITIZE=-fsanitize=undefined BUILD=$temp/$1
	check "$1: unit" ends_well "$top/tests/core/unit/run.sh"
	check "$1: the machine under random segments" \
		ends_well "$top/tests/core/fuzz/run.sh" machine 5000
	reading "$@"
}

on armhf arm-linux-gnueabihf qemu-arm
on s390x s390x-linux-gnu qemu-s390x
finish
