#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Print the build directory (KDIR) of the kernel that the test VM boots: that of
# the newest installed Debian headers, or of the VERSION given.
#
# It is deliberately not /lib/modules/$(uname -r)/build. The kernel this machine
# runs may be a cloud provider's, may have no headers, and is not what the VM
# boots.
#
#   kdir.sh [--release] [VERSION]
#
# --release prints the version (what `uname -r` says in the VM) in its place.

set -euo pipefail

what=kdir
if [[ ${1-} == --release ]]; then
	what=release
	shift
fi
version=${1-}

if [[ -z $version ]]; then
	# Only the plain flavour: -rt- and -cloud- kernels are somebody's choice.
	version=$(for dir in /usr/src/linux-headers-*-amd64; do
		name=${dir#/usr/src/linux-headers-}
		if [[ -d $dir && $name =~ ^[0-9.]+(-[0-9]+|\+deb[0-9+]+)-amd64$ ]]; then
			echo "$name"
		fi
	done | sort -V | tail -n 1)
	if [[ -z $version ]]; then
		echo "kdir: no kernel headers in /usr/src: install linux-headers-amd64 (tests/vm/setup.sh build)" >&2
		exit 1
	fi
fi

if [[ $what == release ]]; then
	echo "$version"
	exit 0
fi
if [[ ! -e /usr/src/linux-headers-$version/Makefile ]]; then
	echo "kdir: no headers of kernel $version: install linux-headers-$version" >&2
	exit 1
fi
echo "/usr/src/linux-headers-$version"
