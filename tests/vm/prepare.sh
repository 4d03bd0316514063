#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Everything that running tcpstates in the VM takes, each step printed: the Debian
# packages, the build against the headers of the kernel the VM boots, and that
# kernel. Does again only what is not done yet.
#
#   prepare.sh [SET…]     more sets of setup.sh than `build` and `vm`

set -euo pipefail

here=$(dirname "$(realpath "$0")")
top=$(realpath "$here/../..")

"$here/setup.sh" build vm "$@"
kdir=$("$here/kdir.sh")
echo "build: module and tcpst, against $kdir"
make -C "$top" --no-print-directory module tools KDIR="$kdir"
for file in tcpstates.ko tools/tcpst; do
	if [[ ! -e $top/$file ]]; then
		echo "build: make left no $file" >&2
		exit 1
	fi
done
"$here/fetch-kernel.sh" >/dev/null
