#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Build the Debian packages, in a copy of the checkout without what was built
# there, and have lintian look at them. They end up in build/.
#
#   deb.sh [DPKG-BUILDPACKAGE-OPTION…]

set -euo pipefail

top=$(realpath "$(dirname "$(realpath "$0")")/..")
version=$(<"$top/VERSION")
build=$top/build
copy=$build/tcpstates-$version

for tool in dpkg-buildpackage dh dh_dkms lintian; do
	command -v "$tool" >/dev/null || {
		echo "deb: $tool is missing: tests/vm/setup.sh build package installs it" >&2
		exit 1
	}
done

rm -rf "$build"
mkdir -p "$copy"

# What git has or would have; of a tree without git, all but build products.
cd "$top"
if git rev-parse --is-inside-work-tree >/dev/null 2>&1; then
	git ls-files -z --cached --others --exclude-standard |
		while IFS= read -r -d '' file; do
			[[ ! -e $file && ! -L $file ]] || printf '%s\0' "$file"
		done |
		tar --null -T - -cf - | tar -xf - -C "$copy"
else
	tar --exclude=./build --exclude='*.o' --exclude='*.ko' --exclude='.*.cmd' \
		--exclude=./tools/tcpst -cf - . | tar -xf - -C "$copy"
fi

cd "$copy"
dpkg-buildpackage -us -uc -b "$@"
cd "$build"
rm -rf "$copy"
# The units live from systemd's sandbox and dynamic users; run by init.d they would
# be root. Later lintians know no such tag, and complain of an override of it.
tag=package-supports-alternative-init-but-no-init.d-script
suppress=()
if lintian-explain-tags "$tag" >/dev/null 2>&1; then
	suppress=(--suppress-tags "$tag")
fi
lintian ${suppress[@]+"${suppress[@]}"} --display-info --fail-on error,warning,info ./*.changes
ls -l ./*.deb
