#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Run the end-to-end scenarios, all in one boot of the VM.
#
#   run.sh [--timeout SEC] [--no-module] [VM-OPTION…] [SCENARIO…]
#
#   SCENARIO       a file, or its name without .test.sh (default: all here)
#   --timeout SEC  for each scenario (240), more on a slower machine (tests/vm/run.sh)
#   --no-module    neither load nor unload the module
#   VM-OPTION      an option of tests/vm/run.sh and its value (--kernel, --cpus, …)
#
# Each line of result is shown as it comes; the last line is `N passed, N failed`.
# Exit status 0 if nothing failed. Whatever was asked for and has no result, for
# the VM died or hung before, has failed.

set -euo pipefail

here=$(dirname "$(realpath "$0")")
top=$(realpath "$here/../../..")

# --- in the VM -------------------------------------------------------------

# `begin` and `end` around a scenario tell the host which were not finished.
guest() {
	local limit=$(($1 * TCPS_SLOWNESS / 100)) module=$2 file name status before
	local uptime
	shift 2
	export TCPS_RESULTS=$TCPS_OUT/results
	for file; do
		name=$(basename "$file" .test.sh)
		echo "begin $name" >>"$TCPS_RESULTS"
		before=$(wc -l <"$TCPS_RESULTS")
		echo "--- $name"
		status=0
		# A scenario may have tried how the module unloads.
		if [[ -n $module && ! -d /sys/module/tcpstates ]]; then
			insmod "$TCPS_MODULE" || status=$?
		fi
		if ((status)); then
			guest_fail "$name" "the module does not load"
		else
			# What the scenario waits for and does not get, it can say.
			read -r uptime _ </proc/uptime
			export TCPS_DEADLINE=$((${uptime%.*} + limit * 9 / 10))
			timeout --kill-after=5 "$limit" bash "$file" </dev/null || status=$?
			if ((status == 124 || status == 137)); then
				guest_fail "$name" "still running after $limit s"
			elif ((status)); then
				guest_fail "$name" "ended with status $status"
			elif (($(wc -l <"$TCPS_RESULTS") == before)); then
				guest_fail "$name" "checked nothing"
			fi
		fi
		guest_clean
		echo "end $name" >>"$TCPS_RESULTS"
	done
	if [[ -n $module && -d /sys/module/tcpstates ]]; then
		if rmmod tcpstates; then
			guest_pass unload
		else
			guest_fail unload "rmmod fails after the scenarios"
		fi
	fi
}

guest_pass() { echo "ok - $1" | tee -a "$TCPS_RESULTS"; }
guest_fail() { echo "not ok - $1: $2" | tee -a "$TCPS_RESULTS"; }

# The next scenario starts in a clean place even if this one was killed.
guest_clean() {
	local ns pids
	for ns in /run/netns/*; do
		[[ -e $ns ]] || continue
		pids=$(ip netns pids "${ns##*/}")
		# shellcheck disable=SC2086  # a list of numbers
		[[ -z $pids ]] || kill -9 $pids 2>/dev/null || true
		ip netns del "${ns##*/}" || true
	done
}

if [[ ${1-} == --guest ]]; then
	shift
	guest "$@"
	exit 0
fi

# --- on the host -----------------------------------------------------------

limit=240
module=1
vm=()
scenarios=()
while (($#)); do
	case $1 in
	--timeout)	limit=$2; shift 2 ;;
	--no-module)	module=; shift ;;
	--strict)	vm+=("$1"); shift ;;
	-h | --help)	sed -n '3,/^$/{s/^#$//;s/^# //;p}' "$0"; exit 0 ;;
	--*)		vm+=("$1" "$2"); shift 2 ;;
	*)
		if [[ -e $1 ]]; then
			scenarios+=("$(realpath "$1")")
		elif [[ -e $here/$1.test.sh ]]; then
			scenarios+=("$here/$1.test.sh")
		else
			echo "e2e: there is no scenario $1" >&2
			exit 2
		fi
		shift ;;
	esac
done
if ((${#scenarios[@]} == 0)); then
	shopt -s nullglob
	scenarios=("$here"/*.test.sh)
	if ((${#scenarios[@]} == 0)); then
		echo "e2e: no scenarios in $here" >&2
		exit 2
	fi
fi
if [[ -n $module && ! -e ${TCPS_MODULE:-$top/tcpstates.ko} ]]; then
	echo "e2e: ${TCPS_MODULE:-tcpstates.ko} is not built: tests/vm/prepare.sh does it" >&2
	exit 2
fi

# The VM sees the host's files, save for /tmp. Programs are made here, where it does
# not take long.
cache=${XDG_CACHE_HOME:-$HOME/.cache}/tcpstates
mkdir -p "$cache"
temp=$(mktemp -d "$cache/e2e.XXXXXX")
trap 'rm -rf "$temp"' EXIT
${CC:-gcc} -O1 -pthread -o "$temp/traffic" "$here/traffic.c"
${CC:-gcc} -O1 -shared -fPIC -o "$temp/small_buffer.so" "$here/small_buffer.c"
${CC:-gcc} -O1 -shared -fPIC -o "$temp/other_version.so" "$here/other_version.c" -lmnl

# The scenarios have limits of their own, which few of them come near; this one is
# for a VM that hangs. Caches that are not merged with others complain if anything
# is left when they go.
status=0
"$top/tests/vm/run.sh" --strict --append slub_nomerge --timeout $((limit + 60 + limit * ${#scenarios[@]} / 2)) \
	${vm[@]+"${vm[@]}"} --share "$temp" --env TCPS_BUILD="$temp" --out "$temp" -- \
	"$here/run.sh" --guest "$limit" "$module" "${scenarios[@]}" || status=$?

results=$temp/results
: >>"$results"
passed=$(grep -c '^ok - ' "$results" || true)
failed=$(grep -c '^not ok - ' "$results" || true)
skipped=$(grep -c '^skip - ' "$results" || true)

echo
for file in "${scenarios[@]}"; do
	name=$(basename "$file" .test.sh)
	if ! grep -qFx "begin $name" "$results"; then
		echo "not ok - $name: never ran"
	elif ! grep -qFx "end $name" "$results"; then
		echo "not ok - $name: the VM ended in the middle of it"
	else
		continue
	fi
	failed=$((failed + 1))
done
# All ran, and yet: the kernel complained, or the VM died while unloading.
if ((status && failed == 0)); then
	echo "not ok - vm: status $status of the VM after the scenarios"
	failed=1
fi
grep -E '^(not ok|skip) - ' "$results" || true
line="$passed passed, $failed failed"
((skipped == 0)) || line+=", $skipped skipped"
echo "$line"
((failed == 0))
