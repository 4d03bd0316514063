#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A root directory in the cache with the compiler of a release of Debian and the headers of
# its kernels that are listed in the file `kernels`; the packages are unpacked but not
# configured.
#
#   suite.sh SUITE ARCHITECTURE [PACKAGE…]    prints it
#   suite.sh --bare SUITE ARCHITECTURE PACKAGE…   one of these packages alone
#   suite.sh --in ROOT [--with DIR] COMMAND…  runs COMMAND in it, DIR at /mnt
#
# The machine's own package sources are neither used nor changed. A root is made again when
# other packages are requested or after a week; until then, or if the mirror cannot be
# reached, the existing one is used. As root, or with sudo.

set -euo pipefail

here=$(dirname "$(realpath "$0")")
cache=${XDG_CACHE_HOME:-${HOME:?neither XDG_CACHE_HOME nor HOME is set}/.cache}/tcpstates/suites
mirror=${TCPS_MIRROR:-http://deb.debian.org/debian}

message() { echo "suite: $*" >&2; }
as_root() {
	if ((EUID == 0)); then "$@"; else sudo -n "$@"; fi
}

if [[ ${1-} == --in ]]; then
	root=$2
	shift 2
	other=
	if [[ $1 == --with ]]; then
		other=$2
		shift 2
	fi
	# If the stage is killed, so are processes in there, which would run forever.
	# shellcheck disable=SC2016  # expanded in there
	as_root setpriv --pdeathsig KILL unshare --mount --pid --kill-child sh -c '
		root=$1
		other=$2
		shift 2
		mkdir -p "$root/proc" "$root/dev" "$root/mnt"
		[ -z "$other" ] || mount --bind "$other" "$root/mnt" || exit
		mount --rbind /dev "$root/dev" && mount -t proc proc "$root/proc" &&
			exec chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin \
				HOME=/ LC_ALL=C "$@"' - "$root" "$other" "$@"
	exit
fi

bare=
if [[ $1 == --bare ]]; then
	bare=1
	shift
fi
suite=$1 arch=$2
shift 2
headers=()
[[ -n $bare ]] || mapfile -t headers < <(awk -v suite="$suite" -v arch="$arch" \
	'$2 == suite && $3 == arch { print "linux-headers-" $4 }' "$here/kernels")
packages=("$@")
[[ -n $bare ]] || packages=(dash bash coreutils sed grep mawk findutils diffutils perl-base tar gzip make gcc libc6-dev "${headers[@]}" "$@")
key=$(sha256sum <<<"$mirror ${packages[*]}" | cut -c1-8)
root=$cache/$suite-$arch-$key

mkdir -p "$cache"
exec 9>"$root.lock"
flock 9
if [[ -n $(find "$root/.made" -mtime -7 2>/dev/null) ]]; then
	echo "$root"
	exit 0
fi

what="a compiler and ${headers[*]}"
[[ -z $bare ]] || what=${packages[*]}
message "unpacking $what of $suite ($arch) into $cache"
# A mirror may lag behind its own index; signatures are checked. The index is kept for later
# downloads of kernels of this release.
part=$root.part
as_root rm -rf "$part"
if as_root mmdebstrap --quiet --variant=extract --architectures="$arch" \
	--hook-dir=/usr/share/mmdebstrap/hooks/merged-usr \
	--skip=cleanup/apt/lists --aptopt='Acquire::Check-Valid-Until "false"' \
	--include="$(IFS=,; echo "${packages[*]}")" \
	"$suite" "$part" "deb $mirror $suite main" >"$root.log" 2>&1; then
	# Links that the configuration of packages would make.
	as_root ln -sf mawk "$part/usr/bin/awk"
	[[ ! -e $part/usr/bin/nc.openbsd ]] || as_root ln -sf nc.openbsd "$part/usr/bin/nc"
	for file in passwd group; do
		[[ ! -e $part/usr/share/base-passwd/$file.master ]] ||
			as_root cp "$part/usr/share/base-passwd/$file.master" "$part/etc/$file"
	done
	as_root rm -rf "$root"
	as_root mv -T "$part" "$root"
	as_root touch "$root/.made"
elif [[ -e $root/.made ]]; then
	message "the mirror does not answer: using what is there"
else
	tail -n 5 "$root.log" >&2
	exit 1
fi
echo "$root"
