#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2317,SC2329  # functions are called by counted
#
# The module in kernels with all checkers, under hostile and extreme input, run by hand: about
# half an hour of processor time for a kernel, a few minutes with --races, besides building
# it. Any complaint of the kernel is a failure. The last line is `N passed, N failed`.
#
#   run.sh [--short] [--races | --native] [--seed N] [PART[:SIZE]…]
#                                               default: all parts of that kernel
#
#   hooks       SIZE segments with errors in every field, at the hooks of the module
#   segments    the same through a router, with GSO and GRO
#   netlink     SIZE requests made from the specification of the family, most with
#               something wrong, by root, nobody, and a namespace's owner
#   unload      SIZE rounds of unloading and loading under traffic, with readers
#   namespaces  SIZE network namespaces with settings of their own that come and go,
#               four at once, with flows under way
#   processors  a processor goes off and on SIZE times under traffic
#   clock       SIZE steps of the wall clock under traffic
#   memory      all memory is taken SIZE times, under traffic
#   faults      SIZE rounds in which each allocation of the module fails: the n-th of an
#               operation for each n, and each by turns under traffic
#   e2e         SIZE times scenarios of tests/vm/e2e
#   agreement   SIZE times cells of tests/vm/agreement
#
#   --races     in a kernel that looks for data races (races.config), not for mistakes
#               with memory (tests/kernel/debug.config); both have two emulated processors
#   --native    in User Mode Linux with the checkers of memory (native.config), at many
#               times the speed but with one processor
#   --short     little of what takes less than two minutes each
#   --seed N    seed of random choices (1); the same seed sends the same segments

set -euo pipefail

# shellcheck source=SCRIPTDIR/../../stage.sh
. "$(dirname "$(realpath "$0")")/../../stage.sh"

# The parts, and the size of each for each kernel and for --short. Parts that need many
# iterations are native; those that need two CPUs, or programs of Debian, are not. A round of
# faults takes a minute there, but more than a quarter of an hour if emulated.
sizes="
part		memory	races	native		short
hooks		30000	-	10000000	3000
segments	5000	2000	200000		500
netlink		3000	1000	100000		300
unload		5	2	1000		2
namespaces	20	10	10000		4
processors	5	2	-		1
clock		4	-	50		2
memory		3	-	10		-
faults		-	-	3		-
e2e		1	1	-		-
agreement	1	-	-		-
"
# Scenarios that end within minutes in these kernels.
scenarios=(02-transitions 03-addresses 08-firewall 20-netlink 09-accounts 11-attacks
	12-enabled)
cells=(close:clean:28 half_close:clean:6 abort:clean:20 reuse:clean:8 snat:clean:14
	attack:clean:28 close:mixed:60)
kind=memory
short=
seed=1
asked=()
# size_of PART COLUMN: nothing if it does not run there
size_of() {
	awk -v part="$1" -v column="$2" '
		$1 == "part" { for (i = 1; i <= NF; i++) if ($i == column) n = i }
		$1 == part && $n != "-" { print $n }' <<<"$sizes"
}
parts() { awk 'NF && $1 != "part" { print $1 }' <<<"$sizes"; }

while (($#)); do
	case $1 in
	--short)	short=1; shift ;;
	--races)	kind=races; shift ;;
	--native)	kind=native; shift ;;
	--seed)		seed=$2; shift 2 ;;
	-h | --help)	usage; exit 0 ;;
	*)
		parts | grep -qxF "${1%%:*}" ||
			refuse "there is no part ${1%%:*} (--help lists them)"
		[[ $1 != *:* || ${1#*:} =~ ^[1-9][0-9]*$ ]] ||
			refuse "the size of a part is a number, not ${1#*:}"
		asked+=("$1")
		shift ;;
	esac
done
column=${short:+short}
column=${column:-$kind}
if ((${#asked[@]} == 0)); then
	for part in $(parts); do
		[[ -z $(size_of "$part" "$kind") ||
			-z $(size_of "$part" "$column") ]] ||
			asked+=("$part")
	done
fi
need_built "$top/tools/tcpst"
temp_for_vm

# make_kernel: sets $built, the build directory, and $vm_kernel, the kernel for the VM of
# tests/vm.
built=
vm_kernel=
make_kernel() {
	if [[ $kind != native ]]; then
		vm_kernel=$temp/kernel
	fi
	built=$("$here/kernel.sh" "$kind" ${vm_kernel:+"$vm_kernel"})
}
if [[ $kind == races ]]; then
	# No race occurs if one CPU stands still while the other runs.
	export TCPS_THREADS=multi
	# Those in which different things are done at once.
	scenarios=(02-transitions 20-netlink 09-accounts 12-enabled)
fi

# --- in the VM of tests/kernel/kunit ---------------------------------------------------

overlay=$temp/overlay

# with PROGRAM…: copy dynamically linked programs and their libraries.
with() {
	local program path library
	for program; do
		path=$(PATH=$PATH:/usr/sbin:/sbin command -v "$program")
		cp -L "$path" "$overlay/bin/"
		for library in $(ldd "$path" | grep -o '/[^ ]*'); do
			[[ -e $overlay$library ]] || cp -L --parents "$library" "$overlay"
		done
	done
}

# compiled NAME SOURCE…
compiled() {
	local name=$1
	shift
	${CC:-gcc} -O1 -static -pthread -I"$temp" -o "$overlay/campaign/$name" "$@"
}

# make_overlay 'PART SIZE'…
make_overlay() {
	mkdir -p "$overlay/campaign" "$overlay/bin"
	with bash ip readelf "$top/tools/tcpst"
	/usr/bin/python3 "$here/spec.py" \
		"$top/Documentation/netlink/specs/tcpstates.yaml" >"$temp/spec.h"
	compiled segments "$here/segments.c" "$here/craft.c"
	compiled requests "$here/requests.c"
	compiled namespaces "$here/namespaces.c"
	compiled hungry "$here/hungry.c"
	compiled unload "$here/unload.c"
	compiled traffic "$top/tests/vm/e2e/traffic.c"
	cp "$top/tests/vm/net.sh" "$overlay/campaign/"
	cp "$here/exercise.sh" "$overlay/"
	echo "$seed" >"$overlay/campaign/seed"
	printf '%s\n' "$@" >"$overlay/campaign/parts"
}

in_initramfs() {
	# A day; the kernel's detectors end a hang. A part may be silent for long.
	if [[ -z $short ]]; then
		export KUNIT_LIMIT=${KUNIT_LIMIT:-86400} KUNIT_SILENCE=${KUNIT_SILENCE:-7200}
	fi
	local kernel=()
	[[ $kind == memory ]] || kernel=(-k "$built")
	KUNIT_MEMORY=${KUNIT_MEMORY:-1G} "$here/../kunit/run.sh" \
		${kernel[@]+"${kernel[@]}"} -x "$overlay"
}

# --- in that of tests/vm -----------------------------------------------------------------

# in_vm PART
in_vm() {
	local vm=(--kernel "$vm_kernel" --mem 3072 --board q35)
	case $1 in
	e2e)	vm+=(--timeout 1200 "${scenarios[@]}") ;;
	*)	vm+=("${cells[@]}") ;;
	esac
	TCPS_MODULE=$vm_kernel/tcpstates.ko "$top/tests/vm/$1/run.sh" "${vm[@]}"
}

# --- all of them ---------------------------------------------------------------------------

initramfs=()
vm=()
for part in "${asked[@]}"; do
	name=${part%%:*}
	size=$(size_of "$name" "$column")
	[[ $part != *:* ]] || size=${part#*:}
	case $name in
	e2e | agreement)
		for ((i = 0; i < ${size:-1}; i++)); do vm+=("$name"); done ;;
	*)	initramfs+=("$name ${size:-1}") ;;
	esac
done
if [[ $kind != memory ]] || ((${#vm[@]})); then
	make_kernel
fi
if ((${#initramfs[@]})); then
	make_overlay "${initramfs[@]}"
	counted in_initramfs
fi
for part in ${vm[@]+"${vm[@]}"}; do
	echo "campaign: $part begins"
	counted in_vm "$part"
done
finish
