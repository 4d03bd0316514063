#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Use the module by programs that know nothing of it: the tracepoint by perf,
# trace-cmd and bpftrace, netlink by the client that the kernel's source has for
# YAML specs (tools/net/ynl). In the VM. The last line is `N passed, N failed`.
#
#   run.sh

set -uo pipefail

here=$(dirname "$(realpath "$0")")
top=$(realpath "$here/../../..")
cache=${XDG_CACHE_HOME:-$HOME/.cache}/tcpstates/ynl

give_up() {
	echo "not ok - interop: $1"
	echo "0 passed, 1 failed"
	exit 1
}

"$top/tests/vm/prepare.sh" interop || give_up "the preparation"

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

temp=$(mktemp -d "${TMPDIR:-/tmp}/tcpst-interop.XXXXXX")
trap 'rm -rf "$temp"' EXIT
status=0
"$top/tests/vm/run.sh" --mem 2048 --timeout 900 --out "$temp" \
	--env YNL="$ynl" -- "$here/guest.sh" || status=$?
results=$temp/results
: >>"$results"
passed=$(grep -c '^ok - ' "$results")
failed=$(grep -c '^not ok - ' "$results")
if ((status || passed + failed == 0)); then
	echo "not ok - interop: the VM ended with status $status"
	failed=$((failed + 1))
fi
echo "$passed passed, $failed failed"
((failed == 0))
