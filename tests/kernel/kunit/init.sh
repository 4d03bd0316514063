#!/bin/busybox sh
# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash
#
# init of the guest that run.sh boots.  The suites run inside insmod and report
# on the console. Checks that can only be made in here are reported on a separate channel
# (named by /etc/channel), one line per check, followed by "done": a guest that crashes or
# hangs cannot write it, and no console output can fake it.

/bin/busybox mkdir -p /proc /sys /dev /tmp
/bin/busybox --install -s /bin
export PATH=/bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t debugfs debugfs /sys/kernel/debug
mount -t devtmpfs devtmpfs /dev
mount -t tmpfs tmpfs /tmp
exec >/dev/console 2>&1 </dev/null
# From the time of this run.sh learns how slow this machine is.
echo "init: booted"

leaks=/sys/kernel/debug/kmemleak
module=$(cat /etc/module)

channel=/dev/$(cat /etc/channel)
report() { echo "$*" >"$channel"; }

check() {
	local name=$1
	shift
	if "$@"; then report "ok $name"; else report "not ok $name"; fi
}

# Names for addresses in the module, whose symbols are lost when it is unloaded. (Those of
# its init code are freed before that.)
resolve() {
	awk '
	NR == FNR { start[NR] = $1; type[NR] = $2; name[NR] = $3; n = NR; next }
	match($0, / 0xffff[0-9a-f]+$/) {
		a = substr($0, RSTART + 3)
		for (i = n; i && start[i] > a; i--)
			;
		if (i && type[i] ~ /[tT]/)
			$0 = $0 "  " name[i]
	}
	{ print }' /tmp/symbols -
}

# Leaks of the kernel while it booted, before init.
not_from_boot() {
	awk '
	/^unreferenced object/ { head = $0; next }
	head { mine = !/comm "swapper\/0"/; if (mine) print head; head = "" }
	mine { print }'
}

# kmemleak reports an object without a reference in two scans and with unchanged contents in
# between, and only if it is at least 5 s old.
no_leak() {
	echo scan >$leaks && sleep "$1" && echo scan >$leaks || return 1
	cat $leaks >/tmp/leaks || return 1
	not_from_boot </tmp/leaks | resolve >/tmp/lost
	[ -s /tmp/lost ] || return 0
	cat /tmp/lost
	return 1
}

# lockdep switches itself off at its first report, or silently when it runs out of memory.
lockdep_works() { grep -q 'debug_locks: *1$' /proc/lockdep_stats; }

# Bits that loading an external module with tests sets: O, E and N.
untainted() {
	local taint
	taint=$(cat /proc/sys/kernel/tainted)
	[ $((taint & ~(1 << 12 | 1 << 13 | 1 << 18))) -eq 0 ] && return
	echo "tainted: $taint"
	return 1
}

unload() { rmmod "$module" && [ ! -e "/sys/module/$module" ]; }

ip link set lo up

# shellcheck disable=SC2046  # a list of parameters
check "insmod" insmod "/lib/$module.ko" $(cat /etc/parameters)
sort /proc/kallsyms | grep "\[$module\]" >/tmp/symbols
[ ! -e /exercise.sh ] || check "exercise" sh /exercise.sh
check "no leak while loaded" no_leak 5
check "rmmod" unload
check "no leak after rmmod" no_leak 1
check "lockdep saw no mistake" lockdep_works
check "kernel is not tainted" untainted
report "done"
"$(cat /etc/end)" -f
