#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Install the Debian packages that building and testing need, by sets; only what
# is missing is installed, and nothing is asked.
#
#   setup.sh [SET…]        default: build vm
#
#   compiler what compiles the state machine for user space
#   command that, and the libraries of tcpst
#   build   that, and kernel headers
#   vm      QEMU and the programs that run in the test VM; the VM's kernel is
#           downloaded into a cache (fetch-kernel.sh), not installed
#   check   static checkers: sparse, checkpatch, shellcheck
#   spec    the kernel's generator of netlink specifications
#   kunit   what a kernel of one's own is built from
#   e2e     a terminal that scenarios in the VM can look into
#   user    what tests of the command and of the state machine run
#   places  network namespaces, and captures of what passes between them
#   replay  a second opinion on captures
#   mutate  a compiler that compiles nothing twice
#   compile roots of other releases, with their compilers and kernel headers
#   matrix  for kernels of another architecture: its emulator, and a cross compiler
#   foreign cross compilers, qemu-user, and what roots with libraries are made by
#   package what building Debian packages takes
#   export  collectors the exporters are tested with
#   fleet   what JSON Lines and IPFIX go through on their way to a database
#   interop other programs that ask the module: tracers, the kernel's YNL client
#   bench   what tcpstates is measured beside
#   pictures  a browser and a terminal that tests can look into
#   dev     more programs for people who look into the VM
#   all     all of these
#   lists   only refresh apt's package lists
#
# As root, or with sudo.

set -euo pipefail

here=$(dirname "$(realpath "$0")")

message() { echo "setup: $*"; }
die() { echo "setup: $*" >&2; exit 1; }

# The system emulator of this architecture; of the two that tests/kernel/kernels has,
# the emulator and the cross compiler of the other.
of_amd64="qemu-system-x86 gcc-x86-64-linux-gnu libc6-dev-amd64-cross"
of_arm64="qemu-system-arm gcc-aarch64-linux-gnu libc6-dev-arm64-cross"
case $(dpkg --print-architecture 2>/dev/null || uname -m) in
amd64 | i386)	qemu="qemu-system-x86" other=$of_arm64 ;;
arm64 | armhf)	qemu="qemu-system-arm" other=$of_amd64 ;;
*)		qemu="qemu-system-misc" other="$of_amd64 $of_arm64" ;;
esac

libraries="libmnl-dev libjson-c-dev libpcap-dev libncurses-dev libmicrohttpd-dev
	libfixbuf-dev libglib2.0-dev gettext zlib1g-dev libzstd-dev liblzma-dev
	liblz4-dev nettle-dev pkgconf"

# Of A|B the first that this release of Debian has.
declare -A packages=(
	[compiler]="build-essential"
	[command]="build-essential $libraries"
	[build]="build-essential $libraries kmod"
	[vm]="$qemu busybox-static cpio kmod xz-utils iproute2
		nftables conntrack curl netcat-openbsd python3 ethtool tcpdump
		procps util-linux"
	[check]="sparse shellcheck perl python3 python3-yaml python3-jsonschema
		linux-source linux-source-6.12|linux-source xz-utils cpio"
	[compile]="mmdebstrap kmod"
	[matrix]="$other dpkg-dev"
	[foreign]="gcc-arm-linux-gnueabihf libc6-dev-armhf-cross gcc-s390x-linux-gnu
		libc6-dev-s390x-cross qemu-user mmdebstrap pkgconf python3"
	[spec]="python3 python3-yaml python3-jsonschema
		linux-source-6.12|linux-source xz-utils"
	[e2e]="tmux"
	[kunit]="linux-source build-essential flex bison bc libelf-dev
		libssl-dev xz-utils pkgconf python3 $qemu busybox-static cpio"
	[user]="python3 iproute2 locales groff-base"
	[places]="python3 iproute2 nftables tcpdump ethtool procps"
	[replay]="tshark zstd lz4"
	[mutate]="ccache"
	[package]="debhelper dh-dkms dkms lintian systemd systemd-dev|systemd"
	[export]="prometheus nfdump pmacct tshark libfixbuf-tools curl
		netcat-openbsd procps python3"
	[fleet]="rsyslog rsyslog-kafka kcat pmacct clickhouse-server
		clickhouse-client procps python3"
	[interop]="linux-perf trace-cmd bpftrace linux-source-6.12|linux-source
		xz-utils curl python3 python3-yaml python3-jsonschema"
	[bench]="conntrack nftables libbpf-tools tshark python3"
	[pictures]="chromium tmux python3"
	[dev]="tshark bpftrace iperf3 strace gdb"
)
order=(compiler command build vm check compile matrix foreign spec kunit e2e user places
	replay mutate package export fleet interop bench pictures dev)

usage() { sed -n '3,/^$/{s/^#$//;s/^# //;p}' "$0"; }

sets=()
lists_only=
for arg; do
	case $arg in
	-h | --help)	usage; exit 0 ;;
	all)		sets+=("${order[@]}") ;;
	lists)		lists_only=1 ;;
	*)
		[[ -n ${packages[$arg]-} ]] ||
			die "there is no set '$arg' (there are: ${order[*]} all lists)"
		sets+=("$arg") ;;
	esac
done
if ((${#sets[@]} == 0)) && [[ -z $lists_only ]]; then
	sets=(build vm)
fi

command -v apt-get >/dev/null ||
	die "this is no Debian system: install the equivalents of: $(xargs <<<"${packages[*]}")"

# run COMMAND…: as root.
run() {
	if ((EUID == 0)); then
		"$@"
	elif ! command -v sudo >/dev/null; then
		die "root is needed to install packages, and there is no sudo"
	elif [[ -t 0 ]]; then
		sudo "$@"
	else
		sudo -n true 2>/dev/null ||
			die "root is needed to install packages: sudo asks for a password, and nobody is there to type it"
		sudo -n "$@"
	fi
}

# Another apt may hold the lock (unattended-upgrades at boot): wait for it. Configuration
# that is here already stays as it is; dpkg would ask.
apt=(env DEBIAN_FRONTEND=noninteractive apt-get -q -y
	-o DPkg::Lock::Timeout=600 -o Dpkg::Use-Pty=0
	-o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold)

refreshed=
refresh() {
	[[ -z $refreshed ]] || return 0
	message "refreshing the package lists"
	run "${apt[@]}" update </dev/null
	refreshed=1
}

installed() {
	[[ $(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null) == installed ]]
}

# look_up A|B…: which of these this release has, in one question: apt reads all that
# it knows for each.
declare -A in_archive=()
look_up() {
	local name names
	IFS=' ' read -ra names <<<"${*//|/ }"
	in_archive=()
	while read -r name; do
		in_archive[$name]=1
	done < <(apt-cache --no-all-versions show "${names[@]}" 2>/dev/null |
		sed -n 's/^Package: //p')
}

# known PACKAGE: of those that were looked up, has this release it?
known() {
	[[ -n ${in_archive[$1]-} ]]
}

# there A|B…: is the first installed that this release has?
there() {
	local name names
	IFS='|' read -ra names <<<"$1"
	for name in "${names[@]}"; do
		! installed "$name" || return 0
		! known "$name" || return 1
	done
	return 1
}

# offered A|B…: the first that this release has.
offered() {
	local name names
	IFS='|' read -ra names <<<"$1"
	for name in "${names[@]}"; do
		known "$name" && { echo "$name"; return; }
	done
	return 1
}

if [[ -n $lists_only ]]; then
	refresh
fi

asked=()
declare -A seen=()
for set in ${sets[@]+"${sets[@]}"}; do
	for package in ${packages[$set]}; do
		[[ -z ${seen[$package]-} ]] || continue
		seen[$package]=1
		installed "${package%%|*}" || asked+=("$package")
	done
done
wanted=()
if ((${#asked[@]})); then
	look_up "${asked[@]}"
	for package in "${asked[@]}"; do
		there "$package" || wanted+=("$package")
	done
fi

missing=()
unknown=()
if ((${#wanted[@]})); then
	refresh
	look_up "${wanted[@]}"
	for package in "${wanted[@]}"; do
		if name=$(offered "$package"); then
			missing+=("$name")
		else
			unknown+=("$package")
		fi
	done
fi
if ((${#unknown[@]})); then
	message "this release has no ${unknown[*]}: what needs it is skipped"
fi
if ((${#missing[@]})); then
	message "installing ${missing[*]}"
	run "${apt[@]}" install --no-install-recommends "${missing[@]}" </dev/null
elif ((${#sets[@]})); then
	message "nothing to install for: ${sets[*]}"
fi

# Headers of the kernel that runs, if it is Debian's, and of the newest. Since
# Debian 13 headers depend on their kernel: where apt would install one, and so
# change what this machine boots, they are unpacked into the cache instead.
flavour=$("$here/kdir.sh" --flavour)
brings_kernel() {
	apt-get -s --no-install-recommends install "$1" 2>/dev/null |
		grep -q '^Inst linux-image-'
}
# programs_of METAPACKAGE: what building with its headers takes beside them.
programs_of() {
	local depends="apt-cache --no-recommends --no-suggests depends"
	$depends "$($depends "$1" | sed -n 's/^ *Depends: \(linux-headers-\)/\1/p')" |
		sed -n 's/^ *Depends: //p' | grep -vE '^(linux-(base|headers|image)|<)'
}
headers() {
	local package missing=()
	package=linux-headers-$(uname -r)
	if [[ ! -e /lib/modules/$(uname -r)/build ]]; then
		look_up "$package"
		! known "$package" || missing+=("$package")
	fi
	package=linux-headers-$flavour
	if ! installed "$package" && ! "$here/kdir.sh" >/dev/null 2>&1; then
		refresh
		if brings_kernel "$package"; then
			"$here/fetch-kernel.sh" --headers >/dev/null
			mapfile -t missing < <(programs_of "$package")
		else
			missing+=("$package")
		fi
	fi
	if ((${#missing[@]})); then
		message "installing ${missing[*]}"
		run "${apt[@]}" install --no-install-recommends "${missing[@]}" </dev/null
	fi
	"$here/kdir.sh" >/dev/null
}
if [[ " ${sets[*]-} " == *" build "* ]]; then
	headers
fi

# Headers that were installed long ago belong to a kernel which the archive may
# no longer have, and the VM boots the kernel of the headers.
if [[ " ${sets[*]-} " == *" vm "* ]] && installed "linux-headers-$flavour"; then
	if ! "$here/fetch-kernel.sh" >/dev/null; then
		message "bringing the kernel headers up to date instead"
		refresh
		run "${apt[@]}" install --no-install-recommends "linux-headers-$flavour" </dev/null
		"$here/fetch-kernel.sh" >/dev/null
	fi
fi
