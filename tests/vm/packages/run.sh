#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2317,SC2329  # functions are called by check
#
# Build the Debian packages and see what they do to a machine: installed, the
# module built by dkms and loaded, tcpst used, purged, nothing left. The last
# line is `N passed, N failed`.
#
#   run.sh [--in-vm]
#
# dkms builds where the packages are installed: here, in a private copy of this
# machine's root that has the modules of the kernel of the VM; then the VM
# starts from what that left. --in-vm installs in the VM instead, where a
# compiler takes ten times as long.

set -uo pipefail

# shellcheck source=SCRIPTDIR/../../stage.sh
. "$(dirname "$(realpath "$0")")/../../stage.sh"
in_vm=
[[ ${1-} != --in-vm ]] || in_vm=1

kernel=$("$top/tests/vm/kdir.sh" --release) || give_up "kernel headers"
kdir=$("$top/tests/vm/kdir.sh")
kernel_dir=$("$top/tests/vm/fetch-kernel.sh") || give_up "kernel"

as_root() {
	if ((EUID == 0)); then "$@"; else sudo -n "$@"; fi
}

# --- the packages ----------------------------------------------------------

version=$(<"$top/VERSION")
versions_agree() {
	[[ $(dpkg-parsechangelog -l "$top/debian/changelog" -S Version) == "$version" ]] &&
		grep -qx "PACKAGE_VERSION=\"$version\"" "$top/dkms.conf"
}
check "VERSION, dkms.conf and debian/changelog agree" versions_agree
check "make deb builds, and lintian finds nothing wrong" \
	make -C "$top" --no-print-directory deb || finish
packages=$top/build

complete() {
	local file status=0
	dpkg -c "$packages"/tcpst_*.deb >"$temp/list"
	for file in usr/bin/tcpst usr/share/man/man8/tcpst.8.gz \
		usr/share/bash-completion/completions/tcpst \
		usr/share/zsh/vendor-completions/_tcpst \
		usr/share/fish/vendor_completions.d/tcpst.fish \
		usr/share/locale/zh_CN/LC_MESSAGES/tcpst.mo \
		systemd/system/tcpst-prometheus.service \
		systemd/system/tcpst-ipfix.service; do
		# Units are below /lib or /usr/lib.
		grep -qE " \./((usr/)?lib/)?$file\$" "$temp/list" ||
			{ echo "no $file"; status=1; }
	done
	return "$status"
}
check "tcpst has its manual, completions and units" complete

units_verify() {
	dpkg -x "$packages"/tcpst_*.deb "$temp/root" || return 1
	local units
	mapfile -t units < <(find "$temp/root" -name 'tcpst-*.service')
	((${#units[@]})) || return 1
	sed -i "s|/usr/bin/tcpst|/bin/true|" "${units[@]}"
	systemd-analyze verify --man=no "${units[@]}" 2>&1 |
		grep tcpst- && return 1
	return 0
}
check "systemd understands the units" units_verify

# --- make install ----------------------------------------------------------

staged() {
	make -C "$top" --no-print-directory KDIR="$kdir" \
		DESTDIR="$temp/stage" prefix=/opt/t "$@"
}
installed() {
	staged install || return 1
	[[ -x $temp/stage/opt/t/bin/tcpst && \
		-n $(compgen -G "$temp/stage/lib/modules/$kernel/extra/tcpstates.ko*") ]]
}
# A module that was installed when the kernel compressed its own in another way, too.
nothing_staged() {
	touch "$temp/stage/lib/modules/$kernel/extra"/tcpstates.ko{,.gz,.xz,.zst}
	staged uninstall || return 1
	[[ -z $(find "$temp/stage" ! -type d) ]] || { find "$temp/stage"; return 1; }
}
check "make install follows prefix and DESTDIR" installed
check "make uninstall removes every file" nothing_staged

# --- installation ----------------------------------------------------------

# In a namespace of mounts of its own, which takes everything with it.
installs_here() {
	as_root unshare --mount --fork "$here/install.sh" \
		"$temp" "$packages" "$kernel" "$kernel_dir" "$kdir"
}
state=
if [[ -z $in_vm ]]; then
	check "make install and the packages install, for modprobe to find" installs_here || finish
	state=$packages/state.tar
	as_root mv "$temp/state.tar" "$state"
fi

# --- the VM ----------------------------------------------------------------

status=0
"$top/tests/vm/run.sh" --mem 2048 --timeout 1800 --out "$temp/out" \
	--env DEBIAN_FRONTEND=noninteractive --env PACKAGES="$packages" \
	--env STATE="$state" --env KDIR="$kdir" -- "$here/guest.sh" || status=$?
count_guest "$temp/out/results" "$status"
finish
