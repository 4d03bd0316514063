#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2317,SC2329  # functions are called by timed
#
# The kernels of tests/kernel/kernels, one after the other: the module is built for it,
# by the compiler of its own release of Debian, the kernel is booted in the VM, the
# module loaded, and fast end-to-end scenarios are run. A table of kernels and stages,
# with the seconds that each took, comes last but one; the last line is
# `N passed, N failed`, and `, N skipped` if any were. A kernel of another architecture boots in emulation, on
# a root of its own. What a stage prints is kept in
# ${XDG_CACHE_HOME:-~/.cache}/tcpstates/matrix/NAME.
#
#   run.sh [NAME…]       kernels by their names (default: all)
#
# The KUnit suites are in the module only where the kernel has KUnit (CONFIG_KUNIT);
# Debian's have not, and the table shows that.

set -uo pipefail

# shellcheck source=SCRIPTDIR/../../stage.sh
. "$(dirname "$(realpath "$0")")/../../stage.sh"
# shellcheck source=SCRIPTDIR/../../kernel/listed.sh
. "$top/tests/kernel/listed.sh"
trap 'cleanup_listed; cleanup' EXIT

# Those that take seconds on a fast machine; between them, all that meets the kernel.
scenarios=(01-load 02-transitions 03-addresses 07-unload 08-firewall 20-netlink
	16-drops)

row=
table=("$(printf '%-12s %-28s %-14s %-14s %-24s %s' KERNEL RELEASE build boot e2e kunit)")

# cell STATUS TEXT WIDTH: of the row of this kernel.
cell() {
	case $1 in
	ok)	passed=$((passed + 1)) ;;
	FAILED)	failed=$((failed + 1)) ;;
	skipped) skipped=$((skipped + 1)) ;;
	esac
	row+=$(printf "%-${3}s " "$1${2:+ $2}")
	echo "$1 - matrix: $name: $2"
}

# timed LOG COMMAND…: its output goes to LOG; the seconds it took are in $took.
timed() {
	local log=$1 began=$SECONDS status=0
	shift
	"$@" >"$log" 2>&1 </dev/null || status=$?
	took=$((SECONDS - began))
	return "$status"
}

# Packages that a root of another architecture needs for the VM and tcpst. They
# are unpacked, not configured.
guest_packages="busybox-static kmod iproute2 nftables conntrack curl
	netcat-openbsd python3 ethtool tcpdump procps util-linux libmnl-dev
	libjson-c-dev libpcap-dev libncurses-dev libmicrohttpd-dev
	libfixbuf-dev libglib2.0-dev zlib1g-dev base-passwd hostname libc-bin"

# build_tcpst GUEST COMPILER TO: for GUEST, in $root.
build_tcpst() {
	local status=0 libraries=/mnt/usr/lib/$2
	copy_sources
	"$suite_sh" --in "$root" --with "$1" make -C "${place#"$root"}/tools" -j"$(nproc)" \
		CC="$2-gcc --sysroot=/mnt" AR="$2-ar" \
		PKG_CONFIG="env PKG_CONFIG_SYSROOT_DIR=/mnt PKG_CONFIG_LIBDIR=$libraries/pkgconfig:/mnt/usr/share/pkgconfig pkg-config" ||
		status=1
	if ((status == 0)); then
		mkdir -p "$3"
		as_root cat "$place/tools/tcpst" >"$3/tcpst"
		chmod +x "$3/tcpst"
	fi
	as_root rm -rf "$place"
	place=
	return "$status"
}

# other_architecture SUITE ARCHITECTURE: a compiler for it in $root, beside its headers,
# and the programs that those take; its own programs in $guest.
other_architecture() {
	local packages
	read -rd '' -a packages <<<"$guest_packages" || true
	compiler=$(dpkg-architecture -f -a "$2" -q DEB_HOST_GNU_TYPE 2>/dev/null) || return
	root=$("$suite_sh" "$1" "$host_arch" "gcc-${compiler//_/-}" pkgconf \
		"linux-headers-$("$top/tests/vm/kdir.sh" --flavour)") || return
	guest=$("$suite_sh" "$1" "$2" "${packages[@]}") || return
	as_root cp -a "$guest"/usr/src/linux-headers-* "$root/usr/src/"
}

# try NAME SUITE ARCHITECTURE FLAVOUR: a row of the table; false as soon as it fails.
try() {
	local kdir kernel release logs=$cache/$name guest='' compiler='' vm=() patience=()
	mkdir -p "$logs"
	unset TCPS_TOOLS CC
	if [[ $3 == "$host_arch" ]]; then
		root_of "$2"
	else
		other_architecture "$2" "$3" 2>"$temp/suite.log" || root=
	fi
	kdir=${root:+$(kdir_of "$4")}
	if [[ -z $kdir ]]; then
		row+=$(printf '%-28s ' -)
		cell skipped "the mirror has no kernel of $2" 0
		cat "$temp/suite.log"
		return
	fi
	release=${kdir##*/linux-headers-}
	row+=$(printf '%-28s ' "$release")

	if timed "$logs/build" build_module "$kdir" "$logs/tcpstates.ko" &&
		{ [[ -z $guest ]] ||
			timed "$logs/tcpst" build_tcpst "$guest" "$compiler" "$logs/tools"; }; then
		cell ok "$took s" 13
	else
		cp "$temp/log" "$logs/build"
		cell FAILED "see $logs/build" 13
		return 1
	fi

	if ! kernel=$("$top/tests/vm/fetch-kernel.sh" --from "${guest:-$root}" "$3" "$release" \
		2>"$logs/fetch"); then
		cell skipped "see $logs/fetch" 13
		return
	fi
	export TCPS_MODULE=$logs/tcpstates.ko
	if [[ -n $guest ]]; then
		export TCPS_TOOLS=$logs/tools CC="$compiler-gcc --sysroot=$guest"
		vm=(--arch "$3" --root "$guest")
		patience=(--timeout 960)
	fi
	if timed "$logs/boot" "$top/tests/vm/run.sh" --strict --kernel "$kernel" ${vm[@]+"${vm[@]}"} -- \
		"$here/guest.sh" "$release"; then
		cell ok "$took s" 13
	else
		tail -n 20 "$logs/boot"
		cell FAILED "see $logs/boot" 13
		return 1
	fi

	if timed "$logs/e2e" "$top/tests/vm/e2e/run.sh" --kernel "$kernel" \
		${patience[@]+"${patience[@]}"} ${vm[@]+"${vm[@]}"} "${scenarios[@]}"; then
		cell ok "$(sed -n '$s/ passed.*//p' "$logs/e2e") checks, $took s" 23
	else
		grep -a '^not ok' "$logs/e2e"
		cell FAILED "see $logs/e2e" 23
		return 1
	fi

	if grep -q '^CONFIG_KUNIT=' "$root$kdir/.config"; then
		cell FAILED "it has KUnit" 0
	else
		row+="kernel has no KUnit"
	fi
}

sets=(build vm compile)
[[ $(listed) == $(listed "$host_arch") ]] || sets+=(matrix)
"$top/tests/vm/setup.sh" "${sets[@]}" || exit 1
make -C "$top/tools" || exit 1

while read -r name of arch flavour; do
	(($# == 0)) || [[ " $* " == *" $name "* ]] || continue
	row=$(printf '%-12s ' "$name")
	echo "--- $name"
	try "$name" "$of" "$arch" "$flavour" </dev/null
	table+=("$row")
done < <(listed)

echo
printf '%s\n' "${table[@]}"
((passed)) || fail "no kernel was tried"
finish
