#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# ynl.sh: print the directory of what the kernel's source has for netlink
# specifications (tools/net/ynl, and the schemas in Documentation/netlink), out of the
# newest of Debian's linux-source packages that has it: 6.1 has not. It is unpacked
# once.

set -euo pipefail

cache=${XDG_CACHE_HOME:-$HOME/.cache}/tcpstates/ynl

mapfile -t tarballs < <(printf '%s\n' /usr/src/linux-source-*.tar.xz | sort -Vr)
for tarball in "${tarballs[@]}"; do
	dir=$cache/$(basename "$tarball" .tar.xz)
	if [[ ! -e $dir/.unpacked || $tarball -nt $dir/.unpacked ]]; then
		mkdir -p "$cache"
		part=$(mktemp -d "$cache/part.XXXXXX")
		trap 'rm -rf "$part"' EXIT
		tar -xJf "$tarball" -C "$part" --strip-components=1 --wildcards \
			'*/tools/net/ynl/*.py' '*/Documentation/netlink/*.yaml' \
			2>/dev/null || true
		# The generator takes the directory with this file for the root.
		touch "$part/MAINTAINERS" "$part/.unpacked"
		rm -rf "$dir"
		mv -T "$part" "$dir"
	fi
	if [[ -e $dir/tools/net/ynl/ynl-gen-c.py ]]; then
		echo "$dir"
		exit
	fi
done
echo "ynl: no linux-source package with tools/net/ynl (tests/vm/setup.sh spec installs one)" >&2
exit 1
