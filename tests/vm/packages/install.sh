#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# As root, in a mount namespace of its own, in an overlay of this machine's root that has
# the modules of another kernel: install the module with make and remove it again, then
# install the packages, and keep what that changed.
#
#   install.sh DIR PACKAGES KERNEL KERNEL-DIR KDIR    leaves DIR/state.tar

set -euo pipefail

dir=$1 packages=$2 kernel=$3 kernel_dir=$4 kdir=$5
top=$(realpath "$(dirname "$(realpath "$0")")/../../..")

mount --make-rprivate /
work=$(mktemp -d)
mount -t tmpfs overlay "$work"
mkdir -p "$work"/{root,upper,work,modules,modules-work,packages}
cp "$packages"/tcpst_*.deb "$packages"/tcpstates-dkms_*.deb "$work/packages/"
cp -a "$kernel_dir/lib/modules/$kernel" "$work/modules/"
ln -sfn "$kdir" "$work/modules/$kernel/build"

root=$work/root
mount -t overlay -o "lowerdir=/,upperdir=$work/upper,workdir=$work/work" overlay "$root"
mkdir -p "$root/lib/modules"
mount --bind "$work/modules" "$root/lib/modules"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mount -t tmpfs tmp "$root/tmp"
mount -t tmpfs run "$root/run"
cp -r "$work/packages" "$root/tmp/"
# The checkout is complete, and nothing may be written to it.
mkdir -p "$root$top"
mount --bind "$top" "$root$top"
mount -o remount,bind,ro "$root$top"

# module_of: the file that modprobe would load
module_of() { chroot "$root" modinfo -k "$kernel" -n tcpstates; }
by_make() {
	chroot "$root" make -C "$top" --no-print-directory -o module KDIR="$kdir" "$1"
}
by_make install-module
[[ $(module_of) == "/lib/modules/$kernel/extra/tcpstates.ko"* ]] ||
	{ echo "make install: modprobe would not find the module"; exit 1; }
by_make uninstall-module
if module_of; then
	echo "make uninstall: the module is still there"
	exit 1
fi

DEBIAN_FRONTEND=noninteractive chroot "$root" /bin/sh -c \
	'dpkg -i /tmp/packages/*.deb && dkms status'

# Without the modules that the VM has anyway. The overlay stays mounted: dkms leaves a
# process behind for some seconds, which keeps it busy.
find "$work/modules/$kernel/kernel" -delete
rm "$work/modules/$kernel/build"
mkdir -p "$work/lib-modules"
mv "$work/modules/$kernel" "$work/lib-modules/"
tar -C "$work/upper" -cf "$dir/state.tar" . -C "$work" lib-modules
