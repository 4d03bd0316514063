#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Run a script as root in a virtual machine with a Debian kernel.
#
#   run.sh [OPTION…] [--] SCRIPT [ARG…]
#
#   --cpus N          processors of the VM (2)
#   --mem MIB         memory of the VM (1024)
#   --timeout SEC     kill the VM after that long (120; 0: never), on a machine as
#                     fast as the reference; a slower one gets more time, by how
#                     long it takes to boot
#   --kernel K        a version (6.1.0-56-amd64), or a directory that holds
#                     boot/vmlinuz-* and lib/modules/* (default: the kernel that
#                     kdir.sh names)
#   --board BOARD     what kind of machine QEMU makes, in its words (its default;
#                     q35 for a kernel so slow that it gives up ACPI of that one)
#   --arch ARCH       amd64 or arm64 (default: this machine's)
#   --root DIR        the VM's root (default: this machine's), of that architecture
#   --share DIR       a directory of this machine that the VM sees, whatever its root;
#                     the checkout, the module and tcpst are seen anyway; repeatable
#   --append ARGS     more kernel command line
#   --env NAME[=VAL]  set a variable in the VM (or pass it on), repeatable
#   --out DIR         where what the script leaves in $TCPS_OUT is copied to
#   --log FILE        keep the kernel log there
#   --strict          panic on the first oops or warning
#   --counted         the VM's clock counts instructions, eight nanoseconds each:
#                     what else the host does cannot be seen in it
#   --interactive     give SCRIPT this terminal (Ctrl-A X ends the VM)
#
# The host's root is the VM's (see --root), over 9p and under an overlay: every tool of the
# host works there, every file is in its place, and what the script writes is
# forgotten with the VM. The checkout itself is read-only. $TCPS_OUT is the one
# way back.
#
# Three channels, so that none can be mistaken for another: the script's output
# (a virtio port, streamed to standard output), the kernel's log (a serial port
# into a file), and the exit status ($share/status).
#
# The script finds how slow the machine is in $TCPS_SLOWNESS, in per cent of the
# reference (100 is as fast, or faster), and in $TCPS_DEADLINE the time, in seconds
# of /proc/uptime, at which it should come to its end. With --counted that is never: while
# the VM waits for the host, that clock runs as fast as its timers let it.
#
# $TCPS_MODULE names the module there, and $TCPS_TOOLS the directory of tcpst: what was
# built in the checkout, unless they are set here.
#
# THROTTLE=33 lets the VM run for 33 % of the time only, as a quota of the processor
# does: what passes there does not depend on the speed of the machine.
#
# The exit status is the script's; 124 if the VM hung and was killed; 125 if it
# died, if its kernel complained (oops, BUG, WARN, lockdep, KASAN, …), or if it
# could not start at all. On these the log's end is shown on standard error.

set -euo pipefail

here=$(dirname "$(realpath "$0")")
top=$(realpath "$here/../..")
cache=${XDG_CACHE_HOME:-${HOME:?neither XDG_CACHE_HOME nor HOME is set}/.cache}/tcpstates/vm

message() { echo "vm: $*" >&2; }
die() { message "$*"; exit 125; }

usage() { sed -n '3,/^$/{s/^#$//;s/^# //;p}' "$0"; }

cpus=2
mem=1024
limit=120
kernel=
board_kind=
arch=$(dpkg --print-architecture)
vm_root=/
shared=()
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
	--board)	board_kind=$2; shift 2 ;;
	--arch)		arch=$2; shift 2 ;;
	--root)		vm_root=$(realpath "$2"); shift 2 ;;
	--share)	shared+=("$(realpath "$2")"); shift 2 ;;
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
	-*)		message "unknown option $1 (--help lists them)"; exit 2 ;;
	*)		break ;;
	esac
done
(($#)) || { message "no script given (see --help)"; exit 2; }

# shellcheck source=SCRIPTDIR/machine.sh
. "$here/machine.sh"
machine_of "$arch" || die "the VM can be an amd64 or an arm64 one, not $arch"
[[ -z $board_kind ]] || board=(-machine "$board_kind")
for tool in "$emulator" busybox cpio; do
	command -v "$tool" >/dev/null ||
		die "$tool is missing: tests/vm/setup.sh vm installs what the VM needs"
done
PATH=$PATH:/usr/sbin:/sbin	# modprobe, for ordinary users

script=$1
shift
if [[ $script == */* ]]; then
	[[ -e $script ]] || { message "there is no $script"; exit 2; }
	script=$(realpath "$script")
fi

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
watchers=()
# shellcheck disable=SC2317,SC2329  # called by the trap
cleanup() {
	# KILL: what is stopped (see throttle) hears nothing else.
	[[ -z $qemu ]] || kill -KILL "$qemu" ${watchers[@]+"${watchers[@]}"} 2>/dev/null || true
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
	: >"$root/modules/order"	# it may have all of it built in
	if [[ $vm_root == / ]]; then
		cp "$(command -v busybox)" "$root/bin/busybox"
	else
		cp "$vm_root/usr/bin/busybox" "$root/bin/busybox"
	fi
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

# --- what is passed to the VM ---------------------------------------------------

{
	echo "export TCPS_TOP=$(printf %q "$top")"
	echo "export TCPS_MODULE=$(printf %q "${TCPS_MODULE:-$top/tcpstates.ko}")"
	echo "export TCPS_TOOLS=$(printf %q "${TCPS_TOOLS:-$top/tools}")"
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
	echo '. /run/tcpst/slowness'
	if [[ -n $counted ]]; then
		echo 'export TCPS_DEADLINE=1000000000'
	else
		# Before the VM is killed, so that the script prints what it waits for.
		# shellcheck disable=SC2016  # the VM's variables
		echo 'read -r uptime _ </proc/uptime
			export TCPS_DEADLINE=$((${uptime%.*} + TCPS_SLOWNESS * '"${limit/#0/86400}"' * 9 / 1000))'
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

# Directories shared with a VM whose root is not this machine's: a tag and a directory each.
if [[ $vm_root != / ]]; then
	shared+=("$top" "$kernel_dir")
	[[ -z ${TCPS_MODULE-} ]] || shared+=("$(dirname "$(realpath "$TCPS_MODULE")")")
	[[ -z ${TCPS_TOOLS-} ]] || shared+=("$(realpath "$TCPS_TOOLS")")
	mapfile -t shared < <(printf '%s\n' "${shared[@]}" | sort -u)
	for i in "${!shared[@]}"; do
		echo "shared$i ${shared[i]}"
	done >"$share/shared"
else
	shared=()
fi

# --- acceleration ----------------------------------------------------------

machine=(${board[@]+"${board[@]}"} -nodefaults -no-user-config -display none -no-reboot)

# /dev/kvm may exist, may even make a VM, and still not run a kernel (nested
# virtualisation cut short by the provider). So boot one: without an initramfs
# it panics within a second or two, and panic=-1 ends it. The answer is good
# until this machine boots again.
kvm_works() {
	local probe boot_id
	[[ $arch == "$(dpkg --print-architecture)" && -r /dev/kvm && -w /dev/kvm ]] || return 1
	mkdir -p "$cache"
	boot_id=$(cat /proc/sys/kernel/random/boot_id)
	if [[ ! -e $cache/kvm || $(head -n 1 "$cache/kvm") != "$boot_id" ]]; then
		probe=no
		# In a shell of its own: QEMU may abort, and bash would report it.
		(timeout --kill-after=2 8 "$emulator" "${machine[@]}" \
			-accel kvm -cpu host -m 256 -kernel "$image" \
			-append "console=$console panic=-1" \
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
tcg)	machine+=(-accel "tcg,thread=$(emulator_threads)" -cpu "$processor") ;;
counted) machine+=(-accel 'tcg,thread=single' -cpu "$processor" -icount 'shift=3,sleep=off') ;;
*)	die "TCPS_ACCEL is $accel; it can be kvm or tcg" ;;
esac

# --- run -------------------------------------------------------------------

# TCG would have the clock watchdog distrust the TSC and fall back to a slow clock.
# Its TSC is that of this machine, which the VM cannot measure on a busy one: its clock
# once ran 2.6 times too fast.
cmdline="console=$console panic=-1 tsc=reliable"
if [[ $accel == tcg && $arch == amd64 && $(uname -m) == x86_64 ]]; then
	cmdline+=" tsc_early_khz=$(python3 "$here/tsc.py")"
fi
if [[ -n $strict ]]; then
	cmdline+=" oops=panic panic_on_warn=1 softlockup_panic=1"
fi

machine+=(
	-smp "$cpus" -m "$mem"
	-kernel "$image" -initrd "$temp/initrd"
	-serial "file:$log"
	# multidevs=remap: the host's root may span several file systems.
	-virtfs "local,path=$vm_root,mount_tag=host,security_model=none,readonly=on,multidevs=remap"
	-virtfs "local,path=$share,mount_tag=share,security_model=none,multidevs=remap"
	-device virtio-serial-pci
)
for i in "${!shared[@]}"; do
	machine+=(-virtfs "local,path=${shared[i]},mount_tag=shared$i,security_model=none,readonly=on,multidevs=remap")
done

# report MESSAGE [LINE]: with the kernel log around LINE, or else its end.
report() {
	local from=${2-}
	message "$1"
	if [[ -n $from ]]; then
		echo "--- the kernel log from there ---" >&2
		tail -n "+$((from > 3 ? from - 3 : 1))" "$log" | head -n 80
	else
		echo "--- the end of the kernel log ---" >&2
		tail -n 60 "$log"
	fi | tr -d '\r' >&2
	echo "---------------------------------" >&2
}

# Under emulation a boot may get stuck, and is tried again if its log does not grow
# for that many seconds. It boots on one processor, and init.sh brings up the others:
# with all of them a boot on a busy host took up to 95 s of the VM's time instead of
# 7 to 14. There the VM may also get too few ticks to trust its timer. Its clock goes on
# while the host runs something else, once for 303 s: the kernel's detectors of lockups
# and stalls would report that. What really hangs meets the limit of the VM.
boot_silence=120
if [[ $accel != kvm ]]; then
	append+=" maxcpus=1 no_timer_check"
	append+=" watchdog_thresh=600 sysctl.kernel.hung_task_timeout_secs=1200"
	append+=" rcupdate.rcu_cpu_stall_suppress=1"
fi

# Duration of a boot, in ms, on the machine on which the limits were set.
if [[ $accel == counted ]]; then boot_reference=11000; else boot_reference=7000; fi

# Pauses of the watchers, which may be killed in the middle: no process of its own
# would be left of them.
exec {never}<> <(:)
pause() { read -rt "$1" -u "$never" || true; }
now_ms() { echo "$((${EPOCHREALTIME/./} / 1000))"; }

# watch_over PID: ends QEMU when it is stuck, or when its time is up.
watch_over() {
	local began size=0 grown quiet=0 slowness
	began=$(now_ms)
	while [[ ! -e $share/booted ]]; do
		pause 0.2
		grown=$(stat -c %s "$log")
		if ((grown > size)); then
			size=$grown quiet=0
		elif ((++quiet > 5 * boot_silence)); then
			: >"$temp/stuck"
			kill -KILL "$1"
			return
		fi
	done
	slowness=$((($(now_ms) - began) * 100 / boot_reference))
	((slowness >= 100)) || slowness=100
	report_slowness "$slowness"
	((limit)) || return
	pause $((limit * slowness / 100))
	echo $((limit * slowness / 100)) >"$temp/expired"
	kill -KILL "$1"
}

# All of it at once: the VM waits for it.
report_slowness() {
	echo "export TCPS_SLOWNESS=$1" >"$share/slowness.new"
	mv "$share/slowness.new" "$share/slowness"
}

# throttle PID: it runs for THROTTLE per cent of each tenth of a second.
throttle() {
	while kill -CONT "$1"; do
		pause ".0$THROTTLE"
		kill -STOP "$1"
		pause ".0$((100 - THROTTLE))"
	done 2>/dev/null
}
[[ ${THROTTLE:=100} =~ ^(100|[1-9][0-9])$ ]] || die "THROTTLE is $THROTTLE; it can be 10 to 100"

# One run of the VM; its end is in $status.
boot_once() {
	status=0
	# QEMU opens the pipe itself and makes its end non-blocking, which would
	# be a surprise to whoever shares our standard output.
	cat "$temp/stream" &
	stream=$!
	"$emulator" "${machine[@]}" -append "$cmdline $append" \
		-chardev "file,id=out,path=$temp/stream" \
		-device virtserialport,chardev=out,name=tcpst.out \
		</dev/null >/dev/null 2>"$temp/qemu.err" &
	qemu=$!
	watch_over "$qemu" >/dev/null 2>&1 &
	watchers=("$!")
	if ((THROTTLE < 100)); then
		throttle "$qemu" >/dev/null &
		watchers+=("$!")
	fi
	wait "$qemu" || status=$?
	qemu=
	kill "${watchers[@]}" 2>/dev/null || true
	wait "${watchers[@]}" 2>/dev/null || true
	# If QEMU never came to open the pipe, the reader still waits for it.
	: <>"$temp/stream"
	wait "$stream" || true
	stream=
}

status=0
if [[ -n $interactive ]]; then
	report_slowness 100
	"$emulator" "${machine[@]}" -append "$cmdline $append" \
		-chardev stdio,id=terminal,mux=on,signal=off -mon chardev=terminal \
		-device virtconsole,chardev=terminal 2>"$temp/qemu.err" ||
		status=$?
else
	mkfifo "$temp/stream"
	for try in 1 2 3; do
		boot_once
		# Killed before its first process: see above.
		[[ $accel != kvm && -e $temp/stuck ]] || break
		if ((try < 3)); then
			message "stuck while booting, which QEMU's emulation does now and then: again"
			rm -f "$temp/stuck"
		fi
	done
fi

[[ -z $keep_log ]] || cp "$log" "$keep_log"
if [[ -n $out ]]; then
	mkdir -p "$out"
	cp -a "$share/out/." "$out/"
fi

# The kernel's messages about bugs and other problems. Anchored after the
# time stamp, so that a script that writes to /dev/kmsg can quote it.
complaint='^(\[[ .0-9]+\] )?((watchdog: )?BUG: |WARNING: |Oops: |Oops |general protection fault|Kernel panic|kernel BUG at|unable to handle|UBSAN: |INFO: (task .* blocked|rcu.* (detected|self-detected))|rcu: INFO: |kmemleak: [0-9]+ new|divide error|stack segment|refcount_t: |=+\[ BUG|slab error|.*\bDEBUG_LOCKS_WARN_ON|.*possible circular locking|.*suspicious RCU usage|.*inconsistent lock state)'

complaints=$(tr -d '\r' <"$log" | grep -naE "$complaint") || true
first=${complaints%%$'\n'*}

if [[ ! -e $share/status ]]; then
	if [[ -e $temp/stuck ]]; then
		report "not booted, and its log did not grow for $boot_silence s: killed"
		exit 124
	elif [[ -e $temp/expired ]]; then
		report "still running after $(<"$temp/expired") s: killed" "${first%%:*}"
		exit 124
	fi
fi
if [[ -n $complaints ]]; then
	report "the kernel complained: ${first#*:}" "${first%%:*}"
	exit 125
fi
if [[ ! -s $share/status ]]; then
	cat "$temp/qemu.err" >&2
	if [[ -n $interactive && $status == 0 ]]; then
		exit 0		# left by Ctrl-A X
	fi
	report "the VM ended before the script did (QEMU's status is $status)"
	exit 125
fi
exit "$(<"$share/status")"
