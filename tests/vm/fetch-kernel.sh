#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Download a Debian kernel and unpack it into a cache, for the VM to boot.
#
#   fetch-kernel.sh [VERSION]     default: the kernel of the newest headers here
#   fetch-kernel.sh --headers     the archive's newest, and its headers
#   fetch-kernel.sh --from ROOT ARCHITECTURE VERSION
#                                 from the archive that apt knows in ROOT
#                                 (tests/kernel/suite.sh)
#
# Prints the directory, which holds boot/vmlinuz-VERSION, lib/modules/VERSION
# with its module index, and a file `release` with VERSION in it. Nothing is
# installed: the packages are taken apart by dpkg-deb, so no hook of theirs runs
# and the machine's own boot stays as it is.

set -euo pipefail

here=$(dirname "$(realpath "$0")")
cache=${XDG_CACHE_HOME:-${HOME:?neither XDG_CACHE_HOME nor HOME is set}/.cache}/tcpstates/vm

message() { echo "kernel: $*" >&2; }
die() { message "$*"; exit 1; }

# depends PACKAGE: what the archive's PACKAGE depends on.
depends() {
	apt-cache depends --no-recommends --no-suggests "$1" 2>/dev/null |
		sed -n 's/^ *|\?Depends: //p'
}

headers=
archive=
if [[ ${1-} == --from ]]; then
	archive=$2
	archive_arch=$3
	version=$4
elif [[ ${1-} == --headers ]]; then
	headers=1
	version=$(depends "linux-headers-$("$here/kdir.sh" --flavour)" |
		sed -n 's/^linux-headers-//p')
	[[ -n $version ]] || die "the archive has no kernel for this architecture"
else
	version=${1:-$("$here/kdir.sh" --release)}
fi

# The cache is keyed by package revision as well: an update may keep the version
# (6.1.0-NN) and change what is inside. Headers and image come from one source
# package and so carry one revision. Headers that are in the cache are beside
# their image.
revision=
if [[ -z $headers && -z $archive ]]; then
	revision=$(dpkg-query -W -f '${Version}' "linux-headers-$version" 2>/dev/null || true)
fi
dest=$cache/$version${revision:+_$revision}

if [[ -e $dest/release && ( -z $headers || -d $dest/usr/src ) ]]; then
	echo "$dest"
	exit 0
fi

mkdir -p "$cache"
temp=$(mktemp -d "$cache/.unpack.XXXXXX")
trap 'rm -rf "$temp"' EXIT
mkdir "$temp/deb" "$temp/root"
if [[ -n $archive ]]; then
	# Its lists, and nothing of this machine's apt; what apt works out from them
	# need not be written there.
	printf '%s\n' "Dir \"$archive\";" "Dir::Cache \"$temp\";" \
		"APT::Architecture \"$archive_arch\";" \
		'Dir::Bin::methods "/usr/lib/apt/methods";' >"$temp/apt.conf"
	export APT_CONFIG=$temp/apt.conf
fi

# download PACKAGE…: their .deb into $temp/deb. The sandbox user of apt cannot
# write into a private cache, and no privilege is needed here.
download() {
	(cd "$temp/deb" &&
	 apt-get -q -o APT::Sandbox::User="$(id -un)" -o DPkg::Lock::Timeout=600 \
		download "$@" >"$temp/log" 2>&1)
}

# With the exact revision first, then whatever revision the archive has by now;
# the unsigned package is the same kernel where the signed one lags behind.
download_image() {
	local image=linux-image-$version
	{ [[ -n $revision ]] && download "$image=$revision"; } ||
		download "$image" ||
		{ [[ -n $revision ]] && download "$image-unsigned=$revision"; } ||
		download "$image-unsigned"
}

# part_names: of the packages that the image is made of, `name` or
# `name=revision`. Since 7.0 the image's own is empty and depends on them.
part_names() {
	dpkg-deb -f "$temp"/deb/linux-image-*.deb Depends | tr ',' '\n' |
		sed -nE "s/^ *(linux-(base|binary|modules)-[^ ]*${version//+/\\+}) *(\((=) *([^)]*)\))?.*/\1\4\5/p"
}

# The headers are three packages, the last of programs that build.
header_names() {
	local name=linux-headers-$version
	echo "$name"
	depends "$name" | grep -E '^linux-(headers|kbuild)-' || true
}

message "downloading linux-image-$version (unpacked into $cache, not installed)"
if ! download_image; then
	[[ -z $archive ]] || { cat "$temp/log" >&2; die "the archive has no linux-image-$version"; }
	message "not found with the package lists at hand, refreshing them"
	"$here/setup.sh" lists >&2
	download_image || {
		cat "$temp/log" >&2
		die "the archive has no linux-image-$version: it may have been superseded; 'apt-get install linux-headers-$("$here/kdir.sh" --flavour)' brings the current one"
	}
fi
mapfile -t more < <(part_names)
[[ -z $headers ]] || mapfile -t -O "${#more[@]}" more < <(header_names)
if ((${#more[@]})); then
	download "${more[@]}" || { cat "$temp/log" >&2; die "the archive lacks parts of $version"; }
fi

# Some packages have /lib, some /usr/lib.
mkdir -p "$temp/root/usr/lib"
ln -s usr/lib "$temp/root/lib"
for deb in "$temp"/deb/*.deb; do
	dpkg-deb --fsys-tarfile "$deb" |
		tar -x --keep-directory-symlink --no-same-owner -C "$temp/root"
done
modules=$temp/root/lib/modules/$version
if [[ ! -e $temp/root/boot/vmlinuz-$version && -e $modules/vmlinuz ]]; then
	mkdir -p "$temp/root/boot"
	mv "$modules/vmlinuz" "$temp/root/boot/vmlinuz-$version"
fi
[[ -e $temp/root/boot/vmlinuz-$version && -d $modules/kernel ]] ||
	die "the packages of linux-image-$version do not hold that kernel"

# /sbin is missing from the PATH of ordinary users.
PATH=$PATH:/usr/sbin:/sbin
depmod -b "$temp/root" "$version"
# Documentation is of no use to a VM.
rm -rf "$temp/root/usr/share"
# The headers' Makefile includes the common one by its installed place.
for makefile in "$temp"/root/usr/src/linux-headers-*/Makefile; do
	[[ ! -e $makefile ]] ||
		sed -i "s|^include /usr/src/|include $dest/usr/src/|" "$makefile"
done
chmod 755 "$temp/root"
echo "$version" >"$temp/root/release"

# Whole or not at all: a rename. If somebody else was faster, theirs is as good;
# what was there without headers makes way.
if [[ -n $headers && -e $dest/release && ! -d $dest/usr/src ]]; then
	mv -T "$dest" "$temp/old"
fi
mv -T "$temp/root" "$dest" 2>/dev/null || [[ -e $dest/release ]] ||
	die "cannot create $dest"
message "unpacked into $dest"
echo "$dest"
