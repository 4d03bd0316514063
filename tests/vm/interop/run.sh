#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Use the module by programs that know nothing of it: the tracepoint by perf,
# trace-cmd and bpftrace, netlink by the client that the kernel's source has for
# YAML specs (tools/net/ynl). In the VM. The last line is `N passed, N failed`.
#
#   run.sh

set -uo pipefail

# shellcheck source=SCRIPTDIR/../../stage.sh
. "$(dirname "$(realpath "$0")")/../../stage.sh"

ynl=$("$top/tests/kernel/ynl.sh" client) || give_up "there is no tools/net/ynl here"

status=0
"$top/tests/vm/run.sh" --mem 2048 --timeout 900 --out "$temp" \
	--env YNL="$ynl" -- "$here/guest.sh" || status=$?
count_guest "$temp/results" "$status"
finish
