#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# run.sh [-d DIR] [-k KERNEL] [-m MODULE] [-p PARAMETERS] [-x OVERLAY]: run the KUnit
# suites of the module in QEMU, on the kernel with all checkers (tests/kernel/debug.config)
# or that built in the directory KERNEL, and of this machine's architecture; one of User
# Mode Linux is run as it is.
# DIR is the tree with the module's Kbuild (this one by default), PARAMETERS go
# to insmod. With OVERLAY, a directory that is laid over the guest's root, its
# exercise.sh runs instead of the suites, and allocations can be made to fail
# (tests/kernel/campaign/faults.c).
#
# Prints a line for each suite, case and check as it ends, and last "N passed, N failed",
# and ", N skipped" if any were. Fails if any case fails, if the kernel complains on the
# console about anything, or if the guest does not get through load, unload and two leak
# scans (see init.sh) and report so; then the console is shown.

set -euo pipefail

# shellcheck source=SCRIPTDIR/../../stage.sh
. "$(dirname "$(realpath "$0")")/../../stage.sh"
kernel_tools=$top/tests/kernel
# shellcheck source=SCRIPTDIR/../../vm/machine.sh
. "$top/tests/vm/machine.sh"
architecture=$(dpkg --print-architecture)
machine_of "$architecture" || give_up "there is no $architecture machine for it"

# A guest that is silent for that many seconds hangs, and so does one that takes that long
# in total. The kernel's own detectors are faster and report more; these are for when they
# fail. If the guest takes longer to boot than the reference, in ms, both are scaled up.
silence=${KUNIT_SILENCE:-400}
limit=${KUNIT_LIMIT:-1200}
boot_reference=20000
# A scan for leaks takes longer with more memory.
memory=${KUNIT_MEMORY:-512M}

message() { echo "$stage: $*"; }

dir=$top
module=tcpstates
# Limits that a suite can reach (TCPS_FIXTURE_MAX_FLOWS).
parameters="max_flows=32768 recorder_mib=16"
overlay=
kernel=
threads=multi
with=TCPS_KUNIT=y
while getopts d:k:m:p:x: option; do
	case $option in
	d) dir=$OPTARG ;;
	k) kernel=$OPTARG ;;
	m) module=$OPTARG ;;
	p) parameters=$OPTARG ;;
	x)	overlay=$OPTARG with=TCPS_FAULTS=y
		# It patches itself for hours.
		threads=$(emulator_threads) ;;
	*) usage >&2; exit 2 ;;
	esac
done
[ $OPTIND -gt $# ] || refuse "an argument too many: ${!OPTIND}"
dir=$(cd "$dir" && pwd)

# The build directory is kept for the next run, one for each tree.
build_module() {
	"$kernel_tools/copy-sources.sh" "$dir" "$build"
	make -C "$kernel" ${native:+ARCH=um} M="$build" -j"$(nproc)" "$with" UBSAN_SANITIZE=y \
		>"$build/build.log" 2>&1 </dev/null ||
		{ cat "$build/build.log"; give_up "the module does not build"; }
	grep -E 'warning:|WARNING:' "$build/build.log" || true
	[ -r "$build/$module.ko" ] || give_up "the build made no $module.ko"
}

make_initramfs() {
	local root=$temp/root busybox

	busybox=$(command -v busybox) || give_up "busybox is not installed"
	mkdir -p "$root/bin" "$root/dev" "$root/etc" "$root/lib"
	cp "$busybox" "$root/bin/busybox"
	cp "$here/init.sh" "$root/init"
	chmod +x "$root/init"
	cp "$build/$module.ko" "$root/lib/"
	echo "$module" >"$root/etc/module"
	echo "$parameters" >"$root/etc/parameters"
	echo "$channel" >"$root/etc/channel"
	echo "$ending" >"$root/etc/end"
	if [ -n "$overlay" ]; then
		cp -a "$overlay/." "$root/"
	elif [ -e "$dir/tests/kernel/kunit/exercise.sh" ]; then
		cp "$dir/tests/kernel/kunit/exercise.sh" "$root/"
	fi
	(cd "$root" && find . -mindepth 1 -print0 |
		cpio --quiet -0 -o -H newc -R 0:0 | gzip -1) >"$temp/initramfs"
}

boot() {
	local args=(
		"console=$console" rdinit=/init reboot=t
		panic=-1 oops=panic panic_on_warn=1
		# An emulated timer may come too late to be trusted (tests/vm/run.sh).
		no_timer_check
		# Longer timeouts for a guest on a shared or slow host.
		watchdog_thresh=60 softlockup_panic=1
		sysctl.kernel.hung_task_timeout_secs=300
		sysctl.kernel.hung_task_check_interval_secs=10
		sysctl.kernel.hung_task_panic=1
		rcupdate.rcu_cpu_stall_timeout=300
		# Kernels that have this setting do not run suites without it.
		kunit.autorun=1
	)

	if [ -n "$native" ]; then
		# Its memory is a file.
		[ ! -w /dev/shm ] || export TMPDIR=/dev/shm
		exec "$kernel/linux" mem="$memory" initrd="$temp/initramfs" rdinit=/init \
			con0=fd:0,fd:1 ssl1=fd:3 \
			oops=panic panic_on_warn=1 </dev/null 2>&1 \
			3> >(cat >>"$temp/checks")
	fi
	exec "$emulator" ${board[@]+"${board[@]}"} \
		-accel "tcg,thread=$threads" -cpu "$processor" -smp 2 -m "$memory" \
		-nodefaults -no-user-config -display none -no-reboot \
		-kernel "$kernel/$built_image" -initrd "$temp/initramfs" \
		-append "${args[*]}" -serial stdio "${second_line[@]}" </dev/null 2>&1
}

suites=0 open_suite='' remarks='' planned=0 seen=0

# A suite ends, by its own result line or because the console ended. One whose init fails
# has only a result line.
close_suite() {
	local verdict=$1 name=${2:-}

	if [ -z "$open_suite" ]; then
		[ "$verdict" != "not ok" ] || fail "$name (the suite itself)"
		return 0
	fi
	if [ "$seen" -ne "$planned" ]; then
		fail "$open_suite: $seen of $planned cases reported"
	elif [ "$verdict" != ok ] && [ "$suite_failures" -eq 0 ]; then
		fail "$open_suite (the suite itself)"
	fi
	open_suite=
}

# KTAP, as 6.1 writes it: results of suites are not indented, those of cases
# by four, those of one case's parameters by eight. The failure of a case is explained in
# the lines before.
read_ktap() {
	local line=$1 verdict name

	if [[ $line =~ ^\ {4}#\ Subtest:\ (.*)$ ]]; then
		close_suite cut
		open_suite=${BASH_REMATCH[1]} suites=$((suites + 1))
		remarks='' planned=0 seen=0 suite_failures=0
		printf 'suite   %s\n' "$open_suite"
	elif [[ $line =~ ^\ {4}1\.\.([0-9]+)$ ]]; then
		planned=${BASH_REMATCH[1]}
	elif [[ $line =~ ^\ {4}(ok|not\ ok)\ [0-9]+\ (-\ )?([^ ]+)(.*)$ ]]; then
		verdict=${BASH_REMATCH[1]} name=$open_suite.${BASH_REMATCH[3]}
		seen=$((seen + 1))
		if [[ ${BASH_REMATCH[4]} == *'# SKIP'* ]]; then
			skip "$name" "the case skips itself"
		elif [ "$verdict" = ok ]; then
			pass "$name"
		else
			suite_failures=$((suite_failures + 1))
			printf '%s' "$remarks"
			fail "$name"
		fi
		remarks=
	elif [[ $line =~ ^(ok|not\ ok)\ [0-9]+\ (-\ )?([^ ]+) ]]; then
		close_suite "${BASH_REMATCH[1]}" "${BASH_REMATCH[3]}"
	elif [[ $line =~ ^\ {4} ]]; then
		remarks+=$line$'\n'
	fi
}

# All complaints of the kernel come with a backtrace, except those listed here.
complaint='Call Trace:|BUG:|WARNING:|UBSAN:|KASAN:|ODEBUG:|Kernel panic|detected stalls|unreferenced object|suspicious RCU usage|kmemleak: .*disabled|lockdep is turned off'

# Under emulation a boot may get stuck, as tests/vm/run.sh explains: then it boots again.
boots=0
watch_guest() {
	local line status why='' booted='' began end slowness

	boots=$((boots + 1))

	began=${EPOCHREALTIME/./}
	exec 8< <(boot)
	guest=$!
	children=("$guest")
	end=$((SECONDS + 5 * limit))
	while true; do
		status=0
		IFS= read -r -t "$silence" line <&8 || status=$?
		[ "$status" -eq 0 ] || [ -n "$line" ] || break
		line=${line%$'\r'}
		printf '%s\n' "$line" >>"$temp/console"
		if [ "$line" = "init: booted" ]; then
			booted=1
			slowness=$(((${EPOCHREALTIME/./} - began) / 10 / boot_reference))
			[ "$slowness" -ge 100 ] || slowness=100
			silence=$((silence * slowness / 100))
			limit=$((limit * slowness / 100))
			end=$((SECONDS + limit))
		fi
		read_ktap "$line"
		[ "$status" -eq 0 ] || break
		if [ "$SECONDS" -ge "$end" ]; then
			why="the guest was not done after $limit s"
			break
		fi
	done
	[ "$status" -le 128 ] || why="not a word from the guest for $silence s"
	# With the processes of User Mode Linux, which form a process group.
	[ -z "$why" ] || kill -KILL -- "-$guest" 2>/dev/null || kill -KILL "$guest" || true
	wait "$guest" || true
	children=()
	if [ -n "$why" ] && [ -z "$booted" ] && [ "$boots" -lt 3 ]; then
		message "stuck while booting: again"
		watch_guest
		return
	fi
	close_suite cut
	[ -z "$why" ] || fail "time limit: $why"
}

judge_guest() {
	local line complaints

	while read -r line; do
		line=${line%$'\r'}
		case $line in
		"ok "*) pass "${line#ok }" ;;
		"not ok "*) fail "${line#not ok }" ;;
		esac
	done <"$temp/checks"
	if [ "$(tail -n 1 "$temp/checks" | tr -d '\r')" = "done" ]; then
		pass "guest got to its end"
	else
		fail "guest got to its end"
	fi

	# Complaints of User Mode Linux about itself, before init, are ignored.
	complaints=$(sed -n "${native:+/^init: booted/,\$}p" "$temp/console" |
		grep -nE "$complaint" || true)
	if [ -z "$complaints" ]; then
		pass "kernel has no complaint"
	else
		printf '%s\n' "$complaints"
		fail "kernel has no complaint"
	fi
	[ "$suites" -gt 0 ] || [ -n "$overlay" ] || fail "no suite ran"
}

: >"$temp/console"
: >"$temp/checks"

# Devices of the guest besides the console.
case $architecture in
amd64)
	channel=ttyS1
	second_line=(-serial "file:$temp/checks") ;;
*)
	channel=hvc0
	second_line=(-device virtio-serial-device -device "virtconsole,chardev=checks"
		-chardev "file,id=checks,path=$temp/checks") ;;
esac

[ -n "$kernel" ] || kernel=$("$kernel_tools/build.sh" debug)
# How the guest is stopped: a reboot ends QEMU at once, but would restart User Mode Linux.
native='' ending=reboot
if [ -x "$kernel/linux" ]; then
	native=1 ending=poweroff channel=ttyS1
fi
build=$cache/$(sha256sum <<<"$dir $kernel $with" | cut -c1-12)
mkdir -p "$build"
exec 9>"$build.lock"
flock 9

message "building $module with $with"
build_module
make_initramfs
message "booting"
begin=$SECONDS
watch_guest
judge_guest
cp "$temp/console" "$build/console.log"

if [ "$failed" -gt 0 ]; then
	message "the guest's console, also in $build/console.log:"
	sed 's/^/| /' "$temp/console"
fi
message "$suites suites in $((SECONDS - begin)) s"
finish
