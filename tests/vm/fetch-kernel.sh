#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Download a Debian kernel and unpack it into a cache, for the VM to boot.
#
#   fetch-kernel.sh [VERSION]     default: the kernel of the newest headers here
#
# Prints the directory, which holds boot/vmlinuz-VERSION, lib/modules/VERSION
# with its module index, and a file `release` that says VERSION. Nothing is
# installed: the package is taken apart by dpkg-deb, so no hook of it runs and
# the machine's own boot stays as it is.

set -euo pipefail

here=$(dirname "$(realpath "$0")")
cache=${XDG_CACHE_HOME:-${HOME:?neither XDG_CACHE_HOME nor HOME is set}/.cache}/tcpstates/vm

say() { echo "kernel: $*" >&2; }
die() { say "$*"; exit 1; }

version=${1:-$("$here/kdir.sh" --release)}

# The cache is keyed by package revision as well: an update may keep the version
# (6.1.0-NN) and change what is inside. Headers and image come from one source
# package and so carry one revision.
revision=$(dpkg-query -W -f '${Version}' "linux-headers-$version" 2>/dev/null || true)
dest=$cache/$version${revision:+_$revision}

if [[ -e $dest/release ]]; then
	echo "$dest"
	exit 0
fi

mkdir -p "$cache"
temp=$(mktemp -d "$cache/.unpack.XXXXXX")
trap 'rm -rf "$temp"' EXIT
mkdir "$temp/deb" "$temp/root"

# download PACKAGE: its .deb into $temp/deb. The sandbox user of apt cannot write
# into a private cache, and no privilege is needed here.
download() {
	(cd "$temp/deb" &&
	 apt-get -q -o APT::Sandbox::User="$(id -un)" -o DPkg::Lock::Timeout=600 \
		download "$1" >"$temp/log" 2>&1)
}

# With the exact revision first, then whatever revision the archive has by now;
# the unsigned package is the same kernel where the signed one lags behind.
download_any() {
	local image=linux-image-$version
	{ [[ -n $revision ]] && download "$image=$revision"; } ||
		download "$image" ||
		{ [[ -n $revision ]] && download "$image-unsigned=$revision"; } ||
		download "$image-unsigned"
}

say "downloading linux-image-$version (unpacked into $cache, not installed)"
if ! download_any; then
	say "not found with the package lists at hand, refreshing them"
	"$here/setup.sh" lists >&2
	download_any || {
		cat "$temp/log" >&2
		die "the archive has no linux-image-$version: it may have been superseded; 'apt-get install linux-headers-amd64' brings the current one"
	}
fi

dpkg-deb -x "$temp"/deb/*.deb "$temp/root"
# Newer Debian ships /usr/lib/modules.
if [[ ! -d $temp/root/lib/modules && -d $temp/root/usr/lib/modules ]]; then
	ln -s usr/lib "$temp/root/lib"
fi
[[ -e $temp/root/boot/vmlinuz-$version && -d $temp/root/lib/modules/$version ]] ||
	die "the package of linux-image-$version does not hold that kernel"

# /sbin is missing from the PATH of ordinary users.
PATH=$PATH:/usr/sbin:/sbin
depmod -b "$temp/root" "$version"
# Documentation is of no use to a VM.
rm -rf "$temp/root/usr/share"
chmod 755 "$temp/root"
echo "$version" >"$temp/root/release"

# Whole or not at all: a rename. If somebody else was faster, theirs is as good.
mv -T "$temp/root" "$dest" 2>/dev/null || [[ -e $dest/release ]] ||
	die "cannot create $dest"
say "unpacked into $dest"
echo "$dest"
