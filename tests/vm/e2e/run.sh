#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Run the end-to-end scenarios, all in one boot of the VM.
#
#   run.sh [--timeout SEC] [--no-module] [VM-OPTION…] [SCENARIO…]
#
#   SCENARIO       a file, or its name without .test.sh (default: all here)
#   --timeout SEC  for each scenario (480), more on a slower machine (tests/vm/run.sh)
#   --no-module    neither load nor unload the module
#   VM-OPTION      an option of tests/vm/run.sh and its value (--kernel, --cpus, …)
#
# Each line of result is shown as it comes; the last line is `N passed, N failed`.
# Exit status 0 if nothing failed. Whatever was asked for and has no result, for
# the VM died or hung before, has failed.

set -euo pipefail

# shellcheck source=SCRIPTDIR/../../stage.sh
. "$(dirname "$(realpath "$0")")/../../stage.sh"

limit=480
module=1
vm=()
scenarios=()
while (($#)); do
	case $1 in
	--timeout)	limit=$2; shift 2 ;;
	--no-module)	module=; shift ;;
	--strict)	vm+=("$1"); shift ;;
	-h | --help)	usage; exit 0 ;;
	--*)		vm+=("$1" "$2"); shift 2 ;;
	*)
		if [[ -e $1 ]]; then
			scenarios+=("$(realpath "$1")")
		elif [[ -e $here/$1.test.sh ]]; then
			scenarios+=("$here/$1.test.sh")
		else
			refuse "there is no scenario $1"
		fi
		shift ;;
	esac
done
if ((${#scenarios[@]} == 0)); then
	shopt -s nullglob
	scenarios=("$here"/*.test.sh)
	((${#scenarios[@]})) || refuse "no scenarios in $here"
fi
[[ -z $module ]] || need_built "${TCPS_MODULE:-$top/tcpstates.ko}"

# Programs are made here, where it does not take long.
temp_for_vm
${CC:-gcc} -O1 -pthread -o "$temp/traffic" "$here/traffic.c"
${CC:-gcc} -O1 -shared -fPIC -o "$temp/small_buffer.so" "$here/small_buffer.c"
${CC:-gcc} -O1 -shared -fPIC -o "$temp/other_version.so" "$here/other_version.c" -lmnl

# The scenarios have limits of their own, which few of them come near; this one is
# for a VM that hangs. Caches that are not merged with others complain if anything
# is left when they go.
status=0
"$top/tests/vm/run.sh" --strict --append slub_nomerge --timeout $((limit + 60 + limit * ${#scenarios[@]} / 2)) \
	${vm[@]+"${vm[@]}"} --share "$temp" --env TCPS_BUILD="$temp" --out "$temp" -- \
	"$here/guest.sh" "$limit" "$module" "${scenarios[@]}" || status=$?

results=$temp/results
count_guest "$results" "$status"

echo
for file in "${scenarios[@]}"; do
	name=$(basename "$file" .test.sh)
	if ! grep -qFx "begin $name" "$results"; then
		fail "$name" "never ran"
	elif ! grep -qFx "end $name" "$results"; then
		fail "$name" "the VM ended in the middle of it"
	fi
done
grep -E '^(not ok|skip) - ' "$results" || true
finish
