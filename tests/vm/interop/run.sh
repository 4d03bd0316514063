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
cache=${XDG_CACHE_HOME:-$HOME/.cache}/tcpstates/ynl

# Of the newest source that has it: 6.1 has not.
tarball=$(printf '%s\n' /usr/src/linux-source-*.tar.xz | sort -V | tail -n 1)
ynl=$cache/$(basename "$tarball" .tar.xz)
if [[ ! -e $ynl/tools/net/ynl/cli.py || $tarball -nt $ynl ]]; then
	rm -rf "$ynl"
	mkdir -p "$ynl"
	tar -xJf "$tarball" -C "$ynl" --strip-components=1 --wildcards \
		'*/tools/net/ynl/*.py' '*/Documentation/netlink/*.yaml' ||
		give_up "$tarball has no tools/net/ynl"
fi

status=0
"$top/tests/vm/run.sh" --mem 2048 --timeout 900 --out "$temp" \
	--env YNL="$ynl" -- "$here/guest.sh" || status=$?
count_guest "$temp/results" "$status"
finish
