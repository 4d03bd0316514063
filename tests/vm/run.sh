#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Run a script as root in a virtual machine with a Debian kernel.
#
#   run.sh [OPTION…] [--] SCRIPT [ARG…]
#
#   --cpus N          processors of the VM (2)
#   --mem MIB         memory of the VM (1024)
#   --timeout SEC     kill the VM after that long (120; 0: never)
#   --kernel K        a version (6.1.0-56-amd64), or a directory that holds
#                     boot/vmlinuz-* and lib/modules/* (default: the kernel that
#                     kdir.sh names)
#   --append ARGS     more kernel command line
#   --env NAME[=VAL]  set a variable in the VM (or pass it on), repeatable
#   --out DIR         where what the script leaves in $TCPS_OUT is copied to
#   --log FILE        keep the kernel log there
#   --strict          panic on the first oops or warning
#   --counted         the VM's clock counts instructions, eight nanoseconds each:
#                     what else the host does cannot be seen in it
#   --interactive     give SCRIPT this terminal (Ctrl-A X ends the VM)
#
# The host's root is the VM's, over 9p and under an overlay: every tool of the
# host works there, every file is in its place, and what the script writes is
# forgotten with the VM. The checkout itself is read-only. $TCPS_OUT is the one
# way back.
#
# Three channels, so that none can be mistaken for another: the script's output
# (a virtio port, streamed to standard output), the kernel's log (a serial port
# into a file), and the exit status ($share/status).
#
# The exit status is the script's; 124 if the VM hung and was killed; 125 if it
# died, if its kernel complained (oops, BUG, WARN, lockdep, KASAN, …), or if it
# could not start at all. On these the log's end is shown on standard error.

set -euo pipefail

here=$(dirname "$(realpath "$0")")
top=$(realpath "$here/../..")
cache=${XDG_CACHE_HOME:-${HOME:?neither XDG_CACHE_HOME nor HOME is set}/.cache}/tcpstates/vm

say() { echo "vm: $*" >&2; }
die() { say "$*"; exit 125; }

usage() { sed -n '3,/^$/{s/^#$//;s/^# //;p}' "$0"; }

cpus=2
mem=1024
limit=120
kernel=
append=
out=
keep_log=
strict=
counted=
interactive=
env=()
while (($#)); do
	case $1 in
	--cpus)		cpus=$2; shift 2 ;;
	--mem)		mem=$2; shift 2 ;;
	--timeout)	limit=$2; shift 2 ;;
	--kernel)	kernel=$2; shift 2 ;;
	--append)	append=$2; shift 2 ;;
	--out)		out=$2; shift 2 ;;
	--log)		keep_log=$2; shift 2 ;;
	--strict)	strict=1; shift ;;
	--counted)	counted=1; shift ;;
	--interactive)	interactive=1; shift ;;
	--env)
		if [[ $2 == *=* ]]; then
			env+=("$2")
		elif [[ -n ${!2+set} ]]; then
			env+=("$2=${!2}")
		fi
		shift 2 ;;
	-h | --help)	usage; exit 0 ;;
	--)		shift; break ;;
	-*)		say "unknown option $1 (--help lists them)"; exit 2 ;;
	*)		break ;;
	esac
done
(($#)) || { say "no script given (--help tells how)"; exit 2; }

for tool in qemu-system-x86_64 busybox cpio timeout; do
	command -v "$tool" >/dev/null ||
		die "$tool is missing: tests/vm/setup.sh vm installs what the VM needs"
done
PATH=$PATH:/usr/sbin:/sbin	# modprobe, for ordinary users

script=$1
shift
if [[ $script == */* ]]; then
	[[ -e $script ]] || { say "there is no $script"; exit 2; }
	script=$(realpath "$script")
fi
[[ $(uname -m) == x86_64 ]] || die "the VM is an amd64 one, this machine is $(uname -m)"

# --- the kernel ------------------------------------------------------------

if [[ -d $kernel ]]; then
	kernel_dir=$(realpath "$kernel")
else
	kernel_dir=$("$here/fetch-kernel.sh" ${kernel:+"$kernel"}) || exit 125
fi
images=("$kernel_dir"/boot/vmlinuz-*)
image=${images[0]}
[[ -e $image ]] || die "no boot/vmlinuz-* in $kernel_dir"
release=${image##*/vmlinuz-}

# --- what belongs to this run ----------------------------------------------

temp=$(mktemp -d "${TMPDIR:-/tmp}/tcpst-vm.XXXXXX")
qemu=
stream=
# shellcheck disable=SC2317,SC2329  # called by the trap
cleanup() {
	[[ -z $qemu ]] || kill "$qemu" 2>/dev/null || true
	[[ -z $stream ]] || kill "$stream" 2>/dev/null || true
	rm -rf "$temp"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

share=$temp/share
log=$temp/log
mkdir -p "$share/out"
: >"$log"

# --- initramfs -------------------------------------------------------------

# Only what is needed to mount the host's root: modprobe knows the order, which
# differs between kernel versions, and prints what is built in as "builtin".
initramfs() {
	local root=$temp/initramfs kind path
	mkdir -p "$root"/{bin,proc,sys,dev,host,root,rw,modules}
	cp "$(command -v busybox)" "$root/bin/busybox"
	cp "$here/init.sh" "$root/init"
	chmod 755 "$root/init" "$root/bin/busybox"
	for module in virtio_pci virtio_console 9pnet_virtio 9p overlay; do
		modprobe -d "$kernel_dir" -S "$release" --ignore-install \
			--show-depends "$module" ||
			die "no module $module in $kernel_dir"
	done >"$temp/depends"
	while read -r kind path _; do
		[[ $kind == insmod ]] || continue
		local name=${path##*/}
		name=${name%%.ko*}
		[[ ! -e $root/modules/$name.ko ]] || continue
		case $path in
		*.xz)	xz -dc "$path" ;;
		*.zst)	zstd -dcq "$path" ;;
		*.gz)	gzip -dc "$path" ;;
		*)	cat "$path" ;;
		esac >"$root/modules/$name.ko"
		echo "$name" >>"$root/modules/order"
	done <"$temp/depends"
	(cd "$root" && find . | cpio --quiet -o -H newc) >"$temp/initrd"
}
initramfs

# --- what the VM is told ---------------------------------------------------

{
	echo "export TCPS_TOP=$(printf %q "$top")"
	echo "export TCPS_OUT=/run/tcpst/out"
	echo "export TCPS_KERNEL=$release"
	for pair in ${env[@]+"${env[@]}"}; do
		printf 'export %s=%q\n' "${pair%%=*}" "${pair#*=}"
	done
	if [[ -n $interactive ]]; then
		echo "export TERM=$(printf %q "${TERM:-vt100}")"
		# A serial line knows nothing of window sizes.
		if size=$(stty size 2>/dev/null); then
			echo "stty rows ${size% *} cols ${size#* }"
		fi
	fi
	printf 'cd %q\n' "$top"
	printf 'exec'
	printf ' %q' "$script" "$@"
	echo
} >"$share/command"

# Read by the busybox shell of init.sh, which knows no %q.
{
	printf 'top=%s\n' "'${top//\'/\'\\\'\'}'"
	printf 'kernel=%s\n' "'${kernel_dir//\'/\'\\\'\'}'"
	printf 'interactive=%s\n' "$interactive"
} >"$share/config"

# --- acceleration ----------------------------------------------------------

machine=(-nodefaults -no-user-config -display none -no-reboot)

# /dev/kvm may exist, may even make a VM, and still not run a kernel (nested
# virtualisation cut short by the provider). So boot one: without an initramfs
# it panics within a second or two, and panic=-1 ends it. The answer is good
# until this machine boots again.
kvm_works() {
	local probe boot_id
	[[ -r /dev/kvm && -w /dev/kvm ]] || return 1
	mkdir -p "$cache"
	boot_id=$(cat /proc/sys/kernel/random/boot_id)
	if [[ ! -e $cache/kvm || $(head -n 1 "$cache/kvm") != "$boot_id" ]]; then
		probe=no
		# In a shell of its own: QEMU may abort, and bash would tell.
		(timeout --kill-after=2 8 qemu-system-x86_64 "${machine[@]}" \
			-accel kvm -cpu host -m 256 -kernel "$image" \
			-append "console=ttyS0 panic=-1" \
			-serial "file:$temp/kvm" </dev/null || true) >/dev/null 2>&1
		if grep -qs 'Kernel panic.*\(VFS\|root\|init\)' "$temp/kvm"; then
			probe=yes
		fi
		printf '%s\n' "$boot_id" "$probe" >"$temp/answer"
		mv "$temp/answer" "$cache/kvm"
	fi
	[[ $(tail -n 1 "$cache/kvm") == yes ]]
}

accel=${TCPS_ACCEL-}
[[ -z $counted ]] || accel=counted
if [[ -z $accel ]]; then
	if kvm_works; then accel=kvm; else accel=tcg; fi
fi
case $accel in
kvm)	machine+=(-accel kvm -cpu host) ;;
tcg)	machine+=(-accel 'tcg,thread=multi' -cpu max) ;;
counted) machine+=(-accel 'tcg,thread=single' -cpu max -icount 'shift=3,sleep=off') ;;
*)	die "TCPS_ACCEL is $accel; it can be kvm or tcg" ;;
esac

# --- run -------------------------------------------------------------------

# TCG would have the clock watchdog distrust the TSC and fall back to a slow clock.
cmdline="console=ttyS0 panic=-1 tsc=reliable"
if [[ -n $strict ]]; then
	cmdline+=" oops=panic panic_on_warn=1"
fi

machine+=(
	-smp "$cpus" -m "$mem"
	-kernel "$image" -initrd "$temp/initrd"
	-serial "file:$log"
	# multidevs=remap: the host's root may span several file systems.
	-virtfs "local,path=/,mount_tag=host,security_model=none,readonly=on,multidevs=remap"
	-virtfs "local,path=$share,mount_tag=share,security_model=none,multidevs=remap"
	-device virtio-serial-pci
)

# tell MESSAGE [LINE]: with the kernel log around LINE, or else its end.
tell() {
	local from=${2-}
	say "$1"
	if [[ -n $from ]]; then
		echo "--- the kernel log from there ---" >&2
		tail -n "+$((from > 3 ? from - 3 : 1))" "$log" | head -n 80
	else
		echo "--- the end of the kernel log ---" >&2
		tail -n 60 "$log"
	fi | tr -d '\r' >&2
	echo "---------------------------------" >&2
}

# QEMU before 8.1 may translate a guest's instructions while another of its
# processors patches them, and then run the old ones for ever. Linux patches
# itself mostly while it boots, so under emulation it boots on one processor
# (init.sh brings up the others) and is given another try if it gets stuck. On a
# busy host it may also get too few ticks to believe in its timer.
boot_limit=60
if [[ $accel != kvm ]]; then
	append+=" maxcpus=1 no_timer_check"
fi

# One run of the VM; its end is in $status.
boot_once() {
	local watch
	status=0
	# QEMU opens the pipe itself and makes its end non-blocking, which would
	# be a surprise to whoever shares our standard output.
	cat "$temp/stream" &
	stream=$!
	timeout --foreground --kill-after=5 "$limit" \
		qemu-system-x86_64 "${machine[@]}" -append "$cmdline $append" \
		-chardev "file,id=out,path=$temp/stream" \
		-device virtserialport,chardev=out,name=tcpst.out \
		</dev/null >/dev/null 2>"$temp/qemu.err" &
	qemu=$!
	(
		for ((i = 0; i < boot_limit; i++)); do
			[[ ! -e $share/booted ]] || exit 0
			sleep 1
		done
		: >"$share/late"
		kill "$qemu"
	) >/dev/null 2>&1 &
	watch=$!
	wait "$qemu" || status=$?
	qemu=
	kill "$watch" 2>/dev/null || true
	wait "$watch" 2>/dev/null || true
	# If QEMU never came to open the pipe, the reader still waits for it.
	: <>"$temp/stream"
	wait "$stream" || true
	stream=
}

status=0
if [[ -n $interactive ]]; then
	qemu-system-x86_64 "${machine[@]}" -append "$cmdline $append" \
		-serial mon:stdio 2>"$temp/qemu.err" ||
		status=$?
else
	mkfifo "$temp/stream"
	for try in 1 2 3; do
		boot_once
		# Killed before its first process: see above.
		[[ $accel != kvm && ! -e $share/booted && -e $share/late ]] || break
		if ((try < 3)); then
			say "stuck while booting, which QEMU's emulation does now and then: again"
			rm -f "$share/late"
		fi
	done
fi

[[ -z $keep_log ]] || cp "$log" "$keep_log"
if [[ -n $out ]]; then
	mkdir -p "$out"
	cp -a "$share/out/." "$out/"
fi

# What the kernel says of itself when something is wrong. Anchored after the
# time stamp, so that a script that writes to /dev/kmsg can quote it.
complaint='^(\[[ .0-9]+\] )?((watchdog: )?BUG: |WARNING: |Oops: |Oops |general protection fault|Kernel panic|kernel BUG at|unable to handle|UBSAN: |INFO: (task .* blocked|rcu.* (detected|self-detected))|rcu: INFO: |kmemleak: [0-9]+ new|divide error|stack segment|refcount_t: |=+\[ BUG|slab error|.*\bDEBUG_LOCKS_WARN_ON|.*possible circular locking|.*suspicious RCU usage|.*inconsistent lock state)'

if [[ -z $interactive && ! -e $share/status ]] &&
	{ ((status == 124 || status == 137)) || [[ -e $share/late ]]; }; then
	if [[ -e $share/late ]]; then
		tell "not booted after $boot_limit s: killed"
	else
		tell "still running after $limit s: killed"
	fi
	exit 124
fi
if complaints=$(tr -d '\r' <"$log" | grep -naE "$complaint"); then
	first=${complaints%%$'\n'*}
	tell "the kernel complained: ${first#*:}" "${first%%:*}"
	exit 125
fi
if [[ ! -s $share/status ]]; then
	cat "$temp/qemu.err" >&2
	if [[ -n $interactive && $status == 0 ]]; then
		exit 0		# left by Ctrl-A X
	fi
	tell "the VM ended before the script did (QEMU's status is $status)"
	exit 125
fi
exit "$(<"$share/status")"
