#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The module compiled with W=1 and sparse against each kernel of the file
# `kernels` that is of this machine's architecture, by the compiler of the kernel's
# own release of Debian. Any warning is a failure. Kernels that the mirror does not have are
# skipped. Against the first of them also as if it had no IPv6, and no connection tracking;
# against those without PREEMPT_RT also with the calls of the campaign that can be made to
# fail, without sparse. The last line is `N passed, N failed, N skipped`.
#
#   run.sh [NAME…]       kernels by their names (default: all)
#   run.sh --shims       which shims of module/compat.h no kernel needs any more

set -uo pipefail

# shellcheck source=SCRIPTDIR/../../stage.sh
. "$(dirname "$(realpath "$0")")/../../stage.sh"
without_header=
# shellcheck source=SCRIPTDIR/../listed.sh
. "$here/../listed.sh"
trap 'cleanup_listed; [[ -z $without_header ]] || as_root rm -f "$without_header"; cleanup' EXIT

# Warnings in the kernel's own headers are not ours.
warnings() {
	grep -E '(warning|error|WARNING|ERROR):? ' "$temp/log" |
		grep -vE '^(/usr/src|\./|include/|arch/)[^ ]*: (warning|error): .*\[sparse\]$'
}

# Features to be disabled: words in the names of their options. Every kernel of Debian has
# both.
declare -A options=(
	[ipv6]='IPV6|IP6|INET6'
	[conntrack]='CONNTRACK|NF_NAT|NF_CT'
)

# without WHAT KDIR: a header that disables it in the kernel's configuration; its path is
# relative to $root.
without() {
	[[ -n $without_header ]] || without_header=$(as_root mktemp "$root/tmp/without.XXXXXX")
	sed -nE "s/^#define (CONFIG_\\w*(${options[$1]})\\w*) .*/#undef \\1/p" \
		"$root$2/include/generated/autoconf.h" |
		as_root tee "$without_header" >/dev/null
	as_root chmod a+r "$without_header"
}

# try NAME SUITE FLAVOUR [WHAT]: without that; or with faults
try() {
	local name=$1 kdir checks=-D__CHECK_ENDIAN__ flags=() how='W=1 and sparse'
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
	# With PREEMPT_RT only some locks are annotated for sparse.
	[[ $3 != rt-* ]] || checks+=" -Wno-context"
	if [[ ${4-} == faults ]]; then
		how='W=1, with calls that can be made to fail'
		flags=(TCPS_FAULTS=y C=0)
	elif [[ -n ${4-} ]]; then
		name+=", without $4"
		without "$4" "$kdir"
		flags=(KCFLAGS="-include ${without_header#"$root"}")
	fi
	if build_module "$kdir" '' W=1 C=2 CF="$checks" ${flags[@]+"${flags[@]}"} &&
	   [[ -z $(warnings) ]]; then
		pass "${kdir##*/linux-headers-} ($name), $how"
	else
		fail "${kdir##*/linux-headers-} ($name), $how"
		warnings | sort | uniq | head -n 30
		tail -n 10 "$temp/log"
	fi
}

# shellcheck disable=SC2016  # that is what Kbuild has
# Features that Kbuild probes: a shim can be removed when all kernels have the feature.
shims() {
	local name flavour of probe header pattern has lacks lost
	while read -r probe header pattern; do
		has='' lacks='' lost=''
		while read -r name of _ flavour; do
			root_of "$of"
			[[ -n $root ]] || { lost+=" $name"; continue; }
			if grep -qsE "$pattern" "$root$(kdir_of "$flavour" | sed "s/-$host_arch\$/-common/; s/-rt-common\$/-common-rt/")/include/$header"; then
				has+=" $name"
			else
				lacks+=" $name"
			fi
		done < <(listed "$host_arch")
		echo "TCPS_HAS_$probe: with it${has:- none}; without${lacks:- none}${lost:+; not looked at$lost}$([[ -n $lacks$lost ]] || echo '; nobody needs its shim')"
	done < <(sed -n 's/.*\$(call tcps-has,\([A-Z_]*\),\([^,]*\),\(.*\)).*/\1 \2 \3/p' "$top/Kbuild")
}

if [[ ${1-} == --shims ]]; then
	shims
	exit
fi
while read -r name of _ flavour; do
	(($# == 0)) || [[ " $* " == *" $name "* ]] || continue
	try "$name" "$of" "$flavour" </dev/null
	[[ $flavour == rt-* ]] || try "$name" "$of" "$flavour" faults </dev/null
	[[ -z $without_header ]] || continue
	for what in ipv6 conntrack; do
		try "$name" "$of" "$flavour" "$what" </dev/null
	done
done < <(listed "$host_arch")
finish
