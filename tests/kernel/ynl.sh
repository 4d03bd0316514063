#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# ynl.sh client | generator: print the directory of the kernel's tools for netlink
# specifications (tools/net/ynl, and the schemas in Documentation/netlink), from the newest
# of Debian's linux-source packages that has them: 6.1 has neither. It is unpacked once. The
# generator is that of 6.12, because the output differs between versions; later kernels have
# it in tools/net/ynl/pyynl, with the client.

set -euo pipefail

case ${1-} in
client)		programs=(cli.py pyynl/cli.py) ;;
generator)	programs=(ynl-gen-c.py) ;;
*)		echo "usage: ynl.sh client | generator" >&2; exit 2 ;;
esac
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
		# The generator assumes that the directory with this file is the root.
		touch "$part/MAINTAINERS" "$part/.unpacked"
		rm -rf "$dir"
		mv -T "$part" "$dir"
	fi
	for program in "${programs[@]}"; do
		[[ ! -e $dir/tools/net/ynl/$program ]] || { echo "$dir"; exit; }
	done
done
echo "ynl: no linux-source package here has the $1" >&2
exit 1
