#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# As root, in a mount namespace of its own: install the packages into an overlay
# of this machine's root that has the modules of another kernel, and keep what
# that changed.
#
#   install.sh DIR PACKAGES KERNEL KERNEL-DIR KDIR    leaves DIR/state.tar

set -euo pipefail

dir=$1 packages=$2 kernel=$3 kernel_dir=$4 kdir=$5

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

DEBIAN_FRONTEND=noninteractive chroot "$root" /bin/sh -c \
	'dpkg -i /tmp/packages/*.deb && dkms status'

# Without the modules that the VM has anyway.
find "$work/modules/$kernel/kernel" -delete
rm "$work/modules/$kernel/build"
umount -R "$root"
mkdir -p "$work/upper/lib-modules"
mv "$work/modules/$kernel" "$work/upper/lib-modules/"
tar -C "$work/upper" -cf "$dir/state.tar" .
