#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The module compiled with W=1 and sparse against each kernel of the file
# `kernels` that is of this machine's architecture, by the compiler of the kernel's
# own release of Debian. No warning may come. What the mirror does not have is
# skipped. The last line is `N passed, N failed, N skipped`.
#
#   run.sh [NAME…]       kernels by their names (default: all)
#   run.sh --shims       which shims of module/compat.h no kernel needs any more

set -uo pipefail

here=$(dirname "$(realpath "$0")")
top=$(realpath "$here/../../..")
suite=$top/tests/kernel/suite.sh
arch=$(dpkg --print-architecture)

passed=0
failed=0
skipped=0
pass() { passed=$((passed + 1)); echo "ok - compile: $1"; }
fail() { failed=$((failed + 1)); echo "not ok - compile: $1"; }
skip() { skipped=$((skipped + 1)); echo "skip - compile: $1: $2"; }

as_root() {
	if ((EUID == 0)); then "$@"; else sudo -n "$@"; fi
}

temp=$(mktemp -d "${TMPDIR:-/tmp}/tcpst-compile.XXXXXX")
place=
# shellcheck disable=SC2317,SC2329  # called by the trap
cleanup() {
	[[ -z $place ]] || as_root rm -rf "$place"
	rm -rf "$temp"
}
trap cleanup EXIT

# root_of SUITE: made once; empty if the mirror has none.
declare -A roots=()
root_of() {
	[[ -n ${roots[$1]+set} ]] || roots[$1]=$("$suite" "$1" "$arch" sparse 2>"$temp/suite.log" || true)
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

# compile KDIR FLAG…: a copy of the module in $root; its log is $temp/log.
compile() {
	local kdir=$1 status=0
	shift
	place=$(as_root mktemp -d "$root/tmp/module.XXXXXX")
	as_root cp -r "$top/Kbuild" "$top/VERSION" "$top/module" "$place/"
	as_root find "$place" \( -name '*.o' -o -name '.*.cmd' \) -delete
	"$suite" --in "$root" make -C "$kdir" M="${place#"$root"}" \
		-j"$(nproc)" modules "$@" >"$temp/log" 2>&1 || status=1
	[[ -e $place/tcpstates.ko ]] || status=1
	as_root rm -rf "$place"
	place=
	return "$status"
}

# What sparse finds in the kernel's own headers is the kernel's.
warnings() {
	grep -E '(warning|error|WARNING|ERROR):? ' "$temp/log" |
		grep -vE '^(/usr/src|\./|include/|arch/)[^ ]*: (warning|error): .*\[sparse\]$'
}

# try NAME SUITE FLAVOUR
try() {
	local name=$1 kdir checks=-D__CHECK_ENDIAN__
	root_of "$2"
	if [[ -z $root ]]; then
		skip "$name" "the mirror has no kernel of $2"
		cat "$temp/suite.log"
		return
	fi
	kdir=$(kdir_of "$3")
	if [[ -z $kdir ]]; then
		skip "$name" "$2 has no headers of $3"
		return
	fi
	# PREEMPT_RT tells sparse of some of its locks only.
	[[ $3 != rt-* ]] || checks+=" -Wno-context"
	if compile "$kdir" W=1 C=2 CF="$checks" && [[ -z $(warnings) ]]; then
		pass "${kdir##*/linux-headers-} ($name), W=1 and sparse"
	else
		fail "${kdir##*/linux-headers-} ($name), W=1 and sparse"
		warnings | sort | uniq | head -n 30
		tail -n 10 "$temp/log"
	fi
}

# shellcheck disable=SC2016  # that is what Kbuild has
# What Kbuild probes: a shim for kernels that lack it goes when all have it.
shims() {
	local name flavour of probe header pattern has lacks
	while read -r probe header pattern; do
		has='' lacks=''
		while read -r name of _ flavour; do
			root_of "$of"
			[[ -n $root ]] || continue
			if grep -qsE "$pattern" "$root$(kdir_of "$flavour" | sed 's/-amd64$/-common/; s/-rt-common$/-common-rt/')/include/$header"; then
				has+=" $name"
			else
				lacks+=" $name"
			fi
		done < <(listed)
		echo "TCPS_HAS_$probe: with it${has:- none}; without${lacks:- none}$([[ -n $lacks ]] || echo '; nobody needs its shim')"
	done < <(sed -n 's/.*\$(call tcps-has,\([A-Z_]*\),\([^,]*\),\(.*\)).*/\1 \2 \3/p' "$top/Kbuild")
}

listed() {
	awk -v arch="$arch" '!/^#/ && NF == 4 && $3 == arch' "$top/tests/kernel/kernels"
}

if [[ ${1-} == --shims ]]; then
	shims
	exit
fi
while read -r name of _ flavour; do
	(($# == 0)) || [[ " $* " == *" $name "* ]] || continue
	try "$name" "$of" "$flavour" </dev/null
done < <(listed)
echo "$passed passed, $failed failed, $skipped skipped"
((failed == 0))
