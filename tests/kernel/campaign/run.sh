#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The module in the kernel with all checkers (tests/kernel/debug.config), under what its
# callers must not be able to do to it: hours, by hand. In the VM of
# tests/kernel/kunit, which fails at any complaint of the kernel, and looks for leaks.
# The last line is `N passed, N failed`.
#
#   run.sh [--short] [--seed N] [PART[:SIZE]…]      default: all parts, full size
#
#   segments    SIZE segments bent at every field, IPv4 and IPv6 (10,000,000)
#   netlink     SIZE requests made from the specification of the family, most with
#               something wrong, by root, nobody, and a namespace's owner (1,000,000)
#   unload      SIZE rounds of unloading and loading under traffic, with readers (1,000)
#   namespaces  SIZE network namespaces with settings of their own that come and go,
#               four at once, with flows under way (10,000)
#   processors  a processor goes off and on SIZE times under traffic (200)
#   clock       SIZE steps of the wall clock under traffic (200)
#   memory      all memory is taken SIZE times, under traffic (50)
#   faults      SIZE rounds in which each allocation of the module fails: the n-th of an
#               operation for each n, and each by turns under traffic (20)
#
#   --short     little of each
#   --seed N    of what is random (1); the same seed sends the same

set -euo pipefail

here=$(dirname "$(realpath "$0")")
top=$(realpath "$here/../../..")

# What there is, its size, and that of --short.
sizes="
segments 10000000 3000
netlink 1000000 600
unload 1000 2
namespaces 10000 8
processors 200 1
clock 200 2
memory 50 1
faults 20 1
"
column=2
seed=1
asked=()
size_of() { awk -v part="$1" -v n="$column" '$1 == part { print $n }' <<<"$sizes"; }

while (($#)); do
	case $1 in
	--short)	column=3; shift ;;
	--seed)		seed=$2; shift 2 ;;
	-h | --help)	sed -n '3,/^$/{s/^#$//;s/^# //;p}' "$0"; exit 0 ;;
	*)
		[[ -n $(size_of "${1%%:*}") ]] || {
			echo "campaign: there is no part ${1%%:*} (--help lists them)" >&2
			exit 2
		}
		asked+=("$1")
		shift ;;
	esac
done
if ((${#asked[@]} == 0)); then
	mapfile -t asked < <(awk 'NF { print $1 }' <<<"$sizes")
fi

temp=$(mktemp -d)
trap 'rm -rf "$temp"' EXIT
overlay=$temp/overlay
mkdir -p "$overlay/campaign" "$overlay/bin"

# with PROGRAM…: what is dynamically linked, and what that takes.
with() {
	local program path
	for program; do
		path=$(PATH=$PATH:/usr/sbin:/sbin command -v "$program")
		cp -L "$path" "$overlay/bin/"
		ldd "$path" | grep -o '/[^ ]*' |
			xargs -I{} cp -L --parents -n {} "$overlay"
	done
}

built() { ${CC:-gcc} -O1 -static -pthread -I"$temp" -o "$overlay/campaign/$1" "$2"; }

with bash ip readelf "$top/tools/tcpst"
/usr/bin/python3 "$here/spec.py" "$top/Documentation/netlink/specs/tcpstates.yaml" \
	>"$temp/spec.h"
built segments "$here/segments.c"
built requests "$here/requests.c"
built namespaces "$here/namespaces.c"
built hungry "$here/hungry.c"
built traffic "$top/tests/vm/e2e/traffic.c"
cp "$top/tests/vm/net.sh" "$overlay/campaign/"
cp "$here/exercise.sh" "$overlay/"
echo "$seed" >"$overlay/campaign/seed"
for part in "${asked[@]}"; do
	if [[ $part == *:* ]]; then
		echo "${part%%:*} ${part#*:}"
	else
		echo "$part $(size_of "$part")"
	fi
done >"$overlay/campaign/parts"

# A day; the kernel's own detectors end what hangs. A part may be silent for long.
if ((column == 2)); then
	export KUNIT_LIMIT=${KUNIT_LIMIT:-86400} KUNIT_SILENCE=${KUNIT_SILENCE:-7200}
fi
KUNIT_MEMORY=${KUNIT_MEMORY:-1G} "$here/../kunit/run.sh" -x "$overlay"
