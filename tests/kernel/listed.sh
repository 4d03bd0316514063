# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# The kernels of the file `kernels`, and the module built for one of them, sourced by
# the stages that go through them. They set $top and $temp, a directory of their own;
# cleanup_listed belongs into their trap.

: "${top:?}" "${temp:?}"
suite_sh=$top/tests/kernel/suite.sh
host_arch=$(dpkg --print-architecture)

as_root() {
	if ((EUID == 0)); then "$@"; else sudo -n "$@"; fi
}

# listed [ARCHITECTURE]: a line each, NAME SUITE ARCHITECTURE FLAVOUR.
listed() {
	awk -v arch="${1-}" '!/^#/ && NF == 4 && (arch == "" || $3 == arch)' \
		"$top/tests/kernel/kernels"
}

# root_of SUITE: set $root, with compiler and headers, made once; empty if the mirror has
# none; suite.log has the reason.
declare -A roots=()
root_of() {
	[[ -n ${roots[$1]+set} ]] ||
		roots[$1]=$("$suite_sh" "$1" "$host_arch" sparse 2>"$temp/suite.log" || true)
	root=${roots[$1]}
}

# kdir_of FLAVOUR: the headers in $root, as seen from there.
kdir_of() {
	local dir rest
	for dir in "$root"/usr/src/linux-headers-*-"$1"; do
		rest=${dir##*/linux-headers-}
		rest=${rest%"-$1"}
		# 6.1.0-50 or 6.12.117+deb13, not the -rt of -rt-amd64.
		[[ ! -d $dir || $rest == *-[a-z]* ]] || echo "${dir#"$root"}"
	done | sort -V | tail -n 1
}

# copy_sources: into $place, a directory of its own in $root.
place=
copy_sources() {
	place=$(as_root mktemp -d "$root/tmp/build.XXXXXX")
	as_root cp -r "$top/Kbuild" "$top/VERSION" "$top/module" "$top/tools" "$place/"
	as_root mkdir -p "$place/tests/kernel"
	as_root cp -r "$top/tests/kernel/campaign" "$place/tests/kernel/"
	as_root rm -rf "$place/tools/obj" "$place/tools/tcpst"
	as_root find "$place" \( -name '*.o' -o -name '.*.cmd' \) -delete
}

# build_module KDIR KO FLAG…: in $root, of a copy of the sources; to KO, which may be
# empty. Its log is $temp/log.
build_module() {
	local kdir=$1 ko=$2 status=0
	shift 2
	copy_sources
	"$suite_sh" --in "$root" make -C "$kdir" M="${place#"$root"}" \
		-j"$(nproc)" modules "$@" >"$temp/log" 2>&1 || status=1
	if [[ ! -e $place/tcpstates.ko ]]; then
		status=1
	elif [[ -n $ko ]]; then
		mkdir -p "$(dirname "$ko")"
		as_root cat "$place/tcpstates.ko" >"$ko"
	fi
	as_root rm -rf "$place"
	place=
	return "$status"
}

cleanup_listed() { [[ -z $place ]] || as_root rm -rf "$place"; }
