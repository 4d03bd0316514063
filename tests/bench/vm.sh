#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# vm.sh FIGURES: end to end and at scale, in a virtual machine with two
# processors and the distribution's kernel (vm-guest.sh lists what is done
# there). Then the comparison once more on one processor whose clock counts
# instructions: what the host does meanwhile changes nothing there. Appends
# lines for report.py to FIGURES.
#
#   BENCH_VM="PART…"   these parts only, "counted" is the one on that processor
#   BENCH_ROUNDS=N     rounds of the comparison (12)
#   BENCH_SYNS=N       SYNs of the flood (1000000)
#   BENCH_FLOWS=N      flows of the largest table (1000000)

set -euo pipefail

# shellcheck source=SCRIPTDIR/../stage.sh
. "$(dirname "$(realpath "$0")")/../stage.sh"
figures=$1
dir=$cache
read -ra parts <<<"${BENCH_VM:-compare counted contest full flood million}"

need_built "$top/tools/tcpst"

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
gcc -O2 -Wall -Wextra -o "$dir/inject" "$here/inject.c"
gcc -O2 -Wall -Wextra -o "$dir/dump" "$here/dump.c" -lmnl

# in_vm PART OPTION...: what it prints for report.py is kept, all is shown. What
# went wrong is part of the report, and keeps no other part from being measured.
in_vm() {
	local part=$1
	shift
	"$top/tests/vm/run.sh" --mem 3072 --timeout "${BENCH_LIMIT:-1500}" \
		--env BENCH_DIR="$dir" --env BENCH_ROUNDS --env BENCH_RATES \
		--env BENCH_SYNS --env BENCH_FLOWS "$@" \
		-- "$here/vm-guest.sh" "$part" |
		tee -a /dev/stderr | { grep '^bench: ' || true; } >>"$figures" ||
		echo "bench: info part $part FAILED" >>"$figures"
}

for part in "${parts[@]}"; do
	if [[ $part == counted ]]; then
		in_vm compare --cpus 1 --counted --env BENCH_ROUNDS=6 \
			--env BENCH_SUFFIX=.counted
	else
		in_vm "$part" --cpus 2
	fi
done
