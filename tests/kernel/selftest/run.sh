#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# run.sh [FAULT]...: does tests/kernel/kunit/run.sh detect mistakes?
# Runs it on a module without a fault, which must pass, and with each fault of
# faulty.c (or those named), which must fail with the reason.

set -uo pipefail

# shellcheck source=SCRIPTDIR/../../stage.sh
. "$(dirname "$(realpath "$0")")/../../stage.sh"
log=$temp/log

# The message that the log must contain.
declare -A sign=(
	[none]='^[0-9]+ passed, 0 failed$'
	[assertion]='^not ok - kunit: faulty\.faulty_assertion$'
	[parameter]='^not ok - kunit: faulty_parameter\.faulty_parameter$'
	[suite-init]='^not ok - kunit: faulty_parameter'
	[leak]='^not ok - kunit: no leak while loaded$'
	[leak-at-exit]='^not ok - kunit: no leak after rmmod$'
	[lock-order]='possible circular locking dependency'
	[sleep]='BUG: scheduling while atomic'
	[bounds]='KASAN: slab-out-of-bounds'
	[shift]='UBSAN: shift-out-of-bounds'
	[warning]='WARNING: .*faulty_warning'
	[crash]='null-ptr-deref'
	[hang]='soft lockup'
	[wait]='blocked for more than'
	[init]='^not ok - kunit: insmod$'
	[busy]='^not ok - kunit: rmmod$'
)
all=(none assertion parameter suite-init leak leak-at-exit lock-order sleep
     bounds shift warning crash hang wait init busy)

for fault in "${@:-${all[@]}}"; do
	[ -n "${sign[$fault]:-}" ] || refuse "there is no fault $fault"
	begin=$SECONDS
	status=0
	"$here/../kunit/run.sh" -d "$here" -m faulty -p "fault=$fault" \
		>"$log" 2>&1 || status=$?

	wanted=1
	[ "$fault" != none ] || wanted=0
	if [ "$status" -eq "$wanted" ] && grep -qE "${sign[$fault]}" "$log"; then
		pass "$fault ($((SECONDS - begin)) s)"
	else
		sed 's/^/| /' "$log"
		fail "$fault" "status $status, wanted $wanted and ${sign[$fault]}"
	fi
done
finish
