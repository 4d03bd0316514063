#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# vm.sh FIGURES: end to end, in a virtual machine with two processors and the
# distribution's kernel (vm-guest.sh says what is done there). Appends lines
# for report.py to FIGURES.

set -euo pipefail

here=$(cd "$(dirname "$(realpath "${BASH_SOURCE[0]}")")" && pwd)
top=$(realpath "$here/../..")
figures=$1
dir=${XDG_CACHE_HOME:-$HOME/.cache}/tcpstates/bench

# Built beside the checkout, and where the guest sees it.
mkdir -p "$dir"
exec 9>"$dir/.lock"
flock 9
"$top/tests/kernel/copy-sources.sh" "$top" "$dir/module"
kdir=${KDIR:-$("$top/tests/vm/kdir.sh")}
make -C "$kdir" M="$dir/module" -j"$(nproc)" modules \
	>"$dir/build.log" 2>&1 </dev/null ||
	{ tail -n 20 "$dir/build.log" >&2; exit 1; }
gcc -O2 -Wall -Wextra -pthread -o "$dir/traffic" "$here/traffic.c"

"$top/tests/vm/run.sh" --cpus 2 --mem 2048 --timeout "${BENCH_LIMIT:-1500}" \
	--env BENCH_DIR="$dir" -- "$here/vm-guest.sh" |
	tee /dev/stderr | grep '^bench: ' >>"$figures"
