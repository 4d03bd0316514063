#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# uml-link.sh [-d DIR] [VARIABLE=VALUE]...: link the module of the tree DIR
# (this one by default) into the User Mode Linux kernel and print the path of
# the executable on stdout.  The variables go to make: TCPS_KUNIT=y adds the
# suites.  Run it with the benchmarks' suites selected, for example
#
#	$(uml-link.sh TCPS_BENCH=y) mem=6G kunit_shutdown=halt \
#		'kunit.filter_glob=tcpstates_bench*'
#
# The cached kernel is copied, not touched; the copy is kept, so that from the
# second time on only what changed is compiled.  (A copy and not hard links:
# assembler and shell write into existing files, and so into the cache.)

set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

message() { printf 'uml: %s\n' "$*" >&2; }

dir=$here/../..
while getopts d: option; do
	case $option in
	d) dir=$OPTARG ;;
	*) echo "usage: uml-link.sh [-d DIR] [VARIABLE=VALUE]..." >&2; exit 2 ;;
	esac
done
shift $((OPTIND - 1))
dir=$(cd "$dir" && pwd)

base=$("$here/build.sh" uml)
cache=$(dirname "$base")
clone=$cache/link-$(basename "$base")-$(sha256sum <<<"$dir" | cut -c1-8)

exec 9>"$clone.lock"
flock 9

if [ ! -e "$clone/.cloned" ]; then
	message "copying the kernel's build"
	rm -rf "$clone"
	cp -a --reflink=auto "$base" "$clone"
	touch "$clone/.cloned"
fi

"$here/copy-sources.sh" "$dir" "$clone/net/slot"

message "linking $dir"
log=$clone/link.log
make -C "$clone" ARCH=um -j"$(nproc)" "$@" linux \
	KBUILD_BUILD_TIMESTAMP=@0 KBUILD_BUILD_USER=tcpstates \
	KBUILD_BUILD_HOST=tcpstates >"$log" 2>&1 </dev/null ||
	{ tail -n 40 "$log" >&2; message "failed, see $log"; exit 1; }
# The linker's own warnings about this kernel are ignored.
grep -F 'net/slot/' "$log" | grep -F 'warning:' >&2 || true

echo "$clone/linux"
