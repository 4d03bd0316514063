#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# In the VM: the scenarios, one after the other. Run by run.sh.
#
#   guest.sh LIMIT MODULE SCENARIO…
#
#   LIMIT      seconds for each scenario, on a machine as fast as the reference
#   MODULE     empty if the module is neither loaded nor unloaded
#   SCENARIO   a file

set -euo pipefail

# shellcheck source=SCRIPTDIR/../guest.sh
. "$TCPS_TOP/tests/vm/guest.sh"

limit=$(($1 * TCPS_SLOWNESS / 100))
module=$2
shift 2

# The next scenario starts in a clean place even if this one was killed.
clean() {
	local ns pids
	for ns in /run/netns/*; do
		[[ -e $ns ]] || continue
		pids=$(ip netns pids "${ns##*/}")
		# shellcheck disable=SC2086  # a list of numbers
		[[ -z $pids ]] || kill -9 $pids 2>/dev/null || true
		ip netns del "${ns##*/}" || true
	done
}

# scenario FILE: fails if it ends with another status than 0, does not end, or checks
# nothing.
scenario() {
	local before status=0 uptime
	before=$(wc -l <"$results")
	# A scenario may have tried how the module unloads.
	if [[ -n $module ]] && ! module_loaded && ! insmod "$TCPS_MODULE"; then
		fail "the module does not load"
		return
	fi
	# A deadline before the limit, so that a scenario can report what it waits for.
	read -r uptime _ </proc/uptime
	export TCPS_DEADLINE=$((${uptime%.*} + limit * 9 / 10))
	timeout --kill-after=5 "$limit" bash "$1" </dev/null || status=$?
	if ((status == 124 || status == 137)); then
		fail "still running after $limit s"
	elif ((status)); then
		fail "ended with status $status"
	elif (($(wc -l <"$results") == before)); then
		fail "checked nothing"
	fi
}

# `begin` and `end` around a scenario show the host which were not finished.
for file; do
	stage=$(basename "$file" .test.sh)
	echo "begin $stage" >>"$results"
	echo "--- $stage"
	scenario "$file"
	clean
	echo "end $stage" >>"$results"
done
stage=e2e
if [[ -n $module ]] && module_loaded; then
	check "the module unloads after the scenarios" module_unload
fi
