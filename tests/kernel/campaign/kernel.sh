#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# kernel.sh KIND [DIR]: build a kernel of the campaign, unless it is built already, and
# print its directory. KIND is
#
#   memory   looks for mistakes with memory and with locks, as tests/kernel/debug.config
#   races    looks for data races (races.config)
#   native   like memory, in User Mode Linux (native.config)
#
# With DIR it is put there as tests/vm/run.sh takes a kernel (--kernel DIR), and the
# module for it as DIR/tcpstates.ko; not native.

set -euo pipefail

here=$(dirname "$(realpath "$0")")
kernel_tools=$(realpath "$here/..")
top=$(realpath "$here/../../..")
kind=$1
dir=${2-}

temp=$(mktemp -d)
trap 'rm -rf "$temp"' EXIT

architecture=$(dpkg --print-architecture)
base=("$kernel_tools/debug.config" "$kernel_tools/debug.$architecture.config")
case $kind in
memory)	fragments=("$here/vm.config") ;;
races)	fragments=("$here/vm.config" "$here/races.config") ;;
native)	base=("$kernel_tools/uml.config") fragments=("$here/native.config") ;;
*)	echo "campaign: there is no kernel $kind" >&2; exit 2 ;;
esac
# Options that one of them excludes, and additional arguments of make.
without=$(sed -n 's/^# without: //p' "${fragments[@]}")
extra=$(sed -n 's/^# make: //p' "${fragments[@]}")
{
	grep -hvE "${without:-^$}" "${base[@]}" |
		sed "s/^# build: ARCH=[^ ]*/&${extra:+ $extra}/"
	cat "${fragments[@]}"
} >"$temp/$kind.config"
# It looks for configurations beside itself.
ln -s "$kernel_tools/build.sh" "$temp/build.sh"
built=$("$temp/build.sh" "$kind")
echo "$built"
[[ -n $dir ]] || exit 0

release=$(cat "$built/include/config/kernel.release")
# shellcheck source=SCRIPTDIR/../../vm/machine.sh
. "$top/tests/vm/machine.sh"
machine_of "$architecture"
mkdir -p "$dir/boot" "$dir/module"
make -s -C "$built" INSTALL_MOD_PATH="$dir" modules_install >&2
rm -f "$dir/lib/modules/$release"/{build,source}
cp "$built/$built_image" "$dir/boot/vmlinuz-$release"
"$kernel_tools/copy-sources.sh" "$top" "$dir/module"
make -s -C "$built" M="$dir/module" -j"$(nproc)" modules >&2
mv "$dir/module/tcpstates.ko" "$dir/"
