#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Print the build directory (KDIR) of the kernel that the test VM boots: that of
# the newest Debian headers here, installed or unpacked into the cache by
# fetch-kernel.sh, or of the VERSION given.
#
# It is deliberately not /lib/modules/$(uname -r)/build. The kernel this machine
# runs may be a cloud provider's, may have no headers, and is not what the VM
# boots.
#
#   kdir.sh [--release | --flavour] [VERSION]
#
# --release prints the version (what `uname -r` prints in the VM) in its place,
# --flavour what Debian appends to the version on this architecture (amd64).

set -euo pipefail

cache=${XDG_CACHE_HOME:-${HOME:?neither XDG_CACHE_HOME nor HOME is set}/.cache}/tcpstates/vm

what=kdir
case ${1-} in
--release | --flavour)
	what=${1#--}
	shift ;;
esac
version=${1-}

# Architectures on which the plain flavour has another name than they have.
flavour=$(dpkg --print-architecture 2>/dev/null || uname -m)
case $flavour in
armhf)	flavour=armmp ;;
i386)	flavour=686-pae ;;
ppc64el)	flavour=powerpc64le ;;
esac
if [[ $what == flavour ]]; then
	echo "$flavour"
	exit 0
fi

# headers [VERSION]: VERSION and directory of those that are here, oldest first;
# of the same version, what is installed comes last. Only the plain flavour: -rt-
# and -cloud- kernels are somebody's choice.
headers() {
	local dir name place
	for dir in "$cache"/*/usr/src/linux-headers-* /usr/src/linux-headers-*; do
		name=${dir##*/linux-headers-}
		place=$([[ $dir == /usr/src/* ]] && echo 1 || echo 0)
		[[ -e $dir/Makefile ]] || continue
		if [[ ${1-} == "$name" ]] || {
			[[ -z ${1-} && $name == *-$flavour ]] &&
			[[ ${name%"-$flavour"} =~ ^[0-9.]+(-[0-9]+|\+deb[0-9+]+)$ ]]
		}; then
			printf '%s %s %s\n' "$name" "$place" "$dir"
		fi
	done | sort -V
}

read -r found _ dir < <(headers "$version" | tail -n 1) || true
if [[ -z ${found-} ]]; then
	echo "kdir: no headers of ${version:+kernel }${version:-a Debian kernel}: tests/vm/setup.sh build brings those of the newest" >&2
	exit 1
fi
if [[ $what == release ]]; then
	echo "$found"
else
	echo "$dir"
fi
