#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The module in the kernel with all checkers (tests/kernel/debug.config), under what its
# callers must not be able to do to it: hours, by hand. Any complaint of the kernel is a
# failure. The last line is `N passed, N failed`.
#
#   run.sh [--short] [--races | --native] [--seed N] [PART[:SIZE]…]
#                                               default: all parts, full size
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
#   e2e         SIZE times scenarios of tests/vm/e2e (1)
#
#   --short     little of each, and not the last
#   --races     in a kernel that looks for data races (races.config), not for mistakes
#               with memory; by default only e2e
#   --native    in User Mode Linux with the checkers of memory (native.config), at many
#               times the speed but with one processor; by default only segments
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
e2e 1
"
# Those that end within minutes in such a kernel.
scenarios=(02-transitions 03-addresses 08-firewall 08-netlink 09-accounts 11-attacks
	12-enabled)
column=2
kind=memory
seed=1
asked=()
size_of() { awk -v part="$1" -v n="$column" '$1 == part { print $n }' <<<"$sizes"; }

while (($#)); do
	case $1 in
	--short)	column=3; shift ;;
	--races)	kind=races; shift ;;
	--native)	kind=native; shift ;;
	--seed)		seed=$2; shift 2 ;;
	-h | --help)	sed -n '3,/^$/{s/^#$//;s/^# //;p}' "$0"; exit 0 ;;
	*)
		grep -q "^${1%%:*} " <<<"$sizes" || {
			echo "campaign: there is no part ${1%%:*} (--help lists them)" >&2
			exit 2
		}
		asked+=("$1")
		shift ;;
	esac
done
if ((${#asked[@]} == 0)); then
	case $kind in
	races)	asked=(e2e) ;;
	native)	asked=(segments) ;;
	*)	mapfile -t asked < <(awk -v n="$column" 'NF >= n { print $1 }' <<<"$sizes") ;;
	esac
fi

temp=$(mktemp -d)
vm_kernel=
trap 'rm -rf "$temp" ${vm_kernel:+"$vm_kernel"}' EXIT

# make_kernel: where it is built is in $built; in $vm_kernel it is for the VM of tests/vm,
# which sees nothing of /tmp.
built=
make_kernel() {
	if [[ $kind != native ]]; then
		vm_kernel=$(mktemp -d "${XDG_CACHE_HOME:-$HOME/.cache}/tcpstates/campaign.XXXXXX")
	fi
	built=$("$here/kernel.sh" "$kind" ${vm_kernel:+"$vm_kernel"})
}
if [[ $kind == races ]]; then
	# There are none where one processor stands still while the other runs.
	export TCPS_THREADS=multi
fi

# --- in the VM of tests/kernel/kunit ---------------------------------------------------

overlay=$temp/overlay

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

compiled() { ${CC:-gcc} -O1 -static -pthread -I"$temp" -o "$overlay/campaign/$1" "$2"; }

make_overlay() {
	mkdir -p "$overlay/campaign" "$overlay/bin"
	with bash ip readelf "$top/tools/tcpst"
	/usr/bin/python3 "$here/spec.py" \
		"$top/Documentation/netlink/specs/tcpstates.yaml" >"$temp/spec.h"
	compiled segments "$here/segments.c"
	compiled requests "$here/requests.c"
	compiled namespaces "$here/namespaces.c"
	compiled hungry "$here/hungry.c"
	compiled traffic "$top/tests/vm/e2e/traffic.c"
	cp "$top/tests/vm/net.sh" "$overlay/campaign/"
	cp "$here/exercise.sh" "$overlay/"
	echo "$seed" >"$overlay/campaign/seed"
	printf '%s\n' "$@" >"$overlay/campaign/parts"
}

# in_initramfs 'PART SIZE'…
in_initramfs() {
	make_overlay "$@"
	# A day; the kernel's own detectors end what hangs. A part may be silent for long.
	if ((column == 2)); then
		export KUNIT_LIMIT=${KUNIT_LIMIT:-86400} KUNIT_SILENCE=${KUNIT_SILENCE:-7200}
	fi
	local kernel=()
	[[ $kind == memory ]] || kernel=(-k "$built")
	KUNIT_MEMORY=${KUNIT_MEMORY:-1G} "$here/../kunit/run.sh" \
		${kernel[@]+"${kernel[@]}"} -x "$overlay"
}

# --- in that of tests/vm -----------------------------------------------------------------

e2e() {
	TCPS_MODULE=$vm_kernel/tcpstates.ko "$top/tests/vm/e2e/run.sh" --kernel "$vm_kernel" \
		--mem 3072 --board q35 --timeout 1200 "${scenarios[@]}"
}

# --- all of them ---------------------------------------------------------------------------

passed=0
failed=0
# count COMMAND…: what its last line says.
count() {
	local line status=0
	"$@" 2>&1 | tee "$temp/log" || status=$?
	line=$(tail -n 1 "$temp/log")
	if [[ $line =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed ]]; then
		passed=$((passed + BASH_REMATCH[1]))
		failed=$((failed + BASH_REMATCH[2]))
	fi
	((status == 0 || failed)) || failed=1
}

initramfs=()
times=0
for part in "${asked[@]}"; do
	name=${part%%:*}
	size=$(size_of "$name")
	[[ $part != *:* ]] || size=${part#*:}
	case $name in
	e2e)	times=${size:-1} ;;
	*)	initramfs+=("$name $size") ;;
	esac
done
if [[ $kind != memory ]] || ((times)); then
	make_kernel
fi
((${#initramfs[@]} == 0)) || count in_initramfs "${initramfs[@]}"
for ((; times; times--)); do
	echo "campaign: e2e begins"
	count e2e
done
echo "$passed passed, $failed failed"
((failed == 0))
