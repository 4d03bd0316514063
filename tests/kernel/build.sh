#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# build.sh NAME: build the kernel that NAME.config (beside this script), and
# NAME.ARCHITECTURE.config if there is one, describe, out of Debian's linux-source
# package, and print the directory of the result on stdout.  Everything else goes
# to stderr.
#
# A built kernel is kept outside the checkout, under a name made of the package
# version and of all that decides its contents, and is returned at once the next time. An
# interrupted build is continued: its marker file is missing.

set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# The package of this release's kernel, not one installed for other purposes.
package=$(dpkg-query -W -f='${Depends}' linux-source 2>/dev/null |
	grep -oE 'linux-source-[0-9.]+' | head -n 1) || true
tarball=/usr/src/$package.tar.xz
cache=${XDG_CACHE_HOME:-$HOME/.cache}/tcpstates/kernel

message() { printf 'kernel: %s\n' "$*" >&2; }
die() { message "$*"; exit 1; }

lines_of_fragments() { cat "${fragments[@]}"; }

# Comments do not change what is built, so they do not change the key.
key() {
	{
		lines_of_fragments | grep -E '^(CONFIG_|# CONFIG_|# build:)'
		grep -v '^[[:space:]]*#' "${BASH_SOURCE[0]}"
		gcc -dumpfullversion
	} | sha256sum | cut -c1-12
}

unpack() {
	local src=$1 recipe

	# Sources prepared by another version of this function are replaced.
	recipe=$(declare -f unpack | sha256sum)
	[ "$(cat "$src/.unpacked" 2>/dev/null)" != "$recipe" ] || return 0
	message "unpacking $tarball"
	rm -rf "$src" "$src.part"
	mkdir -p "$src.part"
	tar -C "$src.part" --strip-components=1 -xf "$tarball"

	# A slot for one directory that lives in a build tree instead of the
	# source tree, so that a project can be linked into a kernel while the
	# sources stay as they are (see uml-link.sh).  obj-m of its Kbuild is
	# built in.
	mkdir "$src.part/net/slot"
	cat >"$src.part/net/slot/Makefile" <<-'SLOT'
	-include $(obj)/Kbuild
	obj-y += $(obj-m)
	obj-m :=
	SLOT
	echo 'obj-y += slot/' >>"$src.part/net/Makefile"

	# 6.1 runs the suites of a module before its parameters are read and
	# its init has run; later kernels run them afterwards, as any kernel
	# does with suites that are built in, and stay as they are.
	sed -i -e '/^static int kunit_module_notify/,/^}/{
			/kunit_module_init(mod);/d
			/case MODULE_STATE_LIVE:/a\		kunit_module_init(mod);
		}' "$src.part/lib/kunit/test.c"
	[ "$(grep -c 'kunit_module_init(mod);' "$src.part/lib/kunit/test.c")" = 1 ] ||
		die "lib/kunit/test.c is not as expected"

	echo "$recipe" >"$src.part/.unpacked"
	mv "$src.part" "$src"
}

configure() {
	local out=$1 missing='' line option

	lines_of_fragments >"$out/fragment"
	make -s -C "$src" O="$out" "ARCH=$arch" \
		KCONFIG_ALLCONFIG="$out/fragment" allnoconfig >"$out/config.log" 2>&1 ||
		{ cat "$out/config.log" >&2; die "allnoconfig failed"; }

	# Kconfig silently drops options with missing dependencies.
	while read -r line; do
		grep -qxF "$line" "$out/.config" ||
			grep -qxF "# may be missing: ${line%%=*}" "$out/fragment" ||
			missing+="  $line"$'\n'
	done < <(grep '^CONFIG_' "$out/fragment")
	while read -r _ option _; do
		! grep "^$option=" "$out/.config" || missing+="  $option is set"$'\n'
	done < <(grep '^# CONFIG_' "$out/fragment")
	[ -z "$missing" ] || die "$out/.config differs from ${fragments[*]##*/}:"$'\n'"$missing"
}

# One line every ten seconds instead of one per object.
progress() {
	local log=$1 start=$SECONDS

	while sleep 10; do
		message "$((SECONDS - start)) s," \
		    "$(grep -cE '^  (CC|AS|LD|AR) ' "$log" || true) objects," \
		    "$(awk '/^  [A-Z]/ { l = $1 " " $NF } END { print l }' "$log")"
	done
}

compile() {
	local out=$1 log=$1/build.log ticker rc=0

	message "building $name in $out (several minutes the first time)"
	: >"$log"
	progress "$log" >&2 9>&- &
	ticker=$!
	# shellcheck disable=SC2064  # its value of now
	trap "kill $ticker 2>/dev/null || true" EXIT
	# shellcheck disable=SC2086  # a list of targets
	make -C "$src" O="$out" "ARCH=$arch" -j"$(nproc)" $targets \
		KBUILD_BUILD_TIMESTAMP=@0 KBUILD_BUILD_USER=tcpstates \
		KBUILD_BUILD_HOST=tcpstates \
		>"$log" 2>&1 </dev/null || rc=$?
	kill "$ticker" 2>/dev/null || true
	wait "$ticker" 2>/dev/null || true
	trap - EXIT
	[ "$rc" -eq 0 ] || { tail -n 40 "$log" >&2; die "build failed, see $log"; }
}

[ $# -eq 1 ] || { echo "usage: build.sh NAME" >&2; exit 2; }
name=$1
fragments=("$here/$name.config")
[ -r "${fragments[0]}" ] || die "no ${fragments[0]}"
of_this_architecture=$here/$name.$(dpkg --print-architecture).config
[ ! -r "$of_this_architecture" ] || fragments+=("$of_this_architecture")
read -r arch targets < <(sed -n 's/^# build: ARCH=//p' "${fragments[@]}") || true
[ -n "$targets" ] || die "there is no $name kernel for $(dpkg --print-architecture)"

version=$(dpkg-query -W -f='${Version}' "${package:-linux-source}" 2>/dev/null) ||
	die "Debian's linux-source is not installed (tests/vm/setup.sh kunit installs it)"
[ -r "$tarball" ] || die "$tarball is missing (tests/vm/setup.sh kunit installs it)"

src=$cache/src-$version
out=$cache/$name-$version-$(key)

if [ ! -e "$out/.built" ]; then
	mkdir -p "$out"
	# Two runs at once build one after the other; the second finds it done.
	exec 9>"$cache/.lock"
	flock -n 9 || { message "waiting for another build"; flock 9; }
	if [ ! -e "$out/.built" ]; then
		unpack "$src"
		configure "$out"
		begin=$SECONDS
		compile "$out"
		touch "$out/.built"
		message "$name built in $((SECONDS - begin)) s"
	fi
	exec 9>&-
fi
echo "$out"
